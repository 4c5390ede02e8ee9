import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("numbers that run over time", () => {
  it.each([
    [
      "running total of rides by month in 2023",
      "running(Rides); by month of Start Day; 2023-01-01..2024-01-01",
    ],
    ["cumulative income by week this year", null],
    ["income by quarter, cumulatively", null],
    ["3-month moving average of income", "running 3(Rental Income); by month of Start Day"],
    [
      "rolling 7 day average of rides in April 2024",
      "running 7(Rides); by day of Start Day; 2024-04-01..2024-05-01",
    ],
    ["moving average over six weeks of rides", "running 6(Rides); by week of Start Day"],
    ["moving average of rides", "ask: "],
    ["3 month moving average of rides by week", "ask: "],
    [
      "rides by month in 2023 > as a running total",
      "running(Rides); by month of Start Day; 2023-01-01..2024-01-01",
    ],
  ])("%s", (question, expected) => {
    if (expected === null) expect(reads(question)).toMatch(/^running\(Rental Income\); by /);
    else expect(reads(question)).toBe(expected);
  });
});
