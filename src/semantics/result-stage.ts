import type { DayRange } from "./aggregate-block.js";
import { alignedStage } from "./aligned-stage.js";
import { comparedGroup, extendedRange, withBucketBefore } from "./bucket-comparison.js";
import { groupColumn } from "./order-sql.js";
import { periodStage } from "./period-stage.js";
import type { QueryPlan } from "./query-plan.js";
import { withRestRow } from "./rest-row.js";
import { hasRunning, runningRange, runningStage } from "./running-stage.js";
import { isAdditiveOver, withShares } from "./share-stage.js";
import { havingConditions, onlyConditions, rankedStage, topConditions } from "./shown-rows.js";
import { PERIOD } from "./stage-columns.js";
import { type Stage, type StatementBuilder, selectSql } from "./statement-builder.js";

/** The last step before the final SELECT, and the conditions that pick the rows to show. */
export interface ResultStage {
  stage: Stage;
  conditions: string[];
}

/** Runs the steps of a query: numbers per period, comparison, share, conditions on numbers, rank. */
export function resultStage(plan: QueryPlan, builder: StatementBuilder): ResultStage {
  const { query } = plan;
  const conditions: string[] = [];
  let stage = comparedRows(withOnlyFilters(plan), builder, conditions);
  if (query.share !== null) stage = sharedRows(plan, builder, stage, query.share.within);
  const having = havingConditions(plan);
  if (query.apart) {
    const shown = [...conditions, ...having, ...onlyConditions(plan, query.apart.only)];
    return { stage: withRestRow(plan, builder, stage, shown), conditions: [] };
  }
  if (query.top === null && query.rank === null) return { stage, conditions: [...conditions, ...having] };
  stage = rankedStage(plan, builder, stage, [...conditions, ...having]);
  const shown: string[] = [];
  if (query.top !== null) shown.push(...topConditions(query.top));
  if (query.rank !== null) shown.push(...onlyConditions(plan, query.rank.only));
  if (query.top?.rest) return { stage: withRestRow(plan, builder, stage, shown), conditions: [] };
  return { stage, conditions: shown };
}

/** The rows whose share is shown are filtered like any other; only the totals see all rows. */
function withOnlyFilters(plan: QueryPlan): QueryPlan {
  const only = plan.query.share?.only ?? [];
  if (only.length === 0) return plan;
  return { ...plan, query: { ...plan.query, filters: [...plan.query.filters, ...only] } };
}

function comparedRows(plan: QueryPlan, builder: StatementBuilder, conditions: string[]): Stage {
  const { comparison, periods } = plan.query;
  const range = rangeOf(plan, 0);
  if (hasRunning(plan)) return runningRows(plan, builder, conditions, range);
  if (comparison?.kind === "range") {
    const { period, shift } = comparison;
    const earlier = { range: { start: period.start, end: period.end }, shift };
    return alignedStage(plan, builder, { range, isFilled: isFilled(plan), earlier });
  }
  if (comparison?.kind === "bucket") {
    const time = comparedGroup(plan);
    const wide = extendedRange(plan, range, comparison.back);
    const isWidened = range.start !== null && wide.start !== range.start;
    const askedFrom = isWidened ? { askedFrom: range.start as string } : {};
    const filled = alignedStage(plan, builder, { range: wide, isFilled: true, earlier: null, ...askedFrom });
    if (isWidened && range.start !== null) {
      conditions.push(`${time.column} >= ${plan.parameters.addDate(range.start)}`);
    }
    return withBucketBefore(plan, builder, filled, comparison.back);
  }
  if (periods.length <= 1)
    return alignedStage(plan, builder, { range, isFilled: isFilled(plan), earlier: null });
  return unionOfPeriods(plan, builder, (index) =>
    alignedStage(plan, builder, { range: rangeOf(plan, index), isFilled: isFilled(plan), earlier: null }),
  );
}

/** Every bucket takes part in what runs over them, also those before the range that a moving average reaches back to. */
function runningRows(
  plan: QueryPlan,
  builder: StatementBuilder,
  conditions: string[],
  range: DayRange,
): Stage {
  const wide = runningRange(plan, range);
  const isWidened = range.start !== null && wide.start !== range.start;
  const askedFrom = isWidened && range.start !== null ? { askedFrom: range.start } : {};
  const rows = alignedStage(plan, builder, { range: wide, isFilled: true, earlier: null, ...askedFrom });
  if (isWidened && range.start !== null)
    conditions.push(`${comparedGroup(plan).column} >= ${plan.parameters.addDate(range.start)}`);
  return runningStage(plan, builder, rows, isWidened ? range.start : null);
}

/** A trend shows its gaps; a top-N or a rank is over buckets that have rows. */
function isFilled(plan: QueryPlan): boolean {
  const { mode, top, rank } = plan.query;
  return mode === "aggregate" && top === null && rank === null;
}

/** One part per period, so that overlapping periods each count all their rows. */
function unionOfPeriods(plan: QueryPlan, builder: StatementBuilder, part: (index: number) => Stage): Stage {
  const stages = plan.query.periods.map((_, index) => part(index));
  const columns = stages[0]?.columns ?? [];
  const parts = stages.map((stage, i) =>
    selectSql([`${i + 1} AS ${PERIOD}`, ...columns], [`FROM ${stage.name}`]),
  );
  return builder.add("periods", [PERIOD, ...columns], parts.join("\nUNION ALL\n"));
}

function sharedRows(
  plan: QueryPlan,
  builder: StatementBuilder,
  rows: Stage,
  within: readonly number[],
): Stage {
  const { share, periods } = plan.query;
  const groups = within.map((index) => groupColumn(plan, index));
  const isSplit = periods.length > 1;
  const keys = [...(isSplit ? [PERIOD] : []), ...groups];
  const summed = plan.groups
    .filter((group) => !groups.includes(group.column))
    .map((group) => group.field.name);
  const isSum = share?.only.length === 0 && plan.values.every((value) => isAdditiveOver(value, summed));
  if (isSum) return withShares(plan, builder, rows, null, keys);
  const whole = { ...plan, groups: plan.groups.filter((group) => groups.includes(group.column)) };
  const total = (index: number) =>
    periodStage(whole, builder, { name: "total", range: rangeOf(plan, index), withRowCount: false });
  const totals = isSplit ? unionOfPeriods(whole, builder, total) : total(0);
  return withShares(plan, builder, rows, totals, keys);
}

function rangeOf(plan: QueryPlan, index: number): DayRange {
  const period = plan.query.periods[index];
  return { start: period?.start ?? null, end: period?.end ?? null };
}
