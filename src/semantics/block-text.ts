import { type Block, type BlockColumn, type DayRange, rowConditions } from "./aggregate-block.js";
import { CompileFault } from "./compile-fault.js";
import { inlineFragment, type ValuePlan } from "./plan-value.js";
import type { QueryPlan } from "./query-plan.js";
import type { Fragment } from "./sql-fragment.js";

/** One pass over the rows that gives some of the numbers, with all groups. */
export interface BlockText {
  values: ValuePlan[];
  sql: string;
}

export function baseBlock(plan: QueryPlan, values: BlockColumn[], range: DayRange): Block {
  return { groups: groupColumns(plan), values, conditions: rowConditions(plan, range) };
}

export function groupColumns(plan: QueryPlan): BlockColumn[] {
  return plan.groups.map((group) => ({ column: group.column, ...group.key }));
}

/** SQL of a number that one pass gives. */
export function fragmentOf(plan: QueryPlan, value: ValuePlan): Fragment {
  const { selection } = value;
  if (value.fragment) return value.fragment;
  if (selection.kind === "over_members") {
    throw new CompileFault(
      "not_supported",
      `\`${value.name}\` is a number over members and cannot stand here.`,
    );
  }
  return inlineFragment(selection, plan);
}
