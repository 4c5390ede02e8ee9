import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnswerColumn } from "../../contracts/answer.js";
import type { Cell } from "../../contracts/result.js";
import { rowsCsv } from "./rows-csv.js";

describe("rowsCsv", () => {
  it.each<[Cell, string]>([
    ["=1+1", '"\'=1+1"'],
    ["+49 30 1", '"\'+49 30 1"'],
    ["@SUM(A1)", '"\'@SUM(A1)"'],
    ["-cmd|' /C calc'!A0", "\"'-cmd|' /C calc'!A0\""],
    ["\t=1", '"\'\t=1"'],
    ["\r=1", '"\'\r=1"'],
    ["＝1", '"\'＝1"'],
    [-12.5, "-12.5"],
    ["-12.50", "-12.50"],
    ["9007199254740993", "9007199254740993"],
    [null, ""],
    [true, "true"],
    ['say "hi", twice', '"say ""hi"", twice"'],
    ["a;b", '"a;b"'],
    ["plain", "plain"],
  ])("writes %j as %s", (cell, expected) => {
    expect(rowsCsv([column("Name")], [[cell]])).toBe(`\uFEFFName\r\n${expected}\r\n`);
  });

  it("guards the heads too", () => {
    expect(rowsCsv([column("=HYPERLINK(1)")], [])).toBe('\uFEFF"\'=HYPERLINK(1)"\r\n');
  });

  it("keeps every text, and lets none start a formula", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 4 }), (texts) => {
        const csv = rowsCsv(
          texts.map(() => column("x")),
          [texts],
        );
        const back = fieldsOf(csv.slice(csv.indexOf("\r\n") + 2, -2));
        expect(back.map((text, i) => (text === `'${texts[i]}` ? text.slice(1) : text))).toEqual(texts);
        for (const text of back) {
          if (!/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)) expect(text).not.toMatch(/^[=+\-@\t\r\n]/);
        }
      }),
    );
  });
});

function column(name: string): AnswerColumn {
  return { name, type: "string", role: "dimension" };
}

/** A reader of one CSV line, written apart from the writer. */
function fieldsOf(line: string): string[] {
  const fields: string[] = [];
  let at = 0;
  do {
    if (line[at] === '"') {
      let field = "";
      for (at++; !(line[at] === '"' && line[at + 1] !== '"'); at++) {
        if (line[at] === '"') at++;
        field += line[at];
      }
      fields.push(field);
      at++;
    } else {
      const end = line.indexOf(",", at);
      fields.push(line.slice(at, end < 0 ? line.length : end));
      at = end < 0 ? line.length : end;
    }
  } while (line[at++] === ",");
  return fields;
}
