import type { CalendarRules, Cycle, Grain } from "../../contracts/dates.js";
import { WEEKDAYS } from "../../contracts/dates.js";

/** Calendar arithmetic on JavaScript dates, written apart from the product's own. */
export function naiveBucket(day: string, grain: Grain, rules: CalendarRules): string {
  const date = new Date(`${day}T00:00:00Z`);
  const start = (months: number, first: number): string => {
    let month = date.getUTCFullYear() * 12 + date.getUTCMonth();
    while ((((month - first) % months) + months) % months !== 0) month--;
    return new Date(Date.UTC(Math.floor(month / 12), month % 12, 1)).toISOString().slice(0, 10);
  };
  switch (grain) {
    case "day":
      return day;
    case "week": {
      while (WEEKDAYS[(date.getUTCDay() + 6) % 7] !== rules.weekStarts)
        date.setUTCDate(date.getUTCDate() - 1);
      return date.toISOString().slice(0, 10);
    }
    case "month":
      return start(1, 0);
    case "quarter":
      return start(3, 0);
    case "half":
      return start(6, 0);
    case "year":
      return start(12, 0);
    case "fiscal_quarter":
      return start(3, rules.fiscalYearStarts - 1);
    case "fiscal_half":
      return start(6, rules.fiscalYearStarts - 1);
    case "fiscal_year":
      return start(12, rules.fiscalYearStarts - 1);
  }
}

/** Every bucket that has a day from `first` up to before `end`. */
export function naiveBuckets(first: string, end: string, grain: Grain, rules: CalendarRules): string[] {
  const found = new Set<string>();
  for (let day = first; day < end; day = addDay(day, 1)) found.add(naiveBucket(day, grain, rules));
  return [...found];
}

export function addDay(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/** Months back, the day cut to the length of the month. */
export function monthsBack(day: string, count: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const first = new Date(Date.UTC(year, month - 1 - count, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(date, last)))
    .toISOString()
    .slice(0, 10);
}

export function naiveCycle(day: string, cycle: Cycle): number {
  const date = new Date(`${day}T00:00:00Z`);
  if (cycle === "weekday") return ((date.getUTCDay() + 6) % 7) + 1;
  if (cycle === "month_of_year") return date.getUTCMonth() + 1;
  return Math.floor(date.getUTCMonth() / 3) + 1;
}

export function cycleName(value: number, cycle: Cycle): string {
  if (cycle === "weekday")
    return new Intl.DateTimeFormat("en", { weekday: "long", timeZone: "UTC" }).format(
      Date.UTC(2024, 0, value),
    );
  if (cycle === "month_of_year")
    return new Intl.DateTimeFormat("en", { month: "long", timeZone: "UTC" }).format(
      Date.UTC(2024, value - 1, 1),
    );
  return `Q${value}`;
}
