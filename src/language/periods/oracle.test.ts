import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CalendarRules, IsoDate } from "../../contracts/dates.js";
import { WEEKDAYS } from "../../contracts/dates.js";
import { periodsIn } from "../../testing/period-trial.js";

// An oracle that shares nothing with the reader: it walks day by day over the platform's own dates and keeps the days
// that a phrase means, as the contract defines it.

type Unit = "day" | "week" | "month" | "quarter" | "half year" | "year" | "fiscal quarter" | "fiscal year";
const UNITS: Unit[] = [
  "day",
  "week",
  "month",
  "quarter",
  "half year",
  "year",
  "fiscal quarter",
  "fiscal year",
];
const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);
const NAMES = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

const utc = (day: IsoDate) => new Date(`${day}T00:00:00Z`);
const iso = (date: Date) => date.toISOString().slice(0, 10);
const step = (day: IsoDate, by: number) => {
  const date = utc(day);
  date.setUTCDate(date.getUTCDate() + by);
  return iso(date);
};

/** A name that the days of one unit share. */
function key(day: IsoDate, unit: Unit, rules: CalendarRules): string {
  const date = utc(day);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + 1;
  const fiscalYear = rules.fiscalYearStarts > 1 && month >= rules.fiscalYearStarts ? year + 1 : year;
  const fiscalMonth =
    month >= rules.fiscalYearStarts ? month - rules.fiscalYearStarts : month + 12 - rules.fiscalYearStarts;
  switch (unit) {
    case "day":
      return day;
    case "week": {
      const first = NAMES.indexOf(rules.weekStarts);
      return step(day, -((date.getUTCDay() + 7 - first) % 7));
    }
    case "month":
      return `${year}/${month}`;
    case "quarter":
      return `${year}/${[1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4][month - 1]}`;
    case "half year":
      return `${year}/${month > 6 ? 2 : 1}`;
    case "year":
      return `${year}`;
    case "fiscal quarter":
      return `${fiscalYear}/${Math.trunc(fiscalMonth / 3) + 1}`;
    case "fiscal year":
      return `${fiscalYear}`;
  }
}

/** ISO week by counting Thursdays. */
function isoWeek(day: IsoDate): string {
  let thursday = step(day, 4 - (utc(day).getUTCDay() || 7));
  const year = thursday.slice(0, 4);
  let week = 0;
  for (; thursday.slice(0, 4) === year; thursday = step(thursday, -7)) week++;
  return `${year}/${week}`;
}

/** Smallest range that holds every day of [from, to) that passes. */
function hull(from: IsoDate, to: IsoDate, passes: (day: IsoDate) => boolean): string {
  let first: IsoDate | null = null;
  let last: IsoDate | null = null;
  for (let day = from; day < to; day = step(day, 1)) {
    if (!passes(day)) continue;
    first ??= day;
    last = day;
  }
  return first === null || last === null ? "none" : `${first}..${step(last, 1)}`;
}

/** Days of the `count` different units just before the one of `asOf`. */
function unitsBefore(asOf: IsoDate, unit: Unit, count: number, rules: CalendarRules, skip = 0): string {
  const seen: string[] = [key(asOf, unit, rules)];
  let start = asOf;
  let end = asOf;
  for (let day = step(asOf, -1); ; day = step(day, -1)) {
    const name = key(day, unit, rules);
    if (seen.at(-1) !== name) seen.push(name);
    if (seen.length > count + skip + 1) return `${start}..${end}`;
    start = day;
    if (seen.length <= skip + 1) end = day;
  }
}

const asOfDay = fc
  .date({ min: new Date("1995-01-01T00:00:00Z"), max: new Date("2045-12-31T00:00:00Z"), noInvalidDate: true })
  .map(iso);
const rulesOf = fc.record({
  weekStarts: fc.constantFrom(...WEEKDAYS),
  fiscalYearStarts: fc.integer({ min: 1, max: 12 }),
});
const small = fc.integer({ min: 1, max: 4 });
const yearNear = fc.integer({ min: -3, max: 0 });

const read = (text: string, asOf: IsoDate, rules: CalendarRules) =>
  periodsIn(text, { asOf, rules, loaded: null });
const yearOf = (asOf: IsoDate, shift: number) => Number(asOf.slice(0, 4)) + shift;
const around = (year: number): [IsoDate, IsoDate] => [`${year - 1}-01-01`, `${year + 2}-01-01`];

function holds(text: string, asOf: IsoDate, rules: CalendarRules, expected: string): void {
  expect(`${text} as of ${asOf}: ${read(text, asOf, rules)}`).toBe(`${text} as of ${asOf}: ${expected}`);
}

