import type { MetricQuery } from "../contracts/metric-query.js";
import type { Workspace } from "../contracts/semantic-model.js";
import { lookUp } from "./compile-fault.js";
import { planValue } from "./plan-value.js";
import { isAdditiveOver } from "./share-stage.js";
import { scopeOf } from "./sql-fragment.js";

/** A derived query whose single row must equal sums over the rows of an answer. */
export interface Reconciliation {
  query: MetricQuery;
  /** Index into `select` of the asked query, and into `select` of the derived one. */
  sums: { select: number; total: number }[];
}

/**
 * The query without its groupings, for the check "parts sum to total". Null where the rows are not all the parts
 * (top-N, conditions on numbers, several periods, one row) or no number may be summed over the groupings.
 */
export function breakdownTotals(query: MetricQuery, workspace: Workspace): Reconciliation | null {
  // The last row of such a query holds whatever the others leave out.
  const isWhole = query.top?.rest === true || query.apart !== undefined;
  const isPartial =
    query.mode !== "aggregate" ||
    query.groupBy.length === 0 ||
    query.periods.length > 1 ||
    (query.having.length > 0 && !isWhole) ||
    (query.top !== null && !isWhole) ||
    query.rank !== null ||
    query.comparison !== null ||
    (query.share?.only.length ?? 0) > 0;
  if (isPartial) return null;
  const context = { scope: scopeOf(lookUp(workspace.views, query.view, "view")), workspace };
  const fields = query.groupBy.map((grouping) => grouping.field);
  const summable = query.select
    .map((selection, index) => planValue(selection, index, context))
    .filter((value) => isAdditiveOver(value, fields));
  if (summable.length === 0) return null;
  const { apart: _, ...asked } = query;
  return {
    query: {
      ...asked,
      select: summable.map((value) => value.selection),
      groupBy: [],
      order: [],
      having: [],
      top: null,
      share: null,
    },
    sums: summable.map((value, total) => ({ select: value.index, total })),
  };
}
