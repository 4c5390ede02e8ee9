import type { MetricQuery } from "../contracts/metric-query.js";
import { describeFilter, describeGrouping, describeSelection } from "./describe.js";
import type { Lexicon } from "./lexicon.js";

/** A question in plain English that reads back to exactly this query. */
export function phraseQuery(query: MetricQuery, _lexicon: Lexicon): string {
  const parts = [query.select.map(describeSelection).join(" and ")];
  if (query.groupBy.length > 0) parts.push(`by ${query.groupBy.map(describeGrouping).join(" and ")}`);
  if (query.filters.length > 0) parts.push(`where ${query.filters.map(describeFilter).join(" and ")}`);
  if (query.periods.length > 0) parts.push(`in ${query.periods.map(({ label }) => label).join(" and ")}`);
  return parts.join(" ");
}
