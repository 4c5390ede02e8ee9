import type { MetricQuery } from "../../contracts/metric-query.js";

/** Do two queries ask for the same rows? Labels of periods are words for people and don't count, nor does order where it chooses no rows. */
export function sameQuery(a: MetricQuery, b: MetricQuery): boolean {
  return canonical(unordered(a)) === canonical(unordered(b));
}

function unordered(query: MetricQuery): MetricQuery {
  return query.top || query.rank ? query : { ...query, order: [] };
}

/** Plain data as text that is equal for equal data, whatever order keys were written in; labels don't count. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value)
    .filter(([key]) => key !== "label")
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(",")}}`;
}
