import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnswerColumn } from "../../contracts/answer.js";
import type { Cell } from "../../contracts/result.js";
import { formatCell } from "../../format/cell.js";

interface ConsoleCells {
  formatCell(cell: Cell, column: AnswerColumn & { grain?: string }): string;
  compareCells(a: Cell, b: Cell, column: AnswerColumn): number;
}

const cells = (await import(new URL("../../../web/cells.js", import.meta.url).href)) as ConsoleCells;
const number = (fields: Partial<AnswerColumn> = {}): AnswerColumn => ({
  name: "Takings",
  type: "number",
  role: "measure",
  ...fields,
});

describe("cells of the web console", () => {
  it("show the same numbers as every other channel, with a typographic minus", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }),
          fc.integer(),
          fc.bigInt().map(String),
        ),
        fc.constantFrom("USD", "EUR", "CHF", "ratio", undefined),
        fc.constantFrom(undefined, 0, 1, 2),
        (value, unit, decimals) => {
          const column = number({
            ...(unit === undefined ? {} : { unit }),
            ...(decimals === undefined ? {} : { decimals }),
          });
          expect(cells.formatCell(value, column).replace("−", "-")).toBe(formatCell(value, column));
        },
      ),
    );
  });

  it.each<[Cell, AnswerColumn & { grain?: string }, string]>([
    [null, number(), "–"],
    [true, number({ type: "boolean" }), "Yes"],
    [-5700.75, number({ unit: "USD" }), "−$5,701"],
    [32_300, number({ name: "Takings change", unit: "USD" }), "+$32,300"],
    [-0.021, number({ name: "Takings change %", unit: "ratio" }), "−2.1%"],
    ["12345678901234567890.5", number(), "12,345,678,901,234,567,890.5"],
    ["2025-10-01", { ...number({ type: "date" }), grain: "month" }, "Oct 2025"],
    ["2025-10-01", { ...number({ type: "date" }), grain: "quarter" }, "Q4 2025"],
    ["2025-01-01", { ...number({ type: "date" }), grain: "year" }, "2025"],
    ["2025-10-01", { ...number({ type: "date" }), grain: "day" }, "2025-10-01"],
  ])("show %j in %j as %s", (cell, column, expected) => {
    expect(cells.formatCell(cell, column)).toBe(expected);
  });

  it("sort exact numbers by size and names by their digits", () => {
    expect(["10", "9", "-1"].sort((a, b) => cells.compareCells(a, b, number()))).toEqual(["-1", "9", "10"]);
    const text = number({ type: "string" });
    expect(["Item 10", "Item 9"].sort((a, b) => cells.compareCells(a, b, text))).toEqual([
      "Item 9",
      "Item 10",
    ]);
  });
});
