import { describe, expect, it } from "vitest";
import type { AnswerColumn } from "../contracts/answer.js";
import { shownRows } from "./shown-rows.js";

const date = (name: string): AnswerColumn => ({ name, type: "date", role: "dimension" });
const takings: AnswerColumn = { name: "Takings", type: "number", role: "measure", unit: "EUR" };

describe("rows as people read them", () => {
  it.each([
    ["Sold month", ["2025-10-01", "2025-11-01"], ["Oct 2025", "Nov 2025"]],
    ["Sold quarter", ["2025-10-01"], ["Q4 2025"]],
    ["Sold year", ["2024-01-01", "2025-01-01"], ["2024", "2025"]],
    ["Sold week", ["2025-10-06", "2025-10-13"], ["2025-10-06", "2025-10-13"]],
    ["Sold", ["2025-10-01"], ["2025-10-01"]],
  ])("name the bucket of %s", (name, dates, shown) => {
    expect(
      shownRows(
        [date(name)],
        dates.map((one) => [one]),
      ),
    ).toEqual(shown.map((one) => [one]));
  });

  it("do not number a fiscal quarter by the calendar", () => {
    expect(shownRows([date("Fiscal quarter")], [["2025-04-01"], ["2025-07-01"]])).toEqual([
      ["Apr 2025"],
      ["Jul 2025"],
    ]);
  });

  it("give numbers their unit and a dash where there is nothing", () => {
    expect(
      shownRows([date("Sold month"), takings], [["2025-10-01", 1234.5], [null, null], ["2025-11-01"]]),
    ).toEqual([
      ["Oct 2025", "€1,235"],
      ["–", "–"],
      ["Nov 2025", "–"],
    ]);
  });
});
