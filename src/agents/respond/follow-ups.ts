import { samePeriodLastYear } from "../../calendar/comparison-period.js";
import { daysBetween } from "../../calendar/day.js";
import type { Grain } from "../../contracts/dates.js";
import type { MetricQuery } from "../../contracts/metric-query.js";
import type { ModelView } from "../../contracts/semantic-model.js";
import { answerableQuestions } from "../answerable.js";
import { sameQuery } from "../resolve/same-query.js";
import type { RunScope } from "../run-scope.js";
import { profileOf, viewOf } from "../run-scope.js";
import type { Work } from "../state.js";
import { openings, readableFields } from "./openings.js";

const COUNT = 3;

/** Two or three questions that go on from here: narrower, wider in time, compared, another number. Each was read again and answers. */
export function followUpsOf(work: Work, scope: RunScope): string[] {
  const { query } = work;
  const view = query ? viewOf(scope, query.view) : null;
  if (!query || !view)
    return scope.views
      .flatMap((each) => answerableQuestions(openings(each, scope), 1, scope))
      .slice(0, COUNT);
  const others = [...edits(query, view, work, scope)].filter((edit) => !sameQuery(edit, query));
  return answerableQuestions(others, COUNT, scope);
}

function* edits(query: MetricQuery, view: ModelView, work: Work, scope: RunScope): Generator<MetricQuery> {
  const plain = { ...query, order: [], top: null, having: [], rank: null, share: null };
  const unused = readableFields(view, scope).filter(({ name }) => !mentions(query, name));
  if (query.mode === "list") {
    yield* openings(view, scope);
    return;
  }
  const [first, second] = unused;
  const leader = leaderFilter(query, work);
  if (query.groupBy.length === 0 && first)
    yield { ...plain, comparison: null, groupBy: [{ kind: "field", field: first.name }] };
  if (leader && first)
    yield {
      ...plain,
      comparison: null,
      groupBy: [{ kind: "field", field: first.name }],
      filters: [...query.filters, leader],
    };
  const grain = trendGrain(query, view, scope);
  if (grain && view.timeField && query.groupBy.every(({ kind }) => kind === "field"))
    yield { ...plain, comparison: null, groupBy: [{ kind: "time", field: view.timeField, grain }] };
  const lastYear = comparedQuery(plain, scope);
  if (lastYear) yield lastYear;
  if (query.groupBy.length === 0 && second)
    yield { ...plain, comparison: null, groupBy: [{ kind: "field", field: second.name }] };
  if (query.groupBy.length > 0) yield { ...plain, comparison: null, groupBy: [] };
  const other = view.measures.find(
    ({ name }) => !query.select.some((s) => s.kind === "measure" && s.measure === name),
  );
  if (other) yield { ...plain, comparison: null, select: [{ kind: "measure", measure: other.name }] };
  yield* openings(view, scope);
}

function comparedQuery(query: MetricQuery, scope: RunScope): MetricQuery | null {
  const [period, ...others] = query.periods;
  if (!period || others.length > 0 || query.comparison || query.groupBy.some(({ kind }) => kind !== "field"))
    return null;
  const before = samePeriodLastYear(period, scope.ports.workspace.calendar, scope.asOf);
  if (!before) return null;
  return { ...query, comparison: { kind: "range", period: before, shift: null, label: "last year" } };
}

function leaderFilter(query: MetricQuery, { extracted }: Work): MetricQuery["filters"][number] | null {
  const [grouping] = query.groupBy;
  const value = extracted?.result.rows[0]?.[0];
  if (query.groupBy.length !== 1 || grouping?.kind !== "field" || typeof value !== "string") return null;
  if (query.periods.length > 1) return null;
  return { kind: "values", field: grouping.field, values: [value], negated: false };
}

/** Months for up to three years, else quarters or days; null where one bucket would be all. */
function trendGrain(query: MetricQuery, view: ModelView, scope: RunScope): Grain | null {
  const profile = profileOf(scope, view.name);
  const [period] = query.periods;
  const start = period?.start ?? profile?.firstDay ?? null;
  const end = period?.end ?? scope.asOf;
  if (start === null || query.periods.length > 1) return null;
  const days = daysBetween(start, end);
  if (days <= 1) return null;
  if (days <= 31) return "day";
  return days <= 1100 ? "month" : "quarter";
}

function mentions(query: MetricQuery, field: string): boolean {
  const leaves = query.filters.flatMap((filter) => (filter.kind === "any" ? filter.filters : [filter]));
  return (
    query.groupBy.some((grouping) => grouping.field === field) ||
    leaves.some((leaf) => "field" in leaf && leaf.field === field)
  );
}
