import type { MetricQuery } from "../../contracts/metric-query.js";
import type { Cell } from "../../contracts/result.js";
import { REST_NAME } from "../../semantics/rest-row.js";

/** Position of the row that holds all groups that are not shown by themselves; -1 where there is none. */
export function restRow(query: MetricQuery | null, rows: readonly Cell[][]): number {
  const last = rows.length - 1;
  return (query?.top?.rest || query?.apart) && rows[last]?.[0] === REST_NAME ? last : -1;
}
