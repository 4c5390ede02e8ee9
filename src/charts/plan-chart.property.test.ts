import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnswerColumn } from "../contracts/answer.js";
import type { Cell } from "../contracts/result.js";
import type { Chartable } from "./chart-plan.js";
import { chartDescription, chartFor } from "./chart-spec.js";
import { planChart } from "./plan-chart.js";

const day = fc.date({ min: new Date("2015-01-01"), max: new Date("2026-01-01"), noInvalidDate: true });
const CELLS: Record<AnswerColumn["type"], fc.Arbitrary<Cell>> = {
  string: fc.constantFrom("a", "b", "c", "", "=1", "<i>", "Köln"),
  number: fc.oneof(fc.integer({ min: -50, max: 50 }), fc.double(), fc.bigInt().map(String)),
  date: day.map((date) => date.toISOString().slice(0, 10)),
  boolean: fc.boolean(),
};

const column: fc.Arbitrary<AnswerColumn> = fc.record({
  name: fc.constantFrom("Shop", "Takings", "Takings change %", "Takings (previous)", "Sold month", "Rank"),
  type: fc.constantFrom("string", "number", "date", "boolean"),
  role: fc.constantFrom("dimension", "measure"),
});

const answer: fc.Arbitrary<Chartable> = fc
  .array(column, { minLength: 1, maxLength: 5 })
  .chain((columns) =>
    fc
      .array(fc.tuple(...columns.map(({ type }) => fc.option(CELLS[type], { freq: 9 }))), { maxLength: 40 })
      .map((rows) => ({ status: "answered", path: "compiled", columns, rows, truncated: false })),
  );

describe("planChart, for any answer", () => {
  it("draws each value once, at a place that has a label, within what is legible", () => {
    let drawn = 0;
    fc.assert(
      fc.property(answer, (given) => {
        const plan = planChart(given);
        expect(chartFor(given) === null).toBe(plan === null);
        expect(chartDescription(given) === null).toBe(plan === null);
        if (plan === null) return;
        drawn++;
        if (plan.mark === "bars") expect(plan.labels.length).toBeLessThanOrEqual(20);
        for (const { points } of plan.panels) {
          const spots = points.map(({ at, series }) => `${at} ${series}`);
          expect(new Set(spots).size).toBe(spots.length);
          for (const { at, series, value } of points) {
            expect(plan.labels[at]).toBeDefined();
            expect(plan.series).toContain(series);
            expect(value === null || Number.isFinite(value)).toBe(true);
          }
        }
      }),
      { numRuns: 300, endOnFailure: true },
    );
    expect(drawn).toBeGreaterThan(10);
  });
});
