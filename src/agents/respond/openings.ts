import { type MetricQuery, queryOn } from "../../contracts/metric-query.js";
import type { ModelField, ModelView } from "../../contracts/semantic-model.js";
import type { RunScope } from "../run-scope.js";
import { profileOf } from "../run-scope.js";

/** A field with more members than this makes no readable breakdown. */
const READABLE = 30;

/** First questions about a view: a number, its split, its course. */
export function* openings(view: ModelView, scope: RunScope): Generator<MetricQuery> {
  const [measure, second] = view.measures;
  if (!measure) return;
  const whole = plainQuery(view.name, measure.name);
  const [field] = readableFields(view, scope);
  const year = lastLoadedYear(view, scope);
  const periods = year ? [year] : [];
  if (field) yield { ...whole, groupBy: [{ kind: "field", field: field.name }], periods };
  if (view.timeField)
    yield { ...whole, groupBy: [{ kind: "time", field: view.timeField, grain: "month" }], periods };
  yield { ...whole, periods };
  if (second) yield { ...plainQuery(view.name, second.name), periods };
}

/** Text fields with few enough members to read, the fewest first. */
export function readableFields(view: ModelView, scope: RunScope): ModelField[] {
  const profile = profileOf(scope, view.name);
  const members = (name: string): number =>
    profile?.fields.find(({ field }) => field === name)?.distinctCount ?? 0;
  return view.fields
    .filter(({ name, type }) => type === "string" && members(name) >= 2 && members(name) <= READABLE)
    .sort((a, b) => members(a.name) - members(b.name));
}

function lastLoadedYear(view: ModelView, scope: RunScope): MetricQuery["periods"][number] | null {
  const last = profileOf(scope, view.name)?.lastDay;
  if (!last) return null;
  const year = Number(last.slice(0, 4));
  return { start: `${year}-01-01`, end: `${year + 1}-01-01`, label: `${year}`, grain: "year", toDate: false };
}

/** One measure over everything. */
export function plainQuery(view: string, measure: string): MetricQuery {
  return queryOn(view, { select: [{ kind: "measure", measure }] });
}
