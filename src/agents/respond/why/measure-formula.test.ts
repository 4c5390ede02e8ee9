import { describe, expect, it } from "vitest";
import { type ModelView, plainMeasure } from "../../../contracts/semantic-model.js";
import { formulaValue } from "./formula-node.js";
import { formulaOf } from "./measure-formula.js";

const measure = (name: string, expr: string) => plainMeasure(name, expr, { file: "v.yaml", line: 1 });
const viewWith = (expr: string): ModelView =>
  ({
    measures: [
      measure("X", expr),
      measure("Paid", "SUM(source.paid)"),
      measure("Loop", "MEASURE(`Loop`) + 1"),
    ],
    fields: [],
  }) as unknown as ModelView;
const formula = (expr: string) => formulaOf({ kind: "measure", measure: "X" }, viewWith(expr));
const atomsOf = (expr: string) =>
  formula(expr)?.atoms.map((atom) => (atom.kind === "sql" ? atom.sql : atom.kind));

describe("the formula of a measure", () => {
  it("names the aggregates of any ratio, an average's among them", () => {
    expect(atomsOf("SUM(source.a) / NULLIF(COUNT(*), 0)")).toEqual(["SUM(source.a)", "COUNT(*)"]);
    expect(atomsOf("AVG(source.a)")).toEqual(["SUM(source.a)", "COUNT(source.a)"]);
    expect(atomsOf("AVG(source.a) FILTER (WHERE source.b > 1)")).toEqual([
      "SUM(source.a) FILTER (WHERE source.b > 1)",
      "COUNT(source.a) FILTER (WHERE source.b > 1)",
    ]);
    expect(atomsOf("MEASURE(`Paid`) / COUNT(DISTINCT source.c)")).toEqual([
      "SUM(source.paid)",
      "COUNT(DISTINCT source.c)",
    ]);
    expect(atomsOf("try_divide(SUM(source.a) - SUM(source.b), SUM(source.a))")).toHaveLength(2);
  });

  it("computes what the expression says", () => {
    const { root } = formula("100 * (1 - SUM(source.a) / CAST(SUM(source.b) AS DOUBLE)) + -2") ?? {};
    expect(root && formulaValue(root, [3, 4])).toBeCloseTo(100 * (1 - 3 / 4) - 2, 12);
    expect(root && formulaValue(root, [3, 0])).toBeNull();
  });

  it("knows a scaled quotient, whatever stands around it", () => {
    expect(formula("SUM(source.a) / SUM(source.b)")?.quotient?.scale).toBe(1);
    expect(formula("100.0 * SUM(source.a) / SUM(source.b)")?.quotient).not.toBeNull();
    expect(formula("100 * (SUM(source.a) / SUM(source.b))")?.quotient?.scale).toBe(100);
    expect(formula("1 - SUM(source.a) / SUM(source.b)")?.quotient?.scale).toBe(-1);
    expect(formula("COALESCE(SUM(source.a) / SUM(source.b) / 4, 0)")?.quotient?.scale).toBe(0.25);
    expect(formula("SUM(source.a) / SUM(source.b) * SUM(source.c)")?.quotient).toBeNull();
  });

  it("is none for plain amounts, circles, windows and what can't be computed again", () => {
    for (const expr of [
      "SUM(source.a)",
      "SUM(source.a) - 2 * COUNT(*)",
      "MEASURE(`Loop`)",
      "MAX(source.a)",
      "CASE WHEN COUNT(*) > 1 THEN SUM(source.a) END",
    ])
      expect(formula(expr), expr).toBeNull();
  });
});
