import { quoteIdentifier } from "../sql/quote.js";
import { filterFragment, momentCondition } from "./filter-sql.js";
import { chainOf, type JoinNode, SOURCE_ALIAS } from "./join-tree.js";
import type { QueryPlan } from "./query-plan.js";
import { isQuery } from "./source-query.js";
import {
  conditionFragment,
  enclosed,
  type Fragment,
  fieldFragment,
  joined,
  quoteIfNeeded,
} from "./sql-fragment.js";

/** A range of days on the time field; null = open. */
export interface DayRange {
  start: string | null;
  end: string | null;
}

export interface BlockColumn extends Fragment {
  column: string;
}

export interface Block {
  groups: readonly BlockColumn[];
  values: readonly BlockColumn[];
  conditions: readonly Fragment[];
}

/** One pass over base rows: groups, aggregates, and only the joins that they and the conditions need. */
export function blockSql(plan: QueryPlan, block: Block): string {
  const columns = [...block.groups, ...block.values];
  const lines = [
    block.values.length === 0 ? "SELECT DISTINCT" : "SELECT",
    columns.map(({ sql, column }) => `  ${sql} AS ${quoteColumn(column)}`).join(",\n"),
    ...fromLines(plan, joined([...columns, ...block.conditions])),
    ...whereLines(block.conditions.map((condition) => condition.sql)),
  ];
  const isGrouped = block.groups.length > 0 && block.values.length > 0;
  if (isGrouped) lines.push(`GROUP BY ${block.groups.map((_, i) => i + 1).join(", ")}`);
  return lines.join("\n");
}

/** Conditions of the query on every base row: the view's filter, the query's filters, and the days of `range`. */
export function rowConditions(plan: QueryPlan, range: DayRange): Fragment[] {
  const { filter } = plan.scope.view;
  return [
    ...(filter === null ? [] : [enclosedCondition(conditionFragment(plan.scope, filter))]),
    ...plan.query.filters.map((item) => filterFragment(item, plan)),
    ...(plan.besides ?? []),
    ...rangeConditions(plan, range),
  ];
}

/** Days of the time field inside `range` and before as_of: what happens on or after as_of is invisible. */
function rangeConditions(plan: QueryPlan, range: DayRange): Fragment[] {
  const { timeField } = plan;
  if (timeField === null) return [];
  const raw = enclosed(fieldFragment(plan.scope, timeField));
  const end = range.end !== null && range.end < plan.asOf ? range.end : plan.asOf;
  const condition = (operator: ">=" | "<", day: string): Fragment => ({
    ...raw,
    sql: timeField.timestamp
      ? momentCondition(raw.sql, operator, day, plan)
      : `${raw.sql} ${operator} ${plan.parameters.addDate(day)}`,
  });
  return [...(range.start === null ? [] : [condition(">=", range.start)]), condition("<", end)];
}

export function fromLines(plan: QueryPlan, joins: ReadonlySet<JoinNode>): string[] {
  const needed = new Set([...joins].flatMap(chainOf));
  const lines = [`FROM ${relationSql(plan.scope.view.source)} AS ${SOURCE_ALIAS}`];
  for (const node of plan.scope.nodes) {
    if (!needed.has(node)) continue;
    const alias = quoteIfNeeded(node.alias);
    lines.push(`LEFT JOIN ${relationSql(node.join.source)} AS ${alias} ON ${joinCondition(plan, node)}`);
  }
  return lines;
}

function joinCondition(plan: QueryPlan, node: JoinNode): string {
  if (node.join.on !== null) return conditionFragment(plan.scope, node.join.on).sql;
  const above = node.parent === null ? SOURCE_ALIAS : quoteIfNeeded(node.parent.alias);
  const own = quoteIfNeeded(node.alias);
  return node.join.using
    .map((name) => `${above}.${quoteIfNeeded(name)} = ${own}.${quoteIfNeeded(name)}`)
    .join(" AND ");
}

function relationSql(source: string): string {
  if (isQuery(source)) return source.startsWith("(") ? source : `(${source})`;
  return source.split(".").map(quoteIfNeeded).join(".");
}

export function whereLines(conditions: readonly string[]): string[] {
  return conditions.length === 0 ? [] : [`WHERE ${conditions.join("\n  AND ")}`];
}

function enclosedCondition(fragment: Fragment): Fragment {
  return { ...fragment, sql: `(${fragment.sql})` };
}

/** Columns of steps are plain names; headers are quoted like in every other statement. */
function quoteColumn(column: string): string {
  return /^[a-z_]+(_\d+)?$/.test(column) ? column : quoteIdentifier(column);
}
