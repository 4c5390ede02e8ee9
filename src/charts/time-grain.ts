import type { Grain } from "../contracts/dates.js";

/** The buckets that dates of a column can be told to be: fiscal ones look like calendar ones. */
export type AxisGrain = Exclude<Grain, "half" | "fiscal_quarter" | "fiscal_half" | "fiscal_year">;

const DAY_MS = 86_400_000;

/**
 * The calendar unit whose first dates these are, or "day" where nothing longer fits.
 * One date says little, so the column's own name ("month", "Order quarter") decides first.
 */
export function grainOf(dates: readonly string[], columnName: string): AxisGrain {
  const days = [...new Set(dates)].sort();
  const named = grainInName(columnName);
  if (days.every((day) => day.slice(8, 10) === "01")) {
    if (named === "month" || named === "quarter" || named === "year") return named;
    if (days.length < 2) return "day";
    const gap = smallestGapMonths(days);
    if (gap % 12 === 0) return "year";
    return gap % 3 === 0 ? "quarter" : "month";
  }
  if (named === "week" || named === "day") return named;
  const gaps = days.slice(1).map((day, index) => (Date.parse(day) - Date.parse(days[index] ?? day)) / DAY_MS);
  return gaps.length > 0 && gaps.every((gap) => gap % 7 === 0) ? "week" : "day";
}

/** "2025-10-01" as "Oct 2025", "Q4 2025", "2025" or "1 Oct 2025". Text that is no date is given back unchanged. */
export function dateLabel(iso: string, grain: AxisGrain): string {
  const date = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return iso;
  const month = date.toLocaleString("en-US", { month: "short", timeZone: "UTC" });
  const year = date.getUTCFullYear();
  switch (grain) {
    case "year":
      return date.getUTCMonth() === 0 ? String(year) : `${month} ${year}`;
    case "quarter":
      return date.getUTCMonth() % 3 === 0 ? `Q${date.getUTCMonth() / 3 + 1} ${year}` : `${month} ${year}`;
    case "month":
      return `${month} ${year}`;
    case "week":
    case "day":
      return `${date.getUTCDate()} ${month} ${year}`;
  }
}

function grainInName(name: string): AxisGrain | null {
  const words = name.toLowerCase().split(/[^a-z]+/);
  const found = (["year", "quarter", "month", "week", "day"] as const).filter((grain) =>
    words.includes(grain),
  );
  return found.length === 1 ? (found[0] ?? null) : null;
}

function smallestGapMonths(days: readonly string[]): number {
  const months = days.map((day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)));
  return Math.min(...months.slice(1).map((month, index) => month - (months[index] ?? 0)));
}
