import { describe, expect, it } from "vitest";
import { parseExpression } from "./expression.js";

function facts(text: string) {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed;
}

describe("parseExpression", () => {
  it("names columns with their parts and their place in code points", () => {
    const text = "'😀' || `a b`.c || d";
    const { columns } = facts(text);
    expect(columns.map((c) => c.parts)).toEqual([["a b", "c"], ["d"]]);
    const points = Array.from(text);
    expect(columns.map((c) => points.slice(c.span.from, c.span.to).join(""))).toEqual(["`a b`.c", "d"]);
  });

  it("sees an aggregate under FILTER, but not one in a window", () => {
    expect(facts("SUM(amount) FILTER (WHERE kind = 'Food')").hasAggregate).toBe(true);
    expect(facts("SUM(amount) OVER (PARTITION BY kind)").hasAggregate).toBe(false);
    expect(facts("upper(kind)").hasAggregate).toBe(false);
  });

  it("reads MEASURE references and not their names as columns", () => {
    const text = "MEASURE(`Net Sales`) / MEASURE(Orders)";
    const { measureRefs, columns, hasAggregate } = facts(text);
    expect(measureRefs.map((m) => m.name)).toEqual(["Net Sales", "Orders"]);
    expect(measureRefs.map((m) => text.slice(m.span.from, m.span.to))).toEqual(text.split(" / "));
    expect(columns).toEqual([]);
    expect(hasAggregate).toBe(true);
  });

  it("leaves out lambda variables, units and keywords", () => {
    expect(facts("filter(tags, t -> t.name = wanted)").columns.map((c) => c.parts)).toEqual([
      ["tags"],
      ["wanted"],
    ]);
    expect(facts("date_diff(DAY, a, b) + EXTRACT(YEAR FROM c)").columns.map((c) => c.parts)).toEqual([
      ["a"],
      ["b"],
      ["c"],
    ]);
  });

  it("knows a plain column from an expression", () => {
    expect(facts("shop.area").isPlainColumn).toBe(true);
    expect(facts("lower(area)").isPlainColumn).toBe(false);
  });

  it.each([
    ["a +", 3],
    ["a b", 2],
    ["sum(", 4],
    ["'open", 0],
    ["a; drop table t", 1],
    ["😀", 0],
  ])("refuses %s at its place", (text, position) => {
    expect(parseExpression(text)).toMatchObject({ ok: false, position });
  });
});
