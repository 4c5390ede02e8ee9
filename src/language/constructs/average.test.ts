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
