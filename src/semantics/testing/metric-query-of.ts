import type { Grain } from "../../contracts/dates.js";
import {
  type Grouping,
  type MetricQuery,
  type Period,
  queryOn,
  type Selection,
} from "../../contracts/metric-query.js";

/** A metric query with only what a test is about. */
export function queryOf(parts: Partial<MetricQuery> & { view?: string }): MetricQuery {
  return queryOn("repairs", { select: [measure("Revenue")], ...parts });
}

export function measure(name: string): Extract<Selection, { kind: "measure" }> {
  return { kind: "measure", measure: name };
}

export function field(name: string): Grouping {
  return { kind: "field", field: name };
}

export function time(name: string, grain: Grain): Grouping {
  return { kind: "time", field: name, grain };
}

export function period(start: string | null, end: string | null, label = `${start} to ${end}`): Period {
  return { start, end, label, grain: null, toDate: false };
}
