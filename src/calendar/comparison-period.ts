import type { CalendarRules, Grain, IsoDate } from "../contracts/dates.js";
import type { Period } from "../contracts/metric-query.js";
import { addDays, daysBetween, earlier, shiftYears } from "./day.js";
import { spanPeriod } from "./period.js";
import type { DaySpan } from "./unit.js";
import { addUnits, startOf, unitsIn } from "./unit.js";

/**
 * What "vs previous period" compares with: a whole calendar unit with the unit before it; a to-date range with the
 * same elapsed days of the unit before (never running out of it); any other range with as many days just before.
 * An open end means `asOf`; null where the period has no start.
 */
export function previousPeriod(period: Period, rules: CalendarRules, asOf: IsoDate): Period | null {
  const span = closed(period, asOf);
  if (span === null) return null;
  if (period.toDate && period.grain !== null) return elapsedBefore(span, period.grain, rules);
  const grain = singleUnit(span, period.grain, rules);
  if (grain !== null)
    return spanPeriod({ start: addUnits(span.start, -1, grain), end: span.start }, rules, grain);
  const days = daysBetween(span.start, span.end);
  return spanPeriod({ start: addDays(span.start, -days), end: span.start }, rules, period.grain);
}

/** What "vs last year" compares with: both ends one year earlier, 29 February as 28. Null where the period has no start. */
export function samePeriodLastYear(period: Period, rules: CalendarRules, asOf: IsoDate): Period | null {
  const span = closed(period, asOf);
  if (span === null) return null;
  return spanPeriod(
    { start: shiftYears(span.start, -1), end: shiftYears(span.end, -1) },
    rules,
    period.grain,
  );
}

function closed(period: Period, asOf: IsoDate): DaySpan | null {
  return period.start === null ? null : { start: period.start, end: period.end ?? asOf };
}

function elapsedBefore(span: DaySpan, grain: Grain, rules: CalendarRules): Period {
  const unitStart = startOf(span.start, grain, rules);
  const start = addUnits(unitStart, -1, grain);
  const end = earlier(addDays(start, daysBetween(unitStart, span.end)), unitStart);
  return spanPeriod({ start, end }, rules);
}

/** The unit that the span is exactly one of: its own, else a calendar one ("last 3 months" may be a quarter, but 30 days are no month by chance). */
function singleUnit(span: DaySpan, own: Grain | null, rules: CalendarRules): Grain | null {
  const others = own === "day" ? [] : (["month", "quarter", "half", "year"] as const);
  const order = own === null ? others : [own, ...others];
  return order.find((grain) => unitsIn(span, grain, rules) === 1) ?? null;
}
