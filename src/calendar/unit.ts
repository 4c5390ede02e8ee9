import type { CalendarRules, Grain, IsoDate } from "../contracts/dates.js";
import { WEEKDAYS } from "../contracts/dates.js";
import { assertUnreachable } from "../contracts/errors.js";
import { addDays, addMonths, dayOf, partsOf, weekdayOf } from "./day.js";
import { fiscalMonthIndex } from "./fiscal.js";

/** A half-open range of days, both ends known. */
export interface DaySpan {
  start: IsoDate;
  end: IsoDate;
}

/** First day of the unit that holds `date`. */
export function startOf(date: IsoDate, grain: Grain, rules: CalendarRules): IsoDate {
  switch (grain) {
    case "day":
      return date;
    case "week":
      return addDays(date, -((weekdayOf(date) - 1 - WEEKDAYS.indexOf(rules.weekStarts) + 7) % 7));
    case "month":
    case "quarter":
    case "half":
    case "year":
      return monthStart(date, (partsOf(date).month - 1) % monthsOf(grain));
    case "fiscal_quarter":
    case "fiscal_half":
    case "fiscal_year":
      return monthStart(date, fiscalMonthIndex(date, rules) % monthsOf(grain));
    default:
      return assertUnreachable(grain);
  }
}

/** First day after the unit that holds `date`. */
export function endOf(date: IsoDate, grain: Grain, rules: CalendarRules): IsoDate {
  return addUnits(startOf(date, grain, rules), 1, grain);
}

/** `date` moved by `count` units; from a unit's first day this is the first day of another unit. */
export function addUnits(date: IsoDate, count: number, grain: Grain): IsoDate {
  if (grain === "day") return addDays(date, count);
  if (grain === "week") return addDays(date, count * 7);
  return addMonths(date, count * monthsOf(grain));
}

/** The unit that holds `date`, or the one `offset` units after it. */
export function unitSpan(date: IsoDate, grain: Grain, rules: CalendarRules, offset = 0): DaySpan {
  const start = addUnits(startOf(date, grain, rules), offset, grain);
  return { start, end: addUnits(start, 1, grain) };
}

/** First days of all units that share a day with the span, in order. The first may lie before `span.start`. */
export function buckets(span: DaySpan, grain: Grain, rules: CalendarRules): IsoDate[] {
  const found: IsoDate[] = [];
  if (span.start >= span.end) return found;
  for (let at = startOf(span.start, grain, rules); at < span.end; ) {
    found.push(at);
    const next = addUnits(at, 1, grain);
    // The calendar saturates at 9999-12-31.
    if (next <= at) break;
    at = next;
  }
  return found;
}

/** Is the span exactly `count` (1 or more) whole units? Null where it is not. */
export function unitsIn(span: DaySpan, grain: Grain, rules: CalendarRules): number | null {
  if (span.start >= span.end) return null;
  if (startOf(span.start, grain, rules) !== span.start) return null;
  if (startOf(span.end, grain, rules) !== span.end) return null;
  return buckets(span, grain, rules).length;
}

/** Months in a unit; NaN for days and weeks, which have no fixed number. */
function monthsOf(grain: Grain): number {
  return { month: 1, quarter: 3, half: 6, year: 12, fiscal_quarter: 3, fiscal_half: 6, fiscal_year: 12 }[
    grain as string
  ] as number;
}

function monthStart(date: IsoDate, monthsBack: number): IsoDate {
  const { year, month } = partsOf(date);
  return addMonths(dayOf(year, month, 1) ?? date, -monthsBack);
}
