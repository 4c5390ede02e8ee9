import type { IsoDate } from "../contracts/dates.js";

const MS_PER_DAY = 86_400_000;
const FIRST = ordinalOf(1, 1, 1);
const LAST = ordinalOf(9999, 12, 31);

export interface DayParts {
  year: number;
  /** 1-12. */
  month: number;
  /** 1-31. */
  day: number;
}

/** The day `year-month-day`, or null where the calendar has no such day (31 April, year 0). */
export function dayOf(year: number, month: number, day: number): IsoDate | null {
  if (![year, month, day].every(Number.isInteger)) return null;
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return null;
  return day > daysInMonth(year, month) ? null : format(year, month, day);
}

/** True for a text "YYYY-MM-DD" that names a day of the calendar. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && dayOf(...numbers(text)) === text;
}

export function partsOf(date: IsoDate): DayParts {
  const [year, month, day] = numbers(date);
  return { year, month, day };
}

/** `date` moved by whole days. Saturates at 0001-01-01 and 9999-12-31. */
export function addDays(date: IsoDate, days: number): IsoDate {
  return fromOrdinal(toOrdinal(date) + days);
}

/** `date` moved by whole months; a day that the month lacks becomes its last (31 March − 1 → 28 or 29 February). Saturates like `addDays`. */
export function addMonths(date: IsoDate, months: number): IsoDate {
  const { year, month, day } = partsOf(date);
  const index = year * 12 + (month - 1) + months;
  const toYear = Math.floor(index / 12);
  const toMonth = index - toYear * 12 + 1;
  if (toYear < 1) return fromOrdinal(FIRST);
  if (toYear > 9999) return fromOrdinal(LAST);
  return format(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth)));
}

/** `date` moved by whole years; 29 February becomes 28 where the year has none. */
export function shiftYears(date: IsoDate, years: number): IsoDate {
  return addMonths(date, years * 12);
}

/** Days from `from` to `to`; negative where `to` is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return toOrdinal(to) - toOrdinal(from);
}

/** 1 (Monday) to 7 (Sunday). */
export function weekdayOf(date: IsoDate): number {
  // 1970-01-01, day 0, was a Thursday.
  return ((((toOrdinal(date) + 3) % 7) + 7) % 7) + 1;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

export function earlier(a: IsoDate, b: IsoDate): IsoDate {
  return a < b ? a : b;
}

export function later(a: IsoDate, b: IsoDate): IsoDate {
  return a > b ? a : b;
}

function numbers(date: IsoDate): [number, number, number] {
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))];
}

function toOrdinal(date: IsoDate): number {
  return ordinalOf(...numbers(date));
}

function ordinalOf(year: number, month: number, day: number): number {
  // Date.UTC reads years below 100 as 19xx; setUTCFullYear does not.
  return new Date(0).setUTCFullYear(year, month - 1, day) / MS_PER_DAY;
}

function fromOrdinal(ordinal: number): IsoDate {
  const date = new Date(Math.min(Math.max(ordinal, FIRST), LAST) * MS_PER_DAY);
  return format(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
}

function format(year: number, month: number, day: number): IsoDate {
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}
