import { describe, expect, it } from "vitest";
import { dateLabel, grainOf } from "./time-grain.js";

describe("grainOf", () => {
  it.each([
    [["2025-01-01", "2025-02-01", "2025-04-01"], "Sold", "month"],
    [["2025-01-01", "2025-04-01", "2025-10-01"], "Sold", "quarter"],
    [["2023-01-01", "2025-01-01"], "Sold", "year"],
    [["2025-01-06", "2025-01-13", "2025-01-27"], "Sold", "week"],
    [["2025-01-06", "2025-01-07"], "Sold", "day"],
    [["2025-03-01"], "Sold", "day"],
    [["2025-03-01"], "Sold month", "month"],
    [["2025-04-01"], "Sold_quarter", "quarter"],
    [["2025-02-01", "2026-02-01"], "Sold fiscal year", "year"],
    [["2025-03-03"], "Sold week", "week"],
    [[], "Sold", "day"],
  ])("reads %j of %s as %s", (dates, name, grain) => {
    expect(grainOf(dates, name)).toBe(grain);
  });
});

describe("dateLabel", () => {
  it.each([
    ["2025-10-01", "month", "Oct 2025"],
    ["2025-10-01", "quarter", "Q4 2025"],
    ["2025-02-01", "quarter", "Feb 2025"],
    ["2025-01-01", "year", "2025"],
    ["2025-07-01", "year", "Jul 2025"],
    ["2025-10-09", "day", "9 Oct 2025"],
    ["not a date", "day", "not a date"],
  ] as const)("writes %s by %s as %s", (iso, grain, label) => {
    expect(dateLabel(iso, grain)).toBe(label);
  });
});
