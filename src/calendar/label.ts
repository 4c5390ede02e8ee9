import type { CalendarRules, Grain, IsoDate } from "../contracts/dates.js";
import { assertUnreachable } from "../contracts/errors.js";
import { addDays, partsOf, weekdayOf } from "./day.js";
import { fiscalMonthIndex, fiscalYearOf } from "./fiscal.js";
import { isoWeekOf } from "./iso-week.js";
import type { DaySpan } from "./unit.js";
import { unitsIn } from "./unit.js";

export const MONTH_NAMES = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** The name of the unit that starts on `start`: "October 2025", "Q3 2017", "week 12 of 2017", "FY2025 Q1", "5 March 2017". A week that does not start on Monday is named by its first day. */
export function unitLabel(start: IsoDate, grain: Grain, rules: CalendarRules): string {
  const { year, month } = partsOf(start);
  switch (grain) {
    case "day":
      return dayLabel(start);
    case "week":
      return weekLabel(start);
    case "month":
      return monthLabel(start);
    case "quarter":
      return `Q${Math.ceil(month / 3)} ${year}`;
    case "half":
      return `H${Math.ceil(month / 6)} ${year}`;
    case "year":
      return `${year}`;
    case "fiscal_quarter":
      return `FY${fiscalYearOf(start, rules)} Q${Math.floor(fiscalMonthIndex(start, rules) / 3) + 1}`;
    case "fiscal_half":
      return `FY${fiscalYearOf(start, rules)} H${Math.floor(fiscalMonthIndex(start, rules) / 6) + 1}`;
    case "fiscal_year":
      return `FY${fiscalYearOf(start, rules)}`;
    default:
      return assertUnreachable(grain);
  }
}

/** "5 March 2017". */
export function dayLabel(date: IsoDate): string {
  const { day } = partsOf(date);
  return `${day} ${monthLabel(date)}`;
}

/** Words for any half-open range, in the coarsest unit that fits both ends: "2015 to 2017", "January to March 2017", "5 March to 8 April 2017". */
export function spanLabel(span: DaySpan, rules: CalendarRules): string {
  for (const grain of ["year", "half", "quarter", "month", "week"] as const) {
    if (unitsIn(span, grain, rules) === 1) return unitLabel(span.start, grain, rules);
  }
  const last = addDays(span.end, -1);
  if (span.start >= last) return dayLabel(span.start);
  if (unitsIn(span, "year", rules) !== null) return `${partsOf(span.start).year} to ${partsOf(last).year}`;
  const whole = unitsIn(span, "month", rules) !== null;
  const name = whole ? monthLabel : dayLabel;
  const from = name(span.start);
  return span.start.slice(0, 4) === last.slice(0, 4)
    ? `${from.slice(0, -5)} to ${name(last)}`
    : `${from} to ${name(last)}`;
}

function monthLabel(date: IsoDate): string {
  const { year, month } = partsOf(date);
  return `${MONTH_NAMES[month - 1]} ${year}`;
}

function weekLabel(start: IsoDate): string {
  if (weekdayOf(start) !== 1) return `week of ${dayLabel(start)}`;
  const { year, week } = isoWeekOf(start);
  return `week ${week} of ${year}`;
}
