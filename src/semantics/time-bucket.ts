import type { CalendarRules, Cycle, Grain } from "../contracts/dates.js";
import { WEEKDAYS } from "../contracts/dates.js";
import { assertUnreachable } from "../contracts/errors.js";

/** SQL for the first day of the unit that holds `day`, an expression of type DATE. */
export function bucketSql(day: string, grain: Grain, rules: CalendarRules): string {
  const fiscalMonths = rules.fiscalYearStarts - 1;
  switch (grain) {
    case "day":
      return day;
    case "week":
      return weekSql(day, WEEKDAYS.indexOf(rules.weekStarts));
    case "month":
      return truncated("MONTH", day);
    case "quarter":
      return truncated("QUARTER", day);
    case "half":
      return halfSql(day);
    case "year":
      return truncated("YEAR", day);
    case "fiscal_quarter":
      return shiftedSql(day, fiscalMonths % 3, (shifted) => truncated("QUARTER", shifted));
    case "fiscal_half":
      return shiftedSql(day, fiscalMonths % 6, halfSql);
    case "fiscal_year":
      return shiftedSql(day, fiscalMonths, (shifted) => truncated("YEAR", shifted));
    default:
      return assertUnreachable(grain);
  }
}

/** SQL interval from one bucket to the next. */
export function bucketInterval(grain: Grain): string {
  const step = bucketStep(grain);
  return `INTERVAL ${step.count} ${step.unit.toUpperCase()}`;
}

export function bucketStep(grain: Grain): { count: number; unit: "day" | "month" } {
  switch (grain) {
    case "day":
      return { count: 1, unit: "day" };
    case "week":
      return { count: 7, unit: "day" };
    case "month":
      return { count: 1, unit: "month" };
    case "quarter":
    case "fiscal_quarter":
      return { count: 3, unit: "month" };
    case "half":
    case "fiscal_half":
      return { count: 6, unit: "month" };
    case "year":
    case "fiscal_year":
      return { count: 12, unit: "month" };
    default:
      return assertUnreachable(grain);
  }
}

/** SQL number of a recurring part: weekday 1 (Monday) to 7, month 1-12, quarter 1-4, hour 0-23. */
export function cycleSql(expression: string, cycle: Cycle): string {
  switch (cycle) {
    case "weekday":
      return `weekday(${expression}) + 1`;
    case "month_of_year":
      return `month(${expression})`;
    case "quarter_of_year":
      return `quarter(${expression})`;
    case "hour":
      return `hour(${expression})`;
    case "week_part":
      return `CASE WHEN weekday(${expression}) >= 5 THEN 2 ELSE 1 END`;
    default:
      return assertUnreachable(cycle);
  }
}

function truncated(unit: string, day: string): string {
  return `CAST(date_trunc('${unit}', ${day}) AS DATE)`;
}

/** date_trunc('WEEK') starts on Monday; other weeks are moved there and back. */
function weekSql(day: string, startIndex: number): string {
  if (startIndex === 0) return truncated("WEEK", day);
  const ahead = 7 - startIndex;
  return `date_sub(${truncated("WEEK", `date_add(${day}, ${ahead})`)}, ${ahead})`;
}

function halfSql(day: string): string {
  return `make_date(year(${day}), CASE WHEN month(${day}) <= 6 THEN 1 ELSE 7 END, 1)`;
}

function shiftedSql(day: string, months: number, truncate: (day: string) => string): string {
  return months === 0
    ? truncate(day)
    : `add_months(${truncate(`add_months(${day}, -${months})`)}, ${months})`;
}
