import { blockSql, type DayRange, rowConditions } from "./aggregate-block.js";
import { type BlockText, baseBlock, fragmentOf, groupColumns } from "./block-text.js";
import { checkFanOut, manyJoins } from "./fan-out.js";
import { membersBlock } from "./members-block.js";
import { aggregateUses, needsWindow, type ValuePlan } from "./plan-value.js";
import type { QueryPlan } from "./query-plan.js";
import { joined } from "./sql-fragment.js";
import { type Stage, type StatementBuilder, sameGroups, selectSql } from "./statement-builder.js";
import { windowBlock } from "./window-block.js";

/** Rows behind a group; NULL after a join says that the group has none. */
export const ROW_COUNT = "row_count";

export interface StageOptions {
  name: string;
  range: DayRange;
  /** Adds `row_count`. */
  withRowCount: boolean;
}

/** All numbers of the query for one range of days: one row per group that has rows. */
export function periodStage(plan: QueryPlan, builder: StatementBuilder, options: StageOptions): Stage {
  const groups = plan.groups.map((group) => group.column);
  const counted = options.withRowCount ? [ROW_COUNT] : [];
  const columns = [...groups, ...plan.values.map((value) => value.column), ...counted];
  const blocks = blocksOf(plan, builder, options);
  const [first, ...others] = blocks;
  if (first === undefined)
    return builder.add(options.name, groups, blockSql(plan, baseBlock(plan, [], options.range)));
  if (others.length === 0) return builder.add(options.name, columns, first.sql);
  const stages = blocks.map((block) =>
    builder.add(`${options.name}_part`, [...groups, ...block.values.map((value) => value.column)], block.sql),
  );
  const driver = stages[0]?.name as string;
  const list = columns.map((column) => {
    const at = blocks.findIndex((block) => block.values.some((value) => value.column === column));
    return `${stages[Math.max(at, 0)]?.name}.${column}`;
  });
  const joins = stages
    .slice(1)
    .map(({ name }) =>
      groups.length === 0 ? `CROSS JOIN ${name}` : `LEFT JOIN ${name} ON ${sameGroups(driver, name, groups)}`,
    );
  return builder.add(options.name, columns, selectSql(list, [`FROM ${driver}`, ...joins]));
}

/** The query's numbers as passes over rows; the first one has `row_count` where it is wanted. */
function blocksOf(plan: QueryPlan, builder: StatementBuilder, options: StageOptions): BlockText[] {
  const inline: ValuePlan[] = [];
  const others: BlockText[] = [];
  for (const value of plan.values) {
    if (needsWindow(value.selection, plan)) others.push(windowBlock(plan, builder, value, options.range));
    else if (value.selection.kind === "over_members") others.push(membersBlock(plan, value, options.range));
    else inline.push(value);
  }
  const passes = splitByGrain(plan, inline, options);
  const isCountMissing = options.withRowCount && passes.length === 0;
  if (isCountMissing) passes.push([]);
  return [...passes.map((values, i) => inlineBlock(plan, values, options, i === 0)), ...others];
}

function inlineBlock(
  plan: QueryPlan,
  values: ValuePlan[],
  options: StageOptions,
  isFirst: boolean,
): BlockText {
  const columns = values.map((value) => ({ column: value.column, ...fragmentOf(plan, value) }));
  const counted =
    options.withRowCount && isFirst ? [{ column: ROW_COUNT, sql: "COUNT(*)", joins: new Set<never>() }] : [];
  return { values, sql: blockSql(plan, baseBlock(plan, [...columns, ...counted], options.range)) };
}

/** Numbers that may share one pass; a number over the far side of a one_to_many join needs a pass of its own. */
function splitByGrain(plan: QueryPlan, values: readonly ValuePlan[], options: StageOptions): ValuePlan[][] {
  const shared = joined([...groupColumns(plan), ...rowConditions(plan, options.range)]);
  const passes = new Map<string, ValuePlan[]>();
  for (const value of values) {
    const joins = new Set([...shared, ...fragmentOf(plan, value).joins]);
    checkFanOut(value.name, aggregateUses(value.selection, plan), joins);
    const grain = manyJoins(joins)
      .map((node) => node.alias)
      .join();
    passes.set(grain, [...(passes.get(grain) ?? []), value]);
  }
  return [...passes.values()];
}
