import type { Having, Order } from "../contracts/metric-query.js";
import { CompileFault } from "./compile-fault.js";
import { changeRatioSql, changeSql } from "./output-columns.js";
import type { QueryPlan } from "./query-plan.js";
import { shareColumn } from "./share-stage.js";
import { PERIOD, REST } from "./stage-columns.js";

/** SQL of a number or of what comparison and share add to it, over the columns of a stage. */
export function numberSql(plan: QueryPlan, index: number, of: Having["of"]): string {
  const value = plan.values[index];
  if (!value) throw new CompileFault("bad_query", `There is no number ${index + 1} in this query.`);
  if (of === "value") return value.column;
  if (of === "share") {
    if (plan.query.share === null) throw new CompileFault("bad_query", "The query asks for no share.");
    return shareColumn(index);
  }
  if (plan.query.comparison === null) throw new CompileFault("bad_query", "The query compares with nothing.");
  return of === "change" ? changeSql(value.column, index) : changeRatioSql(value.column, index);
}

function orderItem(plan: QueryPlan, { by, direction }: Order): string {
  const sql = by.kind === "group" ? groupColumn(plan, by.index) : numberSql(plan, by.index, by.of);
  return `${sql} ${direction.toUpperCase()} NULLS LAST`;
}

export function groupColumn(plan: QueryPlan, index: number): string {
  const group = plan.groups[index];
  if (!group) throw new CompileFault("bad_query", `There is no grouping ${index + 1} in this query.`);
  return group.column;
}

/** What a top-N or a rank goes by: the first order of the query, else the first number, greatest first. */
export function leadingOrder(plan: QueryPlan): string {
  const [first] = plan.query.order;
  return orderItem(plan, first ?? { by: { kind: "select", index: 0, of: "value" }, direction: "desc" });
}

/** Rows that are ranked among each other: all of one period, or of one value of the groupings in `per`. */
export function partitionColumns(plan: QueryPlan, per: readonly number[]): string[] {
  const byPeriod = plan.query.periods.length > 1 && plan.groups.length > 0;
  return [...(byPeriod ? [PERIOD] : []), ...per.map((index) => groupColumn(plan, index))];
}

/**
 * A total order of the rows: periods as asked, the groupings of a top-N per group, the order asked, then every
 * grouping, so that equal rows never swap.
 */
export function orderItems(plan: QueryPlan): string[] {
  const { top, order, periods, apart } = plan.query;
  const items = top?.rest || apart ? [`${REST} ASC NULLS LAST`] : [];
  items.push(...partitionColumns(plan, top?.per ?? []).map((column) => `${column} ASC NULLS LAST`));
  if (top !== null && order.length === 0 && plan.values.length > 0) items.push(leadingOrder(plan));
  items.push(...order.map((item) => orderItem(plan, item)));
  if (periods.length > 1) items.push(`${PERIOD} ASC NULLS LAST`);
  items.push(...plan.groups.map((group) => `${group.column} ASC NULLS LAST`));
  const seen = new Set<string>();
  return items.filter((item) => {
    const column = item.replace(/ (ASC|DESC) NULLS LAST$/, "");
    return seen.has(column) ? false : seen.add(column);
  });
}
