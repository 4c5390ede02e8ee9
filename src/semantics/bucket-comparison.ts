import { addUnits, startOf } from "../calendar/unit.js";
import type { DayRange } from "./aggregate-block.js";
import { previousColumn } from "./aligned-stage.js";
import { CompileFault } from "./compile-fault.js";
import type { GroupPlan, QueryPlan } from "./query-plan.js";
import { type Stage, type StatementBuilder, selectSql } from "./statement-builder.js";
import { bucketStep } from "./time-bucket.js";

/** The time grouping whose buckets are compared with the ones before them. */
export function comparedGroup(plan: QueryPlan): GroupPlan {
  const times = plan.groups.filter((group) => group.grouping.kind === "time");
  const [time] = times;
  if (time && times.length === 1) return time;
  throw new CompileFault(
    "bad_query",
    "A comparison with the bucket before needs exactly one grouping by time.",
  );
}

/**
 * The range with as many buckets before it as the first buckets are compared with. A range that starts inside a bucket
 * stays as it is: widened, its first bucket would hold days that were not asked for.
 */
export function extendedRange(plan: QueryPlan, range: DayRange, back: number): DayRange {
  const { grouping, field } = comparedGroup(plan);
  if (range.start === null || grouping.kind !== "time" || field.name !== plan.timeField?.name) return range;
  if (startOf(range.start, grouping.grain, plan.workspace.calendar) !== range.start) return range;
  return { ...range, start: addUnits(range.start, -back, grouping.grain) };
}

/** Adds `previous_n`: the number of the bucket that lies `back` buckets earlier, NULL where it is not listed. */
export function withBucketBefore(
  plan: QueryPlan,
  builder: StatementBuilder,
  stage: Stage,
  back: number,
): Stage {
  const time = comparedGroup(plan);
  const step = bucketStep(time.grouping.kind === "time" ? time.grouping.grain : "day");
  const name = step.unit === "month" ? "add_months" : "date_add";
  const matches = plan.groups.map(({ column }) =>
    column === time.column
      ? `earlier.${column} = ${name}(now.${column}, -${step.count * back})`
      : `earlier.${column} <=> now.${column}`,
  );
  const columns = [...stage.columns, ...plan.values.map(({ index }) => previousColumn(index))];
  const list = [
    ...stage.columns.map((column) => `now.${column}`),
    ...plan.values.map(({ index, column }) => `earlier.${column} AS ${previousColumn(index)}`),
  ];
  const from = [
    `FROM ${stage.name} AS now`,
    `LEFT JOIN ${stage.name} AS earlier ON ${matches.join(" AND ")}`,
  ];
  return builder.add("compared", columns, selectSql(list, from));
}
