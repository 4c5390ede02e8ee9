import type { CalendarRules, IsoDate } from "../contracts/dates.js";
import { addMonths, dayOf, partsOf } from "./day.js";

/** The number of the fiscal year that holds `date`: the calendar year it ends in, or, where it starts in January, that year. */
export function fiscalYearOf(date: IsoDate, rules: CalendarRules): number {
  const { year, month } = partsOf(date);
  return rules.fiscalYearStarts > 1 && month >= rules.fiscalYearStarts ? year + 1 : year;
}

/** First day of the fiscal year with this number; null outside years 1 to 9999. */
export function fiscalYearStart(fiscalYear: number, rules: CalendarRules): IsoDate | null {
  const year = rules.fiscalYearStarts > 1 ? fiscalYear - 1 : fiscalYear;
  return dayOf(year, rules.fiscalYearStarts, 1);
}

/** Months from the start of the fiscal year to the month of `date`, 0 to 11. */
export function fiscalMonthIndex(date: IsoDate, rules: CalendarRules): number {
  return (partsOf(date).month - rules.fiscalYearStarts + 12) % 12;
}

/** First day of fiscal quarter or half `index` (counted from 1) of a fiscal year. */
export function fiscalPartStart(
  fiscalYear: number,
  part: "fiscal_quarter" | "fiscal_half",
  index: number,
  rules: CalendarRules,
): IsoDate | null {
  const start = fiscalYearStart(fiscalYear, rules);
  return start === null ? null : addMonths(start, (index - 1) * (part === "fiscal_quarter" ? 3 : 6));
}
