import type { Having, LeafFilter, MetricQuery } from "../contracts/metric-query.js";
import { CompileFault } from "./compile-fault.js";
import { valuesCondition } from "./filter-sql.js";
import { leadingOrder, numberSql, partitionColumns } from "./order-sql.js";
import type { QueryPlan } from "./query-plan.js";
import { LAST_PLACE, PLACE, PLACE_BACK, RANK } from "./stage-columns.js";
import { type Stage, type StatementBuilder, selectSql } from "./statement-builder.js";

/** Conditions on aggregated numbers. */
export function havingConditions(plan: QueryPlan): string[] {
  return plan.query.having.map((having) => {
    const bounds = boundConditions(plan, having);
    if (bounds.length === 0) throw new CompileFault("bad_query", "A condition on a number has no bounds.");
    const sql = bounds.join(" AND ");
    if (having.negated) return `NOT (${sql})`;
    return sql;
  });
}

function boundConditions(plan: QueryPlan, having: Having): string[] {
  const sql = numberSql(plan, having.select, having.of);
  const compare = (side: "<" | ">", bound: Having["min"]): string[] => {
    if (bound === null) return [];
    const value = typeof bound.value === "string" ? Number(bound.value) : bound.value;
    if (!Number.isFinite(value)) throw new CompileFault("bad_value", `\`${bound.value}\` is not a number.`);
    return [`${sql} ${side}${bound.inclusive ? "=" : ""} ${plan.parameters.add(value)}`];
  };
  return [...compare(">", having.min), ...compare("<", having.max)];
}

/** Adds the ranks that `rank` shows and `top` cuts by; ties share a rank. */
export function rankedStage(
  plan: QueryPlan,
  builder: StatementBuilder,
  stage: Stage,
  conditions: string[],
): Stage {
  const { top, rank } = plan.query;
  const ranks: { name: string; sql: string }[] = [];
  const over = (per: readonly number[], order: string, call = "RANK()") => {
    const columns = partitionColumns(plan, per);
    const partition = columns.length === 0 ? "" : `PARTITION BY ${columns.join(", ")} `;
    return `${call} OVER (${partition}ORDER BY ${order})`;
  };
  const order = leadingOrder(plan);
  if (top !== null) {
    ranks.push({ name: PLACE, sql: over(top.per, order) });
    if (top.from !== undefined) ranks.push({ name: LAST_PLACE, sql: over(top.per, order, "COUNT(*)") });
    if (top.both) ranks.push({ name: PLACE_BACK, sql: over(top.per, turned(order)) });
  }
  if (rank !== null) ranks.push({ name: RANK, sql: over([], order) });
  const where = conditions.length === 0 ? [] : [`WHERE ${conditions.join(" AND ")}`];
  return builder.add(
    "ranked",
    [...stage.columns, ...ranks.map(({ name }) => name)],
    selectSql(
      [...stage.columns, ...ranks.map(({ name, sql }) => `${sql} AS ${name}`)],
      [`FROM ${stage.name}`, ...where],
    ),
  );
}

function turned(order: string): string {
  return order.endsWith(" ASC NULLS LAST")
    ? order.replace(/ ASC NULLS LAST$/, " DESC NULLS LAST")
    : order.replace(/ DESC NULLS LAST$/, " ASC NULLS LAST");
}

/** The rows that a top-N shows: the first places, one place alone, or both ends. */
export function topConditions({ count, from, both }: NonNullable<MetricQuery["top"]>): string[] {
  if (both) return [`(${PLACE} <= ${count} OR ${PLACE_BACK} <= ${count})`];
  return [`${PLACE} <= ${count}`, ...(from === undefined ? [] : [`${LAST_PLACE} >= ${from}`])];
}

/** Conditions on groups, for rows that are shown out of all that were ranked or totalled. */
export function onlyConditions(plan: QueryPlan, filters: readonly LeafFilter[]): string[] {
  return filters.map((filter) => {
    const group =
      filter.kind === "term" ? undefined : plan.groups.find((candidate) => matches(filter, candidate));
    if (!group) {
      throw new CompileFault(
        "bad_query",
        "Rows can be picked out of a ranking by the groupings of the query only.",
      );
    }
    if (filter.kind === "values") {
      return valuesCondition(group.column, group.field, filter.values, filter.negated, plan.parameters);
    }
    if (filter.kind === "cycle") {
      return `${group.column} ${filter.negated ? "NOT IN" : "IN"} (${filter.values.join(", ")})`;
    }
    if (filter.kind === "contains") {
      const sql = `contains(lower(${group.column}), lower(${plan.parameters.add(filter.text)}))`;
      return filter.negated ? `(${sql}) IS NOT TRUE` : sql;
    }
    throw new CompileFault("not_supported", "Rows can be picked out of a ranking by their values only.");
  });
}

function matches(filter: Exclude<LeafFilter, { kind: "term" }>, group: QueryPlan["groups"][number]): boolean {
  if (filter.field.toLowerCase() !== group.field.name.toLowerCase()) return false;
  if (filter.kind === "cycle")
    return group.grouping.kind === "cycle" && group.grouping.cycle === filter.cycle;
  return group.grouping.kind === "field" || (group.grouping.kind === "time" && filter.kind === "values");
}
