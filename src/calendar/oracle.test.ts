import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CalendarRules, Grain, IsoDate } from "../contracts/dates.js";
import { GRAINS, WEEKDAYS } from "../contracts/dates.js";
import { previousPeriod, samePeriodLastYear } from "./comparison-period.js";
import { lastUnitsPeriod, rollingPeriod, spanPeriod, toDatePeriod, unitPeriod } from "./period.js";
import { buckets } from "./unit.js";

// The oracle knows the days of the platform's calendar and gives every day a number; the rest it finds by walking. It
// shares no arithmetic with the room.

const START = new Date("1989-01-01T00:00:00Z").getTime();
const DAYS = Array.from({ length: 366 * 64 }, (_, i) =>
  new Date(START + i * 86_400_000).toISOString().slice(0, 10),
);
const NUMBER = new Map(DAYS.map((day, i) => [day, i]));
const SUNDAY_FIRST = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

const at = (day: IsoDate): number => NUMBER.get(day) as number;
const dayAt = (index: number): IsoDate => DAYS[index] as IsoDate;

/** Does a unit of this grain begin on that day? */
function begins(day: IsoDate, grain: Grain, rules: CalendarRules): boolean {
  const [, month = 0, date = 0] = day.split("-").map(Number);
  const first = date === 1;
  const months = (starts: readonly number[], from: number): boolean =>
    first && starts.some((step) => ((from - 1 + step) % 12) + 1 === month);
  switch (grain) {
    case "day":
      return true;
    case "week":
      return SUNDAY_FIRST[new Date(`${day}T00:00:00Z`).getUTCDay()] === rules.weekStarts;
    case "month":
      return first;
    case "quarter":
      return months([0, 3, 6, 9], 1);
    case "half":
      return months([0, 6], 1);
    case "year":
      return months([0], 1);
    case "fiscal_quarter":
      return months([0, 3, 6, 9], rules.fiscalYearStarts);
    case "fiscal_half":
      return months([0, 6], rules.fiscalYearStarts);
    case "fiscal_year":
      return months([0], rules.fiscalYearStarts);
    default:
      throw new Error(grain satisfies never);
  }
}

/** The nearest beginning of a unit, on or before a day, or after it. */
function beginning(from: number, grain: Grain, rules: CalendarRules, step: 1 | -1): number {
  let i = step === 1 ? from + 1 : from;
  while (!begins(dayAt(i), grain, rules)) i += step;
  return i;
}

/** A year back: the same month and day, or the day before where that year lacks it. */
function yearBack(day: IsoDate): IsoDate {
  const same = `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
  return NUMBER.has(same) ? same : `${Number(day.slice(0, 4)) - 1}-02-28`;
}

/** Days of [start, end) one by one. */
function listed(start: IsoDate, end: IsoDate): IsoDate[] {
  return DAYS.slice(at(start), at(end));
}

const day = fc.integer({ min: 366 * 8, max: 366 * 56 }).map(dayAt);
const rules = fc.record({
  weekStarts: fc.constantFrom(...WEEKDAYS),
  fiscalYearStarts: fc.integer({ min: 1, max: 12 }),
});
const grain = fc.constantFrom(...GRAINS);
const RUNS = { numRuns: 1_500 };

const range = (period: { start: IsoDate | null; end: IsoDate | null } | null): string =>
  `${period?.start ?? ""}..${period?.end ?? ""}`;

describe("the calendar against days counted one by one", () => {
  it("whole units, the last ones, and those to date", () => {
    fc.assert(
      fc.property(day, rules, grain, fc.integer({ min: 1, max: 5 }), (asOf, rule, unit, count) => {
        const start = beginning(at(asOf), unit, rule, -1);
        const end = beginning(at(asOf), unit, rule, 1);
        expect(range(unitPeriod(asOf, unit, rule))).toBe(`${dayAt(start)}..${dayAt(end)}`);
        expect(range(toDatePeriod(asOf, unit, rule))).toBe(`${dayAt(start)}..${asOf}`);
        let first = start;
        for (let i = 0; i < count; i++) first = beginning(first - 1, unit, rule, -1);
        expect(range(lastUnitsPeriod(asOf, count, unit, rule))).toBe(`${dayAt(first)}..${dayAt(start)}`);
      }),
      RUNS,
    );
  });

  it("rolling days and weeks", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 60 }), (asOf, count) => {
        expect(range(rollingPeriod(asOf, count, "day"))).toBe(`${dayAt(at(asOf) - count)}..${asOf}`);
        expect(range(rollingPeriod(asOf, count, "week"))).toBe(`${dayAt(at(asOf) - 7 * count)}..${asOf}`);
      }),
      RUNS,
    );
  });

  it("buckets: every day of a span in exactly one of them", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 400 }), rules, grain, (start, length, rule, unit) => {
        const end = dayAt(at(start) + length);
        const expected = new Set<IsoDate>();
        let first = dayAt(beginning(at(start), unit, rule, -1));
        for (const one of listed(start, end)) {
          if (begins(one, unit, rule)) first = one;
          expected.add(first);
        }
        expect(buckets({ start, end }, unit, rule)).toEqual([...expected]);
      }),
      { numRuns: 500 },
    );
  });

  it("the previous period of a whole unit is the unit before", () => {
    fc.assert(
      fc.property(day, rules, grain, (asOf, rule, unit) => {
        const start = beginning(at(asOf), unit, rule, -1);
        const before = beginning(start - 1, unit, rule, -1);
        const period = previousPeriod(unitPeriod(asOf, unit, rule), rule, asOf);
        expect(range(period)).toBe(`${dayAt(before)}..${dayAt(start)}`);
      }),
      RUNS,
    );
  });

  it("the previous period of one to date has as many elapsed days, and never runs out of its unit", () => {
    fc.assert(
      fc.property(day, rules, grain, (asOf, rule, unit) => {
        const start = beginning(at(asOf), unit, rule, -1);
        fc.pre(start < at(asOf));
        const before = beginning(start - 1, unit, rule, -1);
        const end = Math.min(before + (at(asOf) - start), start);
        const period = previousPeriod(toDatePeriod(asOf, unit, rule), rule, asOf);
        expect(range(period)).toBe(`${dayAt(before)}..${dayAt(end)}`);
      }),
      RUNS,
    );
  });

  it("the previous period of any other range has as many days, just before", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 500 }), rules, (start, length, rule) => {
        const end = dayAt(at(start) + length);
        const isUnit = (["month", "quarter", "half", "year"] as const).some(
          (unit) => begins(start, unit, rule) && beginning(at(start), unit, rule, 1) === at(end),
        );
        fc.pre(!isUnit);
        const period = previousPeriod(spanPeriod({ start, end }, rule), rule, end);
        expect(range(period)).toBe(`${dayAt(at(start) - length)}..${start}`);
      }),
      RUNS,
    );
  });

  it("last year shifts both ends by a year, 29 February to 28", () => {
    const leap = fc.constantFrom("1996-02-29", "2004-02-29", "2016-02-29", "2024-02-29");
    fc.assert(
      fc.property(fc.oneof(day, leap), fc.integer({ min: 1, max: 500 }), rules, (start, length, rule) => {
        const end = dayAt(at(start) + length);
        const period = samePeriodLastYear(spanPeriod({ start, end }, rule), rule, end);
        expect(range(period)).toBe(`${yearBack(start)}..${yearBack(end)}`);
      }),
      RUNS,
    );
  });
});
