import type { IsoDate } from "../contracts/dates.js";
import { addDays, dayOf, daysBetween, partsOf, weekdayOf } from "./day.js";

/** ISO 8601 week of a day: weeks start on Monday, and week 1 holds 4 January. */
export function isoWeekOf(date: IsoDate): { year: number; week: number } {
  const thursday = addDays(date, 4 - weekdayOf(date));
  const { year } = partsOf(thursday);
  return { year, week: Math.floor(daysBetween(`${thursday.slice(0, 4)}-01-01`, thursday) / 7) + 1 };
}

/** Monday of an ISO week; null where the year has no such week. */
export function isoWeekStart(year: number, week: number): IsoDate | null {
  const fourth = dayOf(year, 1, 4);
  if (fourth === null || !Number.isInteger(week) || week < 1) return null;
  const monday = addDays(fourth, 1 - weekdayOf(fourth) + (week - 1) * 7);
  const found = isoWeekOf(monday);
  return found.year === year && found.week === week ? monday : null;
}
