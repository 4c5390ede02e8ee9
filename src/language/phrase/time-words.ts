import { addDays } from "../../calendar/day.js";
import { assertUnreachable } from "../../contracts/errors.js";
import type { Grouping, MetricQuery, Period } from "../../contracts/metric-query.js";
import type { ModelView } from "../../contracts/semantic-model.js";
import { named, type Style } from "./style.js";

const CYCLE_WORDS = {
  weekday: "weekday",
  month_of_year: "month of the year",
  quarter_of_year: "quarter of the year",
  hour: "hour of the day",
  week_part: "weekends vs weekdays",
} as const;

/** "Region", "month", "month of Ship Date", "weekday". */
export function phraseGrouping(grouping: Grouping, view: ModelView, style: Style): string {
  switch (grouping.kind) {
    case "field":
      return named(grouping.field, style);
    case "time": {
      const unit = grouping.grain.replace("_", " ");
      return grouping.field === view.timeField ? unit : `${unit} of ${named(grouping.field, style)}`;
    }
    case "cycle":
      return CYCLE_WORDS[grouping.cycle];
    default:
      return assertUnreachable(grouping);
  }
}

/** "in October 2025", "from 2025-03-05 to 2025-04-08", "in 2016 vs 2017". */
export function phraseTime(query: MetricQuery, _view: ModelView): string {
  const { periods } = query;
  const [only] = periods;
  if (only === undefined) return "";
  // "By week on 4 August" would be the week of that day.
  const day =
    only.grain === "day" && only.start !== null && query.groupBy.some(({ kind }) => kind !== "field");
  if (periods.length === 1 && day && only.end !== null)
    return `from ${only.start} to ${addDays(only.end, -1)}`;
  if (periods.length === 1) return periodWords(only, true);
  return `in ${periods.map((period) => periodWords(period, false)).join(" vs ")}`;
}

function periodWords(period: Period, alone: boolean): string {
  if (isUnitLabel(period))
    return alone ? `${period.grain === "day" ? "on" : "in"} ${period.label}` : period.label;
  if (period.toDate || /^(last|past) /.test(period.label))
    return alone ? `in the ${period.label}` : period.label;
  if (period.start === null) return period.end === null ? "of all time" : `before ${period.end}`;
  if (period.end === null) return `since ${period.start}`;
  return `from ${period.start} to ${addDays(period.end, -1)}`;
}

function isUnitLabel(period: Period): boolean {
  return (
    period.grain !== null && !period.toDate && !/\bto\b|^(last|past|since|before|until)\b/.test(period.label)
  );
}
