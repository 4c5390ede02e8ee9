import { addDays } from "../calendar/day.js";
import { startOf } from "../calendar/unit.js";
import type { IsoDate } from "../contracts/dates.js";
import type { Filter } from "../contracts/metric-query.js";
import type { DayRange } from "./aggregate-block.js";
import type { GroupPlan, QueryPlan } from "./query-plan.js";
import { termFields } from "./term-sql.js";
import { bucketInterval, cycleSql } from "./time-bucket.js";

/** The axis of a trend: which grouping it is and which buckets it lists. Null ends are taken from the rows. */
export interface TimeAxis {
  group: GroupPlan;
  first: IsoDate | null;
  last: IsoDate | null;
  /** Conditions on a bucket, for filters that leave whole buckets out. */
  conditions: string[];
}

/** The single time grouping on the view's time field, or null where the query is no trend. */
export function axisGroup(plan: QueryPlan): GroupPlan | null {
  const onTime = plan.groups.filter(
    (group) => group.grouping.kind === "time" && group.field.name === plan.timeField?.name,
  );
  return onTime.length === 1 ? (onTime[0] as GroupPlan) : null;
}

/** The buckets that a trend over `range` lists; null where it lists only buckets with rows. */
export function timeAxis(plan: QueryPlan, range: DayRange): TimeAxis | null {
  const group = axisGroup(plan);
  if (group === null || group.grouping.kind !== "time") return null;
  const { grain } = group.grouping;
  const filters = plan.query.filters.filter((filter) => touchesTime(filter, plan));
  if (filters.some((filter) => filter.kind === "any")) return null;
  const conditions = filters.flatMap((filter) => {
    if (filter.kind !== "cycle" || filter.cycle === "hour") return [];
    const isWhole =
      grain === "day" ||
      (filter.cycle !== "weekday" &&
        filter.cycle !== "week_part" &&
        (grain === "month" || (grain === "quarter" && filter.cycle === "quarter_of_year")));
    if (!isWhole) return [];
    const condition = `${cycleSql(group.column, filter.cycle)} IN (${filter.values.join(", ")})`;
    return [filter.negated ? `NOT (${condition})` : condition];
  });
  // A filter on the time field itself narrows the range in a way that only the rows tell.
  const isNarrowed = filters.some((filter) => filter.kind !== "cycle");
  const bucket = (day: IsoDate) => startOf(day, grain, plan.workspace.calendar);
  const end = range.end !== null && range.end < plan.asOf ? range.end : plan.asOf;
  if (range.start !== null && range.start >= end) return null;
  const isOpen = isNarrowed || (range.start === null && range.end === null);
  return {
    group,
    first: range.start === null || isNarrowed ? null : bucket(range.start),
    last: isOpen ? null : bucket(addDays(end, -1)),
    conditions,
  };
}

/** SQL of the buckets as a column; ends that the range leaves open come from `rows`. */
export function axisSql(axis: TimeAxis, rows: string, plan: QueryPlan): string {
  const { group, first, last } = axis;
  const grain = group.grouping.kind === "time" ? group.grouping.grain : "day";
  const from = first === null ? "ends.first_bucket" : plan.parameters.addDate(first);
  const to = last === null ? "ends.last_bucket" : plan.parameters.addDate(last);
  const list = `SELECT explode(sequence(${from}, ${to}, ${bucketInterval(grain)})) AS ${group.column}`;
  const ends = `(SELECT MIN(${group.column}) AS first_bucket, MAX(${group.column}) AS last_bucket FROM ${rows})`;
  const open = first === null || last === null;
  const buckets = open ? `${list}\nFROM ${ends} AS ends` : list;
  if (axis.conditions.length === 0) return buckets;
  return `SELECT ${group.column}\nFROM (${buckets}) AS buckets\nWHERE ${axis.conditions.join(" AND ")}`;
}

/** Does the filter read the time field? */
function touchesTime(filter: Filter, plan: QueryPlan): boolean {
  const name = plan.timeField?.name.toLowerCase();
  if (filter.kind === "any") return filter.filters.some((leaf) => touchesTime(leaf, plan));
  if (filter.kind === "term") {
    return termFields(filter.term, plan).some((field) => field.toLowerCase() === name);
  }
  return filter.field.toLowerCase() === name;
}
