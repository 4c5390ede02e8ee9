import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cell } from "../../contracts/result.js";
import { checkNumbers, checkProse } from "./grounding.js";
import { numberMentions } from "./number-mentions.js";
import { direction, number, say, textOf } from "./prose.js";

describe("numberMentions", () => {
  it.each([
    ["$1,856,403", [1856403]],
    ["-$1,234.50 and −3", [-1234.5, -3]],
    ["12.3 % of 45.6%", [0.123, 0.456]],
    ["$1.2M, 3k, 4 billion", [1.2e6, 3000, 4e9]],
    ["0.5 points", [0.005]],
    ["Q3 and B2B hold none", []],
    ["a range 10–20", [10, 20]],
  ])("reads %s", (text, values) => {
    const found = numberMentions(text).map(({ value }) => value);
    expect(found).toHaveLength(values.length);
    for (const [index, value] of values.entries()) expect(found[index]).toBeCloseTo(value, 9);
  });
});

const rows: Cell[][] = [
  ["Box 12", 1856403.26, 0.1234],
  ["West", -1234.4, -0.05],
];
const money = { type: "number", unit: "USD" } as const;
const share = { type: "number", unit: "ratio" } as const;

function sample() {
  const change = { kind: "minus", left: cell(0, 1), right: cell(1, 1) } as const;
  return say`${"Box 12"} leads with ${number(cell(0, 1), money, rows)} (${number(cell(0, 2), share, rows)}), ${direction(change, { up: "up", down: "down", flat: "level" }, rows)} ${number({ kind: "size", of: change }, money, rows)} on ${"West"} in ${"week 3 of 2017"}.`;
}

function cell(row: number, column: number) {
  return { kind: "cell", row, column } as const;
}

describe("checkProse", () => {
  it("lets its own text through", () => {
    const prose = sample();
    expect(textOf(prose)).toBe(
      "Box 12 leads with $1,856,403 (12.3%), up $1,857,638 on West in week 3 of 2017.",
    );
    expect(checkProse(textOf(prose), prose, rows)).toEqual([]);
  });

  it("fires on every single changed digit, also in names", () => {
    const prose = sample();
    const text = textOf(prose);
    const digits = [...text].flatMap((c, at) => (/\d/.test(c) ? [at] : []));
    for (const at of digits) {
      for (const other of "0123456789") {
        if (other === text[at]) continue;
        const changed = text.slice(0, at) + other + text.slice(at + 1);
        expect(checkProse(changed, prose, rows), changed).not.toEqual([]);
      }
    }
  });

  it("fires on a turned direction, a lost sign and a lost per cent", () => {
    const prose = sample();
    const text = textOf(prose);
    for (const changed of [
      text.replace("up", "down"),
      text.replace("12.3%", "12.3"),
      text.replace("$1,856,403", "-$1,856,403"),
      `${text} It fell.`,
      `${text} Another 5.`,
    ])
      expect(checkProse(changed, prose, rows), changed).not.toEqual([]);
  });

  it("holds for any numbers", () => {
    const amount = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(amount, { minLength: 1, maxLength: 4 }),
        fc.nat(),
        fc.nat(8),
        (values, pick, by) => {
          const table = values.map((value) => ["x", value]);
          const parts = values.map((_, row) => number(cell(row, 1), money, table));
          const prose = say`Of ${parts[0] ?? ""} then ${parts.at(-1) ?? ""}.`;
          const text = textOf(prose);
          expect(checkProse(text, prose, table)).toEqual([]);
          const digits = [...text].flatMap((c, at) => (/\d/.test(c) ? [at] : []));
          const at = digits[pick % digits.length] ?? 0;
          const digit = (Number(text[at]) + 1 + by) % 10;
          const changed = text.slice(0, at) + digit + text.slice(at + 1);
          expect(changed === text || checkProse(changed, prose, table).length > 0).toBe(true);
        },
      ),
    );
  });
});

describe("checkNumbers", () => {
  it.each([
    "Box 12 brought $1,856,403, or 12.3 % of all, in March 2017.",
    "West lost $1,234.",
    "West was down 5% in Q3 2017.",
    "Box 12 made $1.9M on 2017-03-05; the gap was $1.86 million.",
  ])("lets through: %s", (text) => {
    expect(checkNumbers(text, rows, [1857637.66])).toEqual([]);
  });

  it.each([
    "Box 12 brought $1,856,404.",
    "Box 12 brought 12.4 % of all.",
    "West rose by $1,234.",
    "West fell from $10 to $1,856,403.",
    "There were 7 of them.",
    "It grew.",
  ])("stops: %s", (text) => {
    expect(checkNumbers(text, rows, [])).not.toEqual([]);
  });
});
