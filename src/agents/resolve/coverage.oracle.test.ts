import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { IsoDate } from "../../contracts/dates.js";
import { coverageOf } from "./coverage.js";

const START = new Date("2010-01-01T00:00:00Z").getTime();
const dayAt = (index: number): IsoDate => new Date(START + index * 86_400_000).toISOString().slice(0, 10);

/** Positions of days, so that the expectation is counted and not computed by the calendar's own steps. */
const cases = fc.record({
  first: fc.integer({ min: 0, max: 600 }),
  loaded: fc.integer({ min: 0, max: 600 }),
  gap: fc.integer({ min: 1, max: 40 }),
  start: fc.option(fc.integer({ min: 0, max: 1_300 }), { nil: null, freq: 8 }),
  length: fc.option(fc.integer({ min: 1, max: 500 }), { nil: null, freq: 8 }),
});

/** Counts day by day what of the period is loaded, what is missing at either end, and what has not happened yet. */
function counted({ first, loaded, gap, start, length }: Case) {
  const last = first + loaded;
  const asOf = last + gap;
  const from = start ?? first;
  const to = length === null ? asOf : from + length;
  let inside = 0;
  let before = 0;
  let after = 0;
  for (let day = from; day < to; day++) {
    if (day < first) before++;
    else if (day > last) after++;
    else inside++;
  }
  return { last, asOf, from, to, inside, before, after, days: to - from };
}

interface Case {
  first: number;
  loaded: number;
  gap: number;
  start: number | null;
  length: number | null;
}

describe("what of a period is loaded, counted day by day", () => {
  it("is nothing, part of it, or all but a quiet end", () => {
    fc.assert(
      fc.property(cases, (one) => {
        const { last, asOf, from, to, inside, before, after, days } = counted(one);
        fc.pre(from < to);
        const period = {
          start: one.start === null ? null : dayAt(one.start),
          end: one.length === null ? null : dayAt(to),
          label: "",
          grain: null,
          toDate: false,
        };
        const profile = { view: "v", rows: 9, firstDay: dayAt(one.first), lastDay: dayAt(last), fields: [] };
        const coverage = coverageOf(period, profile, dayAt(asOf));
        // Three days without rows right before today are a weekend, and no missing load.
        const isQuiet = inside === 0 && from > last && from - last <= 3 && from < asOf;
        const isQuietEnd = Math.max(before, after) <= Math.max(3, days / 10) && to <= asOf;
        const expected = inside === 0 ? (isQuiet ? "inside" : "outside") : isQuietEnd ? "inside" : "partly";
        expect(coverage.kind).toBe(expected);
        if (coverage.kind !== "inside")
          expect([coverage.first, coverage.last]).toEqual([dayAt(one.first), dayAt(last)]);
      }),
      { numRuns: 3_000 },
    );
  });
});
