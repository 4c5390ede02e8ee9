import { describe, expect, it } from "vitest";
import type { Answer } from "../../contracts/answer.js";
import { answerFixture } from "../../testing/answer-fixture.js";
import { renderAnswer } from "./render.js";

describe("renderAnswer", () => {
  it("aligns numbers to the right under their heads", () => {
    const text = renderAnswer(
      breakdown([
        ["North", 1204.5],
        ["Île-de-France", 98765.25],
      ]),
    );
    const lines = text.split("\n");
    const head = lines.findIndex((line) => line.startsWith("Region"));
    expect(lines.slice(head, head + 4)).toEqual([
      "Region         Revenue",
      "─────────────  ───────",
      "North           $1,205",
      "Île-de-France  $98,765",
    ]);
  });

  it("draws bars in proportion, with negative ones in another shade", () => {
    const text = renderAnswer(
      breakdown([
        ["A", 100],
        ["B", -50],
        ["C", 25],
      ]),
    );
    const bar = (label: string): string =>
      text.split("\n").filter((line) => line.startsWith(`${label}  `))[1] ?? "";
    expect(bar("A").match(/█/g)).toHaveLength(32);
    expect(bar("B").match(/░/g)).toHaveLength(16);
    expect(bar("C").match(/█/g)).toHaveLength(8);
  });

  it("draws a trend as one line with a gap where there is no value", () => {
    const answer = breakdown([
      ["2017-01-01", 1],
      ["2017-02-01", null],
      ["2017-03-01", 8],
    ]);
    answer.columns[0] = { name: "Month", type: "date", role: "dimension" };
    expect(renderAnswer(answer)).toContain("▁ █");
  });

  it("says how many rows it left out of a long table", () => {
    const rows = Array.from({ length: 55 }, (_, i): [string, number] => [`r${i}`, i]);
    expect(renderAnswer(breakdown(rows))).toContain("… and 15 more rows");
  });

  it("never lets a cell write escape sequences or reorder text", () => {
    const text = renderAnswer(
      breakdown([
        ["\u001b[31mred\u202e", 1],
        ["b\nc", 2],
      ]),
    );
    expect(text).not.toContain("\u001b");
    expect(text).not.toContain("\u202e");
    expect(text).toContain("b c");
  });

  it("numbers the options of a clarification and shows their previews", () => {
    const answer = answerFixture({
      status: "clarification",
      clarification: {
        question: "Which sales?",
        options: [
          { label: "Takings", question: "takings", preview: "€12" },
          { label: "Tickets", question: "tickets" },
        ],
      },
    });
    expect(renderAnswer(answer)).toBe("Which sales?\n\n  1. Takings (€12)\n  2. Tickets");
  });

  it("marks every uncertainty note", () => {
    const answer = breakdown([
      ["A", 1],
      ["B", 2],
    ]);
    answer.uncertainty = ["Data ends on 12 November."];
    expect(renderAnswer(answer)).toContain("! Data ends on 12 November.");
  });

  it("gives the remedy of a failure", () => {
    const error = { code: "x", message: "The warehouse is away.", remedy: "Try again in a minute." };
    expect(renderAnswer(answerFixture({ status: "failed", error }))).toBe(
      "The warehouse is away. Try again in a minute.",
    );
  });
});

function breakdown(rows: [string, number | null][]): Answer {
  return answerFixture({
    status: "answered",
    headline: "Revenue by region.",
    columns: [
      { name: "Region", type: "string", role: "dimension" },
      { name: "Revenue", type: "number", role: "measure", unit: "USD", decimals: 0 },
    ],
    rows,
  });
}
