import { addUnits } from "../calendar/unit.js";
import type { DayRange } from "./aggregate-block.js";
import { previousColumn } from "./aligned-stage.js";
import { CompileFault } from "./compile-fault.js";
import type { GroupPlan, QueryPlan } from "./query-plan.js";
import { type Stage, type StatementBuilder, selectSql } from "./statement-builder.js";

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

/** The range with as many buckets before it as the first buckets are compared with. */
export function extendedRange(plan: QueryPlan, range: DayRange, back: number): DayRange {
  const { grouping, field } = comparedGroup(plan);
  if (range.start === null || grouping.kind !== "time" || field.name !== plan.timeField?.name) return range;
  return { ...range, start: addUnits(range.start, -back, grouping.grain) };
}

/** Adds `previous_n`: the number `back` buckets earlier. Rows must hold every bucket. */
export function withBucketBefore(
  plan: QueryPlan,
  builder: StatementBuilder,
  stage: Stage,
  back: number,
): Stage {
  const time = comparedGroup(plan);
  const others = plan.groups.filter((group) => group !== time).map((group) => group.column);
  const partition = others.length === 0 ? "" : `PARTITION BY ${others.join(", ")} `;
  const over = `OVER (${partition}ORDER BY ${time.column})`;
  const added = plan.values.map(({ index, column }) => ({
    name: previousColumn(index),
    sql: `LAG(${column}, ${back}) ${over}`,
  }));
  return builder.add(
    "compared",
    [...stage.columns, ...added.map(({ name }) => name)],
    selectSql(
      [...stage.columns, ...added.map(({ name, sql }) => `${sql} AS ${name}`)],
      [`FROM ${stage.name}`],
    ),
  );
}
