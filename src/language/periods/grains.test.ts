import { describe, expect, it } from "vitest";
import { matchesIn } from "../../testing/period-trial.js";

describe("buckets of time", () => {
  it.each([
    ["sales by month", "month"],
    ["sales per week", "week"],
    ["sales for each quarter", "quarter"],
    ["sales every year", "year"],
    ["monthly sales", "month"],
    ["on a weekly basis", "week"],
    ["annual profit", "year"],
    ["semi-annual profit", "half"],
    ["sales per annum", "year"],
    ["sales day by day", "day"],
    ["orders a day", "day"],
    ["sales by fiscal year", "fiscal_year"],
    ["sales per calendar month", "month"],
    ["sales over time", null],
  ])("%s", (text, grain) => expect(matchesIn(text)).toMatchObject([{ kind: "grain", grain, bare: false }]));

  it.each([
    ["which month had the highest sales", "month"],
    ["top 3 weeks by profit", "week"],
    ["sales by region and quarter", "quarter"],
    ["best day", "day"],
  ])("%s has a bare unit", (text, grain) =>
    expect(matchesIn(text)).toMatchObject([{ kind: "grain", grain, bare: true, strength: "default" }]),
  );

  it("splits 'each of the last 3 months' into buckets and their period", () => {
    expect(matchesIn("sales in each of the last 3 months")).toMatchObject([
      { kind: "grain", grain: "month", words: "in each of the" },
      { kind: "period", words: "last 3 months" },
    ]);
  });

  it("takes the longer reading of 'month over month' and 'by day of week'", () => {
    expect(matchesIn("month over month")).toMatchObject([{ kind: "comparison" }]);
    expect(matchesIn("by day of week")).toMatchObject([{ kind: "cycle_group" }]);
  });

  it.each(["delivered within 3 days", "sales for the month", "less than 12 months old"])(
    "%s has none",
    (text) => expect(matchesIn(text)).toEqual([]),
  );
});
