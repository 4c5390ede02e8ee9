import { describe, expect, it } from "vitest";
import type { CalendarRules } from "../contracts/dates.js";
import type { Period } from "../contracts/metric-query.js";
import { previousPeriod, samePeriodLastYear } from "./comparison-period.js";
import { lastUnitsPeriod, rollingPeriod, spanPeriod, toDatePeriod, unitPeriod } from "./period.js";

const RULES: CalendarRules = { weekStarts: "monday", fiscalYearStarts: 4 };
const days = (period: Period | null) => period && [period.start, period.end];

describe("periods", () => {
  it("cuts whole, to-date, last and rolling units at as_of", () => {
    expect(unitPeriod("2017-05-17", "quarter", RULES)).toEqual({
      start: "2017-04-01",
      end: "2017-07-01",
      label: "Q2 2017",
      grain: "quarter",
      toDate: false,
    });
    expect(toDatePeriod("2017-05-17", "year", RULES)).toMatchObject({
      start: "2017-01-01",
      end: "2017-05-17",
      toDate: true,
    });
    expect(days(lastUnitsPeriod("2017-05-17", 1, "week", RULES))).toEqual(["2017-05-08", "2017-05-15"]);
    expect(days(lastUnitsPeriod("2017-05-17", 30, "day", RULES))).toEqual(["2017-04-17", "2017-05-17"]);
    expect(days(lastUnitsPeriod("2017-05-17", 2, "fiscal_quarter", RULES))).toEqual([
      "2016-10-01",
      "2017-04-01",
    ]);
    expect(days(rollingPeriod("2017-05-17", 3, "month"))).toEqual(["2017-02-17", "2017-05-17"]);
  });
});

describe("previous period", () => {
  it("is the unit before for a whole unit", () => {
    expect(previousPeriod(unitPeriod("2017-03-10", "month", RULES), RULES, "2018-01-01")).toMatchObject({
      start: "2017-02-01",
      end: "2017-03-01",
      label: "February 2017",
      grain: "month",
    });
    const fiscal = previousPeriod(unitPeriod("2017-05-10", "fiscal_year", RULES), RULES, "2018-01-01");
    expect(fiscal).toMatchObject({ start: "2016-04-01", end: "2017-04-01", label: "FY2017" });
  });

  it("is the same elapsed days of the unit before for a range to date, and stays inside it", () => {
    expect(days(previousPeriod(toDatePeriod("2017-05-17", "month", RULES), RULES, "2017-05-17"))).toEqual([
      "2017-04-01",
      "2017-04-17",
    ]);
    expect(days(previousPeriod(toDatePeriod("2017-03-31", "month", RULES), RULES, "2017-03-31"))).toEqual([
      "2017-02-01",
      "2017-03-01",
    ]);
  });

  it("is as many days just before for any other range", () => {
    const fortnight = spanPeriod({ start: "2017-03-05", end: "2017-03-19" }, RULES);
    expect(days(previousPeriod(fortnight, RULES, "2018-01-01"))).toEqual(["2017-02-19", "2017-03-05"]);
    // 30 days that happen to be April stay 30 days; 3 months that are a quarter are compared with a quarter.
    const thirty = lastUnitsPeriod("2017-05-01", 30, "day", RULES);
    expect(days(previousPeriod(thirty, RULES, "2017-05-01"))).toEqual(["2017-03-02", "2017-04-01"]);
    const three = lastUnitsPeriod("2017-04-15", 3, "month", RULES);
    expect(days(previousPeriod(three, RULES, "2017-04-15"))).toEqual(["2016-10-01", "2017-01-01"]);
  });

  it("does not exist where the period has no start", () => {
    const open: Period = { start: null, end: "2017-01-01", label: "before 2017", grain: null, toDate: false };
    expect(previousPeriod(open, RULES, "2018-01-01")).toBeNull();
    expect(samePeriodLastYear(open, RULES, "2018-01-01")).toBeNull();
  });
});

describe("same period last year", () => {
  it("shifts both ends, 29 February to 28", () => {
    expect(samePeriodLastYear(unitPeriod("2017-02-10", "month", RULES), RULES, "2018-01-01")).toMatchObject({
      start: "2016-02-01",
      end: "2016-03-01",
      label: "February 2016",
    });
    const leap = spanPeriod({ start: "2016-02-29", end: "2016-03-05" }, RULES);
    expect(days(samePeriodLastYear(leap, RULES, "2018-01-01"))).toEqual(["2015-02-28", "2015-03-05"]);
    expect(days(samePeriodLastYear(toDatePeriod("2017-05-17", "year", RULES), RULES, "2017-05-17"))).toEqual([
      "2016-01-01",
      "2016-05-17",
    ]);
  });
});
