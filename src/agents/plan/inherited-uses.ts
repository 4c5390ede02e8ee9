import type { Filter, MetricQuery } from "../../contracts/metric-query.js";
import { canonical } from "../resolve/same-query.js";
import type { Use } from "./draft-uses.js";

/** Whether a follow-up may do this without a word of its own, because the question before it did the same. */
export type Inherits = (use: Use) => boolean;

/** What `query` goes on with from `before`: the same number, grouping, filter, days, limit or order over the same view. */
export function inheritedFrom(before: MetricQuery, query: MetricQuery): Inherits {
  if (before.view !== query.view) return () => false;
  return (use) => {
    switch (use.kind) {
      case "measure":
        return before.select.some((one) => one.kind === "measure" && one.measure === use.name);
      case "field":
        return (
          before.groupBy.some(({ kind, field }) => kind === "field" && field === use.name) ||
          before.select.some((one) => one.kind === "count_distinct" && one.field === use.name)
        );
      case "bucket":
        return query.groupBy
          .filter(({ kind, field }) => kind !== "field" && field === use.name)
          .every((grouping) => before.groupBy.some((other) => equal(grouping, other)));
      case "value":
        return query.filters
          .filter((filter) => valuesOf(filter).includes(use.name))
          .every((filter) => before.filters.some((other) => covers(other, filter, use.name)));
      case "term":
        return before.filters.some((filter) => filter.kind === "term" && filter.term === use.name);
      case "period":
        return query.periods.every(({ start, end }) =>
          before.periods.some((other) => other.start === start && other.end === end),
        );
      case "number":
        return (
          equal(query.top, before.top) && equal(query.having, before.having) && sameRanges(query, before)
        );
      case "operation":
        return inheritsOperation(use.name, before, query);
    }
  };
}

function inheritsOperation(
  name: Extract<Use, { kind: "operation" }>["name"],
  before: MetricQuery,
  query: MetricQuery,
): boolean {
  switch (name) {
    case "top":
      return equal(query.top, before.top) && equal(query.order, before.order);
    case "sort":
      return equal(query.order, before.order);
    case "share":
      return equal(query.share, before.share);
    case "compare":
      return before.comparison?.label === query.comparison?.label;
    case "threshold":
      return equal(query.having, before.having) && sameRanges(query, before);
    case "count":
      return query.select
        .filter(({ kind }) => kind === "count_distinct")
        .every((one) => before.select.some((other) => equal(one, other)));
    case "not":
      return query.filters
        .filter(isNegated)
        .every((filter) => before.filters.some((other) => equal(filter, other)));
    case "group":
    case "filter":
      return false;
  }
}

/** Bounds that the question before had and this one has no longer, as people name them: a follow-up must say so. */
export function droppedBounds(before: MetricQuery, query: MetricQuery): string[] {
  if (before.view !== query.view) return [];
  const bounded = new Set(query.filters.map(subjectOf));
  const filters = before.filters.filter((filter) => !bounded.has(subjectOf(filter))).map(subjectOf);
  const days = query.periods.length === 0 ? before.periods.map(({ label }) => label) : [];
  return [...new Set([...filters, ...days])].filter((name) => name !== "");
}

function subjectOf(filter: Filter): string {
  if (filter.kind === "term") return filter.term;
  return filter.kind === "any" ? filter.filters.map(subjectOf).join(" or ") : filter.field;
}

function valuesOf(filter: Filter): string[] {
  if (filter.kind === "values") return filter.values.map(String);
  return filter.kind === "contains" ? [filter.text] : [];
}

function covers(before: Filter, filter: Filter, value: string): boolean {
  if (before.kind !== filter.kind || before.kind === "any" || before.kind === "term") return false;
  if (filter.kind === "any" || filter.kind === "term") return false;
  return (
    before.field === filter.field && before.negated === filter.negated && valuesOf(before).includes(value)
  );
}

function isNegated(filter: Filter): boolean {
  return filter.kind !== "any" && filter.negated;
}

function sameRanges(query: MetricQuery, before: MetricQuery): boolean {
  return query.filters
    .filter(({ kind }) => kind === "range")
    .every((filter) => before.filters.some((other) => equal(filter, other)));
}

function equal(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}