describe("periods against an oracle that enumerates days", () => {
  it("last, previous, this and N units ago", () => {
    fc.assert(
      fc.property(
        asOfDay,
        rulesOf,
        fc.constantFrom(...UNITS),
        small,
        fc.constantFrom("last", "previous"),
        (asOf, rules, unit, count, word) => {
          holds(`${word} ${unit}`, asOf, rules, unitsBefore(asOf, unit, 1, rules));
          holds(`the ${word} ${count + 1} ${unit}s`, asOf, rules, unitsBefore(asOf, unit, count + 1, rules));
          if (unit !== "fiscal quarter" && unit !== "fiscal year" && unit !== "half year")
            holds(`${count} ${unit}s ago`, asOf, rules, unitsBefore(asOf, unit, 1, rules, count - 1));
          if (unit === "day") return;
          const name = key(asOf, unit, rules);
          let start = asOf;
          while (key(step(start, -1), unit, rules) === name) start = step(start, -1);
          holds(`this ${unit}`, asOf, rules, `${start}..${asOf}`);
          holds(`${unit} to date`, asOf, rules, `${start}..${asOf}`);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("rolling units", () => {
    fc.assert(
      fc.property(
        asOfDay,
        rulesOf,
        small,
        fc.constantFrom("past", "rolling", "trailing"),
        (asOf, rules, count, word) => {
          holds(`${word} ${count} days`, asOf, rules, `${step(asOf, -count)}..${asOf}`);
          holds(`${word} ${count} weeks`, asOf, rules, `${step(asOf, -7 * count)}..${asOf}`);
          const [year, month, day] = asOf.split("-").map(Number) as [number, number, number];
          for (const [unit, months] of [
            ["months", 1],
            ["quarters", 3],
            ["years", 12],
          ] as const) {
            const lastDay = new Date(Date.UTC(year, month - months * count, 0)).getUTCDate();
            const start = iso(new Date(Date.UTC(year, month - 1 - months * count, Math.min(day, lastDay))));
            holds(`${word} ${count} ${unit}`, asOf, rules, `${start}..${asOf}`);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it("named units of a named year", () => {
    fc.assert(
      fc.property(
        asOfDay,
        rulesOf,
        yearNear,
        fc.integer({ min: 1, max: 12 }),
        (asOf, rules, shift, month) => {
          const year = yearOf(asOf, shift);
          const [from, to] = around(year);
          const quarter = Math.ceil(month / 3);
          const named = (unit: Unit, name: string) => hull(from, to, (day) => key(day, unit, rules) === name);
          holds(`in ${year}`, asOf, rules, named("year", `${year}`));
          holds(`${MONTHS[month - 1]} ${year}`, asOf, rules, named("month", `${year}/${month}`));
          holds(`Q${quarter} ${year}`, asOf, rules, named("quarter", `${year}/${quarter}`));
          holds(
            `H${Math.ceil(month / 6)} ${year}`,
            asOf,
            rules,
            named("half year", `${year}/${Math.ceil(month / 6)}`),
          );
          holds(`FY${year}`, asOf, rules, named("fiscal year", `${year}`));
          holds(`Q${quarter} FY${year}`, asOf, rules, named("fiscal quarter", `${year}/${quarter}`));
        },
      ),
      { numRuns: 25 },
    );
  });

  it("ISO weeks, whatever day the workspace's weeks start on", () => {
    fc.assert(
      fc.property(asOfDay, rulesOf, yearNear, fc.integer({ min: 1, max: 53 }), (asOf, rules, shift, week) => {
        const year = yearOf(asOf, shift);
        const expected = hull(
          `${year - 1}-12-20`,
          `${year + 1}-01-12`,
          (day) => isoWeek(day) === `${year}/${week}`,
        );
        if (expected !== "none") holds(`week ${week} of ${year}`, asOf, rules, expected);
        else
          expect(read(`week ${week} of ${year}`, asOf, rules)).not.toMatch(
            /^\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d$/,
          );
      }),
      { numRuns: 25 },
    );
  });

  it("named units without a year: the latest that has begun", () => {
    fc.assert(
      fc.property(asOfDay, rulesOf, fc.integer({ min: 1, max: 12 }), (asOf, rules, month) => {
        const quarter = Math.ceil(month / 3);
        const latest = (unit: Unit, part: string): string => {
          let day = step(asOf, -1);
          while (key(day, unit, rules).split("/")[1] !== part) day = step(day, -1);
          const name = key(day, unit, rules);
          return hull(step(day, -200), step(day, 200), (other) => key(other, unit, rules) === name);
        };
        holds(`in ${MONTHS[month - 1]}`, asOf, rules, latest("month", `${month}`));
        holds(`in Q${quarter}`, asOf, rules, latest("quarter", `${quarter}`));
        holds(`fiscal Q${quarter}`, asOf, rules, latest("fiscal quarter", `${quarter}`));
      }),
      { numRuns: 100 },
    );
  });

  it("bounds include and exclude as the contract says", () => {
    fc.assert(
      fc.property(
        asOfDay,
        rulesOf,
        yearNear,
        fc.integer({ min: 0, max: 364 }),
        fc.integer({ min: 0, max: 400 }),
        (asOf, rules, shift, offset, length) => {
          const a = step(`${yearOf(asOf, shift)}-01-01`, offset);
          const b = step(a, length);
          const words = (day: IsoDate) =>
            `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;
          const month = (day: IsoDate) => `${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;
          // The end is inside, but a range that ends on as_of itself stops before it: those rows are not seen.
          const end = b === asOf ? asOf : step(b, 1);
          if (a < end) {
            holds(`between ${words(a)} and ${words(b)}`, asOf, rules, `${a}..${end}`);
            holds(`from ${a} to ${b}`, asOf, rules, `${a}..${end}`);
          }
          holds(`since ${words(a)}`, asOf, rules, `${a}..`);
          holds(`after ${words(a)}`, asOf, rules, `${step(a, 1)}..`);
          holds(`before ${a}`, asOf, rules, `..${a}`);
          if (a !== asOf) holds(`until ${words(a)}`, asOf, rules, `..${step(a, 1)}`);
          const whole = (day: IsoDate) =>
            hull(step(day, -40), step(day, 40), (other) => other.slice(0, 7) === day.slice(0, 7)).split("..");
          const [first, next] = [whole(a), whole(b)];
          holds(`after ${month(a)}`, asOf, rules, `${first[1]}..`);
          holds(`before ${month(a)}`, asOf, rules, `..${first[0]}`);
          holds(`from ${month(a)} to ${month(b)}`, asOf, rules, `${first[0]}..${next[1]}`);
        },
      ),
      { numRuns: 100 },
    );
  });
});
