import { previousPeriod, samePeriodLastYear } from "../../calendar/comparison-period.js";
import type { CalendarRules, Cycle, Grain, IsoDate } from "../../contracts/dates.js";
import { CYCLES } from "../../contracts/dates.js";
import type { Grouping, LeafFilter, MetricQuery, Period } from "../../contracts/metric-query.js";
import type { ModelField, ModelView } from "../../contracts/semantic-model.js";
import { readPeriods } from "../../language/periods/read-periods.js";
import { splitWords } from "../../language/words.js";
import { bound, type Outcome, problem } from "./outcome.js";
import type { DraftFilter, PlanDraft } from "./plan-draft.js";
import { resolveValue, type ValueIndex } from "./resolve-value.js";

export interface DraftContext {
  views: readonly ModelView[];
  asOf: IsoDate;
  rules: CalendarRules;
  values: ValueIndex;
  terms: readonly string[];
}

/** The metric query that a draft says. Names must be those of its view, values those of the index, periods words that the calendar reads. */
export function queryOfDraft(draft: PlanDraft, context: DraftContext): Outcome<MetricQuery> {
  const view = context.views.find(({ name }) => name === draft.view);
  if (!view) return problem(`There is no view "${draft.view}".`);
  const strange = strangeName(draft, view, context.terms);
  if (strange !== null) return problem(strange);
  const filters: LeafFilter[] = draft.terms.map((term) => ({ kind: "term", term, negated: false }));
  for (const each of draft.filters) {
    const filter = filterOf(each, view, context);
    if (!filter.ok) return filter;
    filters.push(filter.value);
  }
  const periods: Period[] = [];
  for (const words of draft.periods) {
    const period = periodOf(words, view, context);
    if (!period.ok) return period;
    periods.push(...period.value);
  }
  const comparison = comparisonOf(draft, periods, context);
  if (!comparison.ok) return comparison;
  const groupBy = draft.group_by.map((group) => groupingOf(group.field, group.by));
  const wrongTime = draft.group_by.find(
    ({ field, by }) => by !== "value" && fieldOf(view, field)?.type !== "date",
  );
  if (wrongTime)
    return problem(`"${wrongTime.field}" holds no dates, so it cannot be grouped by ${wrongTime.by}.`);
  const select = [
    ...draft.measures.map((measure) => ({ kind: "measure" as const, measure })),
    ...draft.counts.map((field) => ({ kind: "count_distinct" as const, field })),
  ];
  if (select.length === 0 && groupBy.length === 0)
    return problem("Neither a measure nor a field was chosen.");
  if ((draft.top || draft.share || draft.compare !== "none") && select.length === 0)
    return problem("A measure is needed for this.");
  return bound({
    view: view.name,
    mode: select.length === 0 ? "list" : "aggregate",
    select,
    groupBy,
    filters,
    periods,
    comparison: comparison.value,
    share: draft.share ? { within: [], only: [] } : null,
    having: draft.having.map(({ measure, op, value }) => ({
      select: Math.max(0, draft.measures.indexOf(measure)),
      of: "value" as const,
      ...boundsOf(op, value),
    })),
    order: orderOf(draft, groupBy, select.length),
    top: draft.top ? { count: draft.top.count, per: [] } : null,
    rank: null,
  });
}

function strangeName(draft: PlanDraft, view: ModelView, terms: readonly string[]): string | null {
  const fields = [
    ...draft.counts,
    ...draft.group_by.map(({ field }) => field),
    ...draft.filters.map(({ field }) => field),
  ];
  const field = fields.find((name) => !fieldOf(view, name));
  if (field !== undefined) return `The view ${view.name} has no field "${field}".`;
  const measures = [...draft.measures, ...draft.having.map(({ measure }) => measure)];
  const measure = measures.find((name) => !view.measures.some((each) => each.name === name));
  if (measure !== undefined) return `The view ${view.name} has no measure "${measure}".`;
  const bare = draft.having.find(({ measure: name }) => !draft.measures.includes(name));
  if (bare) return `"${bare.measure}" is bounded but not among the measures.`;
  const term = draft.terms.find((name) => !terms.includes(name));
  return term === undefined ? null : `There is no named filter "${term}".`;
}

