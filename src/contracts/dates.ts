/** A calendar day, "YYYY-MM-DD". Compared as text, never as a moment. */
export type IsoDate = string;

/** Half-open range of days: `start` is inside, `end` is not; null = open on that side. */
export interface DateRange {
  start: IsoDate | null;
  end: IsoDate | null;
}

/** Units by which time is bucketed. Weeks start on the workspace's `week_starts`. */
export const GRAINS = [
  "day",
  "week",
  "month",
  "quarter",
  "half",
  "year",
  "fiscal_quarter",
  "fiscal_half",
  "fiscal_year",
] as const;
export type Grain = (typeof GRAINS)[number];

/** Recurring parts of a date, for "by weekday" or "by month of the year". Values: weekday 1 (Monday) to 7, month 1-12, quarter 1-4, hour 0-23, week part 1 (Monday to Friday) and 2 (weekend). */
export const CYCLES = ["weekday", "month_of_year", "quarter_of_year", "hour", "week_part"] as const;
export type Cycle = (typeof CYCLES)[number];

export const WEEKDAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** How a workspace cuts time. `fiscalYearStarts` is a month number; 1 = fiscal equals calendar. */
export interface CalendarRules {
  weekStarts: Weekday;
  fiscalYearStarts: number;
}
