import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("count", () => {
  it.each([
    ["how many riders", "Riders"],
    ["how many districts", "count District"],
    ["rider count", "Riders"],
  ])("counts by a measure, else by different values: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});

describe("how many pass a bound", () => {
  it.each([
    [
      "how many districts had more than 100 rides in 2023",
      "count(District where Rides >100); 2023-01-01..2024-01-01",
    ],
    ["number of bike types with income over 5k", "count(Bike Type where Rental Income >5000)"],
    ["in how many months did income exceed 40k", "count(month of Start Day where Rental Income >40000)"],
    ["count of districts with fewer than 10 rides", "count(District where Rides <10)"],
    ["rides on weekends vs weekdays", "Rides; by week_part"],
  ])("%s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});

describe("what is bounded beside a count", () => {
  it.each([
    "how many riders spent more than 5000 by district",
    "how many riders spent more than 5000",
    "how many riders over 5000",
  ])("is a number of each thing, which was not named: %s", (question) => {
    expect(reads(question)).toBe("ask: Rides, Rental Income, Net Profit, Ride Minutes");
  });

  it("is money where money was named", () => {
    expect(reads("how many riders spent more than $5000")).toBe("ask: Rental Income, Net Profit");
  });

  it("counts the things in each group by the number named", () => {
    expect(reads("how many riders had more than 10 rides by district")).toBe(
      "count(Rider Name where Rides >10); by District",
    );
  });
});
