import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CalendarRules, IsoDate } from "../contracts/dates.js";
import { GRAINS, WEEKDAYS } from "../contracts/dates.js";
import { addDays, addMonths, dayOf, daysBetween, isDay, partsOf, shiftYears, weekdayOf } from "./day.js";
import { fiscalYearOf, fiscalYearStart } from "./fiscal.js";
import { isoWeekOf, isoWeekStart } from "./iso-week.js";
import { spanLabel, unitLabel } from "./label.js";
import { buckets, endOf, startOf, unitSpan, unitsIn } from "./unit.js";

const PLAIN: CalendarRules = { weekStarts: "monday", fiscalYearStarts: 1 };
const APRIL: CalendarRules = { weekStarts: "sunday", fiscalYearStarts: 4 };

const anyDay = fc
  .date({
    min: new Date("1950-01-01T00:00:00Z"),
    max: new Date("2099-12-31T00:00:00Z"),
    noInvalidDate: true,
  })
  .map((date) => date.toISOString().slice(0, 10));
const anyRules = fc.record({
  weekStarts: fc.constantFrom(...WEEKDAYS),
  fiscalYearStarts: fc.integer({ min: 1, max: 12 }),
});

/** A name per day, equal for the days of one unit: written without any of the code under test. */
function unitKey(day: IsoDate, grain: (typeof GRAINS)[number], rules: CalendarRules): string {
  const date = new Date(`${day}T00:00:00Z`);
  const month = date.getUTCMonth();
  const fiscalMonth = (month + 13 - rules.fiscalYearStarts) % 12;
  const fiscalYear = date.getUTCFullYear() - (month + 1 < rules.fiscalYearStarts ? 1 : 0);
  const names = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
  const weekStart = new Date(date);
  while (names[weekStart.getUTCDay()] !== rules.weekStarts) weekStart.setUTCDate(weekStart.getUTCDate() - 1);
  return {
    day,
    week: weekStart.toISOString(),
    month: day.slice(0, 7),
    quarter: `${date.getUTCFullYear()}/${Math.trunc(month / 3)}`,
    half: `${date.getUTCFullYear()}/${month < 6}`,
    year: day.slice(0, 4),
    fiscal_quarter: `${fiscalYear}/${Math.trunc(fiscalMonth / 3)}`,
    fiscal_half: `${fiscalYear}/${fiscalMonth < 6}`,
    fiscal_year: `${fiscalYear}`,
  }[grain];
}

function tomorrow(day: IsoDate, step = 1): IsoDate {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + step);
  return date.toISOString().slice(0, 10);
}

