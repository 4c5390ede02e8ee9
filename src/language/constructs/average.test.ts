import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("average", () => {
  it.each([
    ["average monthly income", "avg(Rental Income per month of Start Day)"],
    ["average income per district", "avg(Rental Income per District)"],
    ["median monthly income", "median(Rental Income per month of Start Day)"],
    ["average income", "ask: per month, per day"],
    ["average ride length by district", "Average Ride Length; by District"],
  ])("takes the mean over the members that are named: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});

describe("an average over things that stand before the measure", () => {
  it.each([
    ["median rider income", "median(Rental Income per Rider Name)"],
    ["average rider income by district", "avg(Rental Income per Rider Name); by District"],
  ])("%s", (question, expected) => expect(reads(question)).toBe(expected));

  it("asks for the measure alone where the things are named", () => {
    expect(reads("median rider value")).toBe("ask: Rides, Rental Income, Net Profit, Riders");
  });

  it("has no median for what is an average itself", () => {
    expect(reads("median ride length")).toBe("refuse not_supported");
  });

  it("finds an average by its abbreviation too", () => {
    expect(reads("avg ride length by district")).toBe("Average Ride Length; by District");
  });
});
