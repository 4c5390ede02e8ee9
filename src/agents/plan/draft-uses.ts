import type { MetricQuery } from "../../contracts/metric-query.js";
import type { OPERATIONS, PlanDraft } from "./plan-draft.js";

type Operation = (typeof OPERATIONS)[number];

/** One thing that a query does, which some word must have asked for. */
export type Use =
  | { kind: "measure" | "field" | "value" | "term" | "period"; name: string }
  /** A grouping by time, which "monthly" asks for as well as the name of the field. */
  | { kind: "bucket"; name: string }
  | { kind: "number"; value: number; spelled: string }
  | { kind: "operation"; name: Operation };

/** Everything that a draft does. Operations that the words of their parts imply (a filter by its value) need no word of their own. */
export function usesOf(draft: PlanDraft, query: MetricQuery): Use[] {
  const valued = query.filters.flatMap((filter) =>
    filter.kind === "values" ? filter.values.map(String) : [],
  );
  const contained = query.filters.flatMap((filter) => (filter.kind === "contains" ? [filter.text] : []));
  const numbers = [
    ...(draft.top && draft.top.count > 1 ? [draft.top.count] : []),
    ...draft.having.map(({ value }) => value),
    ...query.filters.flatMap((filter) =>
      filter.kind === "range"
        ? [filter.min?.value, filter.max?.value].filter((value) => typeof value === "number")
        : [],
    ),
  ];
  return [
    ...draft.measures.map((name): Use => ({ kind: "measure", name })),
    ...draft.counts.map((name): Use => ({ kind: "field", name })),
    ...draft.group_by.map(
      ({ field, by }): Use => ({ kind: by === "value" ? "field" : "bucket", name: field }),
    ),
    ...valued.map((name): Use => ({ kind: "value", name })),
    ...contained.map((name): Use => ({ kind: "value", name })),
    ...draft.terms.map((name): Use => ({ kind: "term", name })),
    ...draft.periods.map((name): Use => ({ kind: "period", name })),
    ...numbers.map((value): Use => ({ kind: "number", value, spelled: SPELLED[value] ?? "" })),
    ...operationsOf(draft).map((name): Use => ({ kind: "operation", name })),
  ];
}

/** Operations that change the rows and that no other binding shows. */
function operationsOf(draft: PlanDraft): Operation[] {
  const negated = draft.filters.some(({ op }) => op === "is_not");
  return [
    ...(draft.top ? (["top"] as const) : []),
    ...(draft.share ? (["share"] as const) : []),
    ...(draft.compare === "none" ? [] : (["compare"] as const)),
    ...(draft.counts.length > 0 ? (["count"] as const) : []),
    ...(negated ? (["not"] as const) : []),
    ...(draft.having.length > 0 || draft.filters.some(({ op }) => /at_|_than/.test(op))
      ? (["threshold"] as const)
      : []),
    ...(draft.sort !== "none" && !draft.top ? (["sort"] as const) : []),
  ];
}

const SPELLED = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

export function describeUse(use: Use): string {
  if (use.kind === "number") return `the number ${use.value}`;
  if (use.kind === "bucket") return `groups by ${use.name}`;
  return `the ${use.kind} "${use.name}"`;
}
