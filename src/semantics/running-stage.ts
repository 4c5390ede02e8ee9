import type { IsoDate } from "../contracts/dates.js";
import type { Selection } from "../contracts/metric-query.js";
import type { DayRange } from "./aggregate-block.js";
import { comparedGroup, extendedRange } from "./bucket-comparison.js";
import { CompileFault } from "./compile-fault.js";
import { averageSql } from "./double-values.js";
import { planValue, type ValuePlan } from "./plan-value.js";
import type { QueryPlan } from "./query-plan.js";
import { isAdditiveOver } from "./share-stage.js";
import { type Stage, type StatementBuilder, selectSql } from "./statement-builder.js";

type Running = Extract<Selection, { kind: "running" }>;

/** True where a number runs over the buckets of a trend. */
export function hasRunning(plan: QueryPlan): boolean {
  return plan.values.some(({ selection }) => selection.kind === "running");
}

/** The range with the buckets before it that the first moving averages reach back to. */
export function runningRange(plan: QueryPlan, range: DayRange): DayRange {
  const longest = Math.max(1, ...plan.values.map(({ selection }) => bucketsOf(selection)));
  return longest === 1 ? range : extendedRange(plan, range, longest - 1);
}

/**
 * Replaces each running number: the sum from the first bucket on, or the mean of the last `buckets` buckets, fewer only
 * where nothing earlier was loaded. What does not add up over time has no running total.
 */
export function runningStage(
  plan: QueryPlan,
  builder: StatementBuilder,
  stage: Stage,
  askedFrom: IsoDate | null,
): Stage {
  const time = comparedGroup(plan);
  const others = plan.groups.filter((group) => group !== time).map((group) => group.column);
  const partition = others.length === 0 ? "" : `PARTITION BY ${others.join(", ")} `;
  const list = stage.columns.map((column) => {
    const value = plan.values.find((candidate) => candidate.column === column);
    if (value?.selection.kind !== "running") return column;
    const over = `${partition}ORDER BY ${time.column}`;
    // Buckets that only a moving average reaches back to are in no total.
    const summed =
      askedFrom === null
        ? column
        : `CASE WHEN ${time.column} >= ${plan.parameters.addDate(askedFrom)} THEN ${column} END`;
    return `${windowSql(plan, value, value.selection, over, summed)} AS ${column}`;
  });
  return builder.add("running", stage.columns, selectSql(list, [`FROM ${stage.name}`]));
}

function windowSql(
  plan: QueryPlan,
  value: ValuePlan,
  running: Running,
  over: string,
  summed: string,
): string {
  if (running.buckets !== null)
    return averageSql(
      value.column,
      ` OVER (${over} ROWS BETWEEN ${running.buckets - 1} PRECEDING AND CURRENT ROW)`,
    );
  const inner = planValue(running.measure, value.index, plan);
  if (!isAdditiveOver(inner, [comparedGroup(plan).field.name])) {
    throw new CompileFault(
      "not_additive",
      `\`${inner.name}\` does not add up over time, so it has no running total; ask for it bucket by bucket.`,
    );
  }
  return `SUM(${summed}) OVER (${over} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`;
}

function bucketsOf(selection: Selection): number {
  return selection.kind === "running" ? (selection.buckets ?? 1) : 1;
}