describe("calendar", () => {
  it("cuts days into the same units as an enumeration day by day", () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom(...GRAINS), anyRules, (day, grain, rules) => {
        let first = day;
        while (unitKey(tomorrow(first, -1), grain, rules) === unitKey(day, grain, rules))
          first = tomorrow(first, -1);
        let after = day;
        while (unitKey(after, grain, rules) === unitKey(day, grain, rules)) after = tomorrow(after);
        expect(startOf(day, grain, rules)).toBe(first);
        expect(endOf(day, grain, rules)).toBe(after);
      }),
      { numRuns: 1500 },
    );
  });

  it("lists every unit of a span exactly once", () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.nat(500),
        fc.constantFrom(...GRAINS),
        anyRules,
        (start, length, grain, rules) => {
          const keys = new Set<string>();
          for (let i = 0, day = start; i < length; i++, day = tomorrow(day))
            keys.add(unitKey(day, grain, rules));
          const listed = buckets({ start, end: addDays(start, length) }, grain, rules);
          expect(listed.map((day) => unitKey(day, grain, rules))).toEqual([...keys]);
          expect(listed.every((day) => startOf(day, grain, rules) === day)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("clamps a month's missing days and 29 February", () => {
    expect(addMonths("2016-03-31", -1)).toBe("2016-02-29");
    expect(addMonths("2017-01-31", 1)).toBe("2017-02-28");
    expect(shiftYears("2016-02-29", -1)).toBe("2015-02-28");
    expect(shiftYears("2016-02-29", 4)).toBe("2020-02-29");
    expect(addMonths("2017-11-30", 14)).toBe("2019-01-30");
  });

  it("knows which days exist", () => {
    expect(dayOf(2017, 4, 31)).toBeNull();
    expect(dayOf(2100, 2, 29)).toBeNull();
    expect(dayOf(2000, 2, 29)).toBe("2000-02-29");
    expect(isDay("2017-02-29")).toBe(false);
    expect(isDay("2017-2-9")).toBe(false);
    expect(isDay("2016-02-29")).toBe(true);
  });

  it("saturates instead of leaving four-digit years", () => {
    expect(addDays("9999-12-30", 400)).toBe("9999-12-31");
    expect(addMonths("2018-01-01", -60_000)).toBe("0001-01-01");
    expect(buckets({ start: "9999-12-01", end: "9999-12-31" }, "month", PLAIN)).toEqual(["9999-12-01"]);
  });

  it("measures days and weekdays as the platform's dates do", () => {
    fc.assert(
      fc.property(anyDay, anyDay, (a, b) => {
        expect(daysBetween(a, b)).toBe(Math.round((Date.parse(b) - Date.parse(a)) / 86_400_000));
        expect(addDays(a, daysBetween(a, b))).toBe(b);
        expect(weekdayOf(a) % 7).toBe(new Date(a).getUTCDay());
        expect(partsOf(a).month).toBe(new Date(a).getUTCMonth() + 1);
      }),
    );
  });

  it("counts ISO weeks", () => {
    // From the tables of ISO 8601 in public calendars.
    expect(isoWeekOf("2016-01-03")).toEqual({ year: 2015, week: 53 });
    expect(isoWeekOf("2018-12-31")).toEqual({ year: 2019, week: 1 });
    expect(isoWeekOf("2020-12-31")).toEqual({ year: 2020, week: 53 });
    expect(isoWeekStart(2017, 12)).toBe("2017-03-20");
    expect(isoWeekStart(2017, 53)).toBeNull();
    expect(isoWeekStart(2015, 53)).toBe("2015-12-28");
    fc.assert(
      fc.property(anyDay, (day) => {
        const { year, week } = isoWeekOf(day);
        const monday = isoWeekStart(year, week) ?? "none";
        expect(daysBetween(monday, day)).toBe(weekdayOf(day) - 1);
      }),
    );
  });

  it("numbers fiscal years by the year they end in, or start in when that is January", () => {
    expect(fiscalYearOf("2024-03-31", APRIL)).toBe(2024);
    expect(fiscalYearOf("2024-04-01", APRIL)).toBe(2025);
    expect(fiscalYearStart(2025, APRIL)).toBe("2024-04-01");
    expect(fiscalYearOf("2024-12-31", PLAIN)).toBe(2024);
    expect(fiscalYearStart(2024, PLAIN)).toBe("2024-01-01");
  });

  it("says how many whole units a span is", () => {
    expect(unitsIn({ start: "2017-01-01", end: "2017-04-01" }, "month", PLAIN)).toBe(3);
    expect(unitsIn({ start: "2017-01-01", end: "2017-04-01" }, "quarter", PLAIN)).toBe(1);
    expect(unitsIn({ start: "2017-01-02", end: "2017-04-01" }, "month", PLAIN)).toBeNull();
    expect(unitSpan("2017-05-17", "quarter", PLAIN, -1)).toEqual({ start: "2017-01-01", end: "2017-04-01" });
  });

  it("names units and spans", () => {
    expect(unitLabel("2025-10-01", "month", PLAIN)).toBe("October 2025");
    expect(unitLabel("2017-07-01", "quarter", PLAIN)).toBe("Q3 2017");
    expect(unitLabel("2017-07-01", "half", PLAIN)).toBe("H2 2017");
    expect(unitLabel("2017-03-20", "week", PLAIN)).toBe("week 12 of 2017");
    expect(unitLabel("2017-03-19", "week", APRIL)).toBe("week of 19 March 2017");
    expect(unitLabel("2024-04-01", "fiscal_quarter", APRIL)).toBe("FY2025 Q1");
    expect(unitLabel("2024-10-01", "fiscal_half", APRIL)).toBe("FY2025 H2");
    expect(unitLabel("2017-03-05", "day", PLAIN)).toBe("5 March 2017");
    expect(spanLabel({ start: "2015-01-01", end: "2018-01-01" }, PLAIN)).toBe("2015 to 2017");
    expect(spanLabel({ start: "2017-01-01", end: "2017-03-01" }, PLAIN)).toBe("January to February 2017");
    expect(spanLabel({ start: "2017-03-05", end: "2017-04-09" }, PLAIN)).toBe("5 March to 8 April 2017");
    expect(spanLabel({ start: "2016-03-05", end: "2017-04-09" }, PLAIN)).toBe("5 March 2016 to 8 April 2017");
    expect(spanLabel({ start: "2017-10-01", end: "2018-01-01" }, PLAIN)).toBe("Q4 2017");
  });
});
