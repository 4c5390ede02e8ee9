import { describe, expect, it } from "vitest";
import { formatCell } from "./cell.js";

const number = { type: "number" } as const;

describe("formatCell", () => {
  it.each([
    [1856403.456, { ...number, unit: "USD" }, "$1,856,403"],
    [12.5, { ...number, unit: "USD" }, "$12.50"],
    [-1234.4, { ...number, unit: "EUR" }, "-€1,234"],
    [-0.001, { ...number, unit: "USD" }, "$0.00"],
    [99.5, { ...number, unit: "CHF", decimals: 2 }, "99.50 CHF"],
    [0.1234, { ...number, unit: "ratio" }, "12.3%"],
    [-0.05, { ...number, unit: "ratio", decimals: 0 }, "-5%"],
    [9994, number, "9,994"],
    [3.14159, number, "3.14"],
    [0.00042, number, "0.0004"],
    ["12345678901234567890", number, "12,345,678,901,234,567,890"],
    ["1234567.891234567891", number, "1,234,567.891234567891"],
    [null, number, "–"],
    [true, { type: "boolean" as const }, "yes"],
    ["2017-03-05", { type: "date" as const }, "2017-03-05"],
    ["1,000 Islands", { type: "string" as const }, "1,000 Islands"],
  ])("writes %s as %3$s", (cell, style, text) => {
    expect(formatCell(cell, style)).toBe(text);
  });
});