function filterOf(filter: DraftFilter, view: ModelView, { values }: DraftContext): Outcome<LeafFilter> {
  const field = fieldOf(view, filter.field);
  const [first = ""] = filter.values;
  if (filter.op === "contains")
    return bound({ kind: "contains", field: filter.field, text: first, negated: false });
  if (filter.op === "is" || filter.op === "is_not") {
    const found: (string | number | boolean)[] = [];
    for (const said of filter.values) {
      const value = resolveValue(said, view.name, field, values);
      if (!value.ok) return value;
      found.push(value.value);
    }
    return bound({ kind: "values", field: filter.field, values: found, negated: filter.op === "is_not" });
  }
  const limit = limitOf(first, field);
  if (limit === null) return problem(`"${first}" is no bound for "${filter.field}".`);
  const { min, max } = boundsOf(filter.op, limit);
  return bound({ kind: "range", field: filter.field, min, max, negated: false });
}

function limitOf(said: string, field: ModelField | null): string | number | null {
  if (field?.type === "date") return /^\d{4}-\d{2}-\d{2}$/.test(said) ? said : null;
  const value = Number(said.replace(/,/g, ""));
  return field?.type === "number" && said.trim() !== "" && Number.isFinite(value) ? value : null;
}

/** A period in words that the calendar reads, without doubt and without a rest. */
function periodOf(text: string, view: ModelView, { asOf, rules }: DraftContext): Outcome<Period[]> {
  if (view.timeField === null) return problem(`The view ${view.name} has no dates, so it takes no period.`);
  const words = splitWords(text).map((word) => ({ text: word.norm, raw: word.text, gap: word.gap }));
  const found = readPeriods(words, { asOf, rules, loaded: null });
  const [only] = found;
  const whole = only !== undefined && only.from === 0 && only.to === words.length;
  if (
    found.length !== 1 ||
    !whole ||
    only.kind !== "period" ||
    only.strength === "fuzzy" ||
    only.alternatives.length > 0
  )
    return problem(
      `"${text}" is no period that can be read; write it in English, as "last quarter", "March 2017" or "from 2017-01-01 to 2017-02-15".`,
    );
  return bound(only.periods);
}

function comparisonOf(
  { compare, group_by }: PlanDraft,
  periods: Period[],
  { rules, asOf }: DraftContext,
): Outcome<MetricQuery["comparison"]> {
  if (compare === "none") return bound(null);
  if (group_by.some(({ by }) => by !== "value"))
    return compare === "previous_period"
      ? bound({ kind: "bucket", back: 1, label: "previous bucket" })
      : problem("A trend compared with last year is not to be had in one query.");
  const [period, another] = periods;
  if (!period || another) return problem("A comparison needs exactly one period.");
  const earlier = compare === "last_year" ? samePeriodLastYear : previousPeriod;
  const against = earlier(period, rules, asOf);
  if (against === null) return problem(`"${period.label}" has no start, so nothing comes before it.`);
  const label = compare === "last_year" ? "last year" : "previous period";
  return bound({ kind: "range", period: against, shift: null, label });
}

function groupingOf(field: string, by: PlanDraft["group_by"][number]["by"]): Grouping {
  if (by === "value") return { kind: "field", field };
  const cycle = CYCLES.find((each) => each === by);
  return cycle
    ? { kind: "cycle", field, cycle: cycle as Cycle }
    : { kind: "time", field, grain: by as Grain };
}

/** Where nothing was said: time first to last, otherwise the first number from the greatest down. */
function orderOf({ top, sort }: PlanDraft, groupBy: Grouping[], selected: number): MetricQuery["order"] {
  if (groupBy.length === 0) return [];
  const byNumber = (direction: "asc" | "desc"): MetricQuery["order"] => [
    { by: { kind: "select", index: 0, of: "value" }, direction },
  ];
  if (selected > 0 && top) return byNumber(top.order === "most" ? "desc" : "asc");
  if (selected > 0 && sort !== "none") return byNumber(sort === "highest_first" ? "desc" : "asc");
  const inOrder = groupBy.flatMap((grouping, index) =>
    grouping.kind === "field" && selected > 0
      ? []
      : [{ by: { kind: "group" as const, index }, direction: "asc" as const }],
  );
  return groupBy.some(({ kind }) => kind === "field") && selected > 0
    ? [...inOrder, ...byNumber("desc")]
    : inOrder;
}

function boundsOf<T extends string | number>(op: string, value: T) {
  const at = { value, inclusive: op !== "more_than" && op !== "less_than" };
  const both = op === "is" || op === "is_not";
  return {
    min: both || op === "at_least" || op === "more_than" ? at : null,
    max: both || op === "at_most" || op === "less_than" ? at : null,
    negated: op === "is_not",
  };
}

function fieldOf(view: ModelView, name: string): ModelField | null {
  return view.fields.find((field) => field.name === name) ?? null;
}
