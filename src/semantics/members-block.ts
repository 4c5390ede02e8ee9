import type { Selection } from "../contracts/metric-query.js";
import { blockSql, type DayRange, rowConditions } from "./aggregate-block.js";
import { type BlockText, groupColumns } from "./block-text.js";
import { CompileFault } from "./compile-fault.js";
import { averageSql } from "./double-values.js";
import { checkFanOut } from "./fan-out.js";
import { aggregateUses, inlineFragment, type ValuePlan } from "./plan-value.js";
import { planGroup, type QueryPlan } from "./query-plan.js";
import { joined } from "./sql-fragment.js";
import { indent, selectSql } from "./statement-builder.js";

/** The number for every member of a grouping, then the average (or the like) over the members that have rows. */
export function membersBlock(plan: QueryPlan, value: ValuePlan, range: DayRange): BlockText {
  const { selection } = value;
  if (selection.kind !== "over_members") {
    throw new CompileFault("bad_query", `\`${value.name}\` is no number over members.`);
  }
  const member = planGroup(selection.per, plan.groups.length, plan);
  const inner = inlineFragment(selection.measure, plan);
  const groups = [...groupColumns(plan), { column: "member", ...member.key }];
  const conditions = rowConditions(plan, range);
  checkFanOut(value.name, aggregateUses(selection, plan), joined([...groups, ...conditions, inner]));
  const rows = blockSql(plan, { groups, values: [{ column: "member_value", ...inner }], conditions });
  const keys = plan.groups.map((group) => group.column);
  const by = keys.length === 0 ? [] : [`GROUP BY ${keys.map((_, i) => i + 1).join(", ")}`];
  const list = [...keys, `${aggregateSql(selection, plan)} AS ${value.column}`];
  return { values: [value], sql: selectSql(list, [`FROM (\n${indent(rows)}\n) AS members`, ...by]) };
}

/** Members without a number are within no bounds. */
function aggregateSql(
  { aggregate, where }: Extract<Selection, { kind: "over_members" }>,
  plan: QueryPlan,
): string {
  if (aggregate === "avg") return averageSql("member_value");
  if (aggregate !== "count") return `${aggregate.toUpperCase()}(member_value)`;
  const compare = (side: string, bound: { value: string | number; inclusive: boolean } | null): string[] => {
    if (bound === null) return [];
    const value = Number(bound.value);
    if (!Number.isFinite(value)) throw new CompileFault("bad_value", `\`${bound.value}\` is not a number.`);
    return [`member_value ${side}${bound.inclusive ? "=" : ""} ${plan.parameters.add(value)}`];
  };
  const conditions = [...compare(">", where?.min ?? null), ...compare("<", where?.max ?? null)];
  if (conditions.length === 0) return "COUNT(member_value)";
  const all = conditions.join(" AND ");
  return `COUNT(CASE WHEN ${where?.negated ? `NOT (${all})` : all} THEN 1 END)`;
}
