import { MONTH_NAMES } from "../calendar/label.js";
import { WEEKDAYS } from "../contracts/dates.js";
import { assertUnreachable } from "../contracts/errors.js";
import type {
  Filter,
  Grouping,
  LeafFilter,
  Period,
  Selection,
  SimpleSelection,
} from "../contracts/metric-query.js";
import type { ModelView } from "../contracts/semantic-model.js";
import type { Item } from "./frame.js";

/** What an item of the question became, for the interpretation: "Sales Date from 2025-10-01 to before 2025-11-01". */
export function describeBinding(item: Item, view: ModelView): string {
  if (item.as !== null) return item.as;
  switch (item.kind) {
    case "measure":
      return item.measure.name;
    case "field":
      return item.role === "group" || item.role === "side" ? `by ${item.field.name}` : item.field.name;
    case "value":
      return `${item.field.name} ${item.role === "excluded" ? "is not" : "is"} ${item.value}`;
    case "term":
      return item.role === "excluded" ? `not ${item.term}` : item.term;
    case "period":
      return describeTime(item, view);
    case "number":
      return String(item.number.value);
    case "operation":
      return item.operation.as;
    case "view":
      return view.name;
    default:
      return item.words;
  }
}

/** "Sales Date from 2025-10-01 to before 2025-11-01". */
function describePeriod(period: Period, field: string): string {
  if (period.start === null && period.end === null) return `${field}: everything loaded`;
  if (period.start === null) return `${field} before ${period.end}`;
  return period.end === null
    ? `${field} from ${period.start}`
    : `${field} from ${period.start} to before ${period.end}`;
}

export function describeSelection(selection: Selection): string {
  switch (selection.kind) {
    case "measure":
    case "count_distinct":
    case "aggregate":
      return describeSimple(selection);
    case "ratio":
      return `${describeSimple(selection.numerator)} per ${perName(selection.denominator)}`;
    case "running":
      return `${selection.buckets === null ? "running total" : `moving average over ${selection.buckets}`} of ${describeSimple(selection.measure)}`;
    case "over_members":
      if (selection.aggregate === "count")
        return `number of ${describeGrouping(selection.per)} by their ${describeSimple(selection.measure)}`;
      return `${AGGREGATES[selection.aggregate]} ${describeSimple(selection.measure)} per ${describeGrouping(selection.per)}`;
    default:
      return assertUnreachable(selection);
  }
}

export function describeGrouping(grouping: Grouping): string {
  switch (grouping.kind) {
    case "field":
      return grouping.field;
    case "time":
      return grouping.grain.replace("_", " ");
    case "cycle":
      return grouping.cycle.replaceAll("_", " ");
    default:
      return assertUnreachable(grouping);
  }
}

/** "Category is Furniture or Technology", "Region is not West". */
export function describeFilter(filter: Filter): string {
  if (filter.kind === "any") return filter.filters.map(describeLeaf).join(" or ");
  return describeLeaf(filter);
}

function describeLeaf(filter: LeafFilter): string {
  const not = filter.negated ? " not" : "";
  switch (filter.kind) {
    case "values":
      return `${filter.field} is${not} ${filter.values.map((value) => (value === null ? "missing" : String(value))).join(" or ")}`;
    case "contains":
      return `${filter.field} does${not} contain ${filter.text}`.replace("does contain", "contains");
    case "term":
      return `${filter.negated ? "not " : ""}${filter.term}`;
    case "cycle":
      return `${filter.field} is${not} on ${filter.values.map((value) => cycleName(filter.cycle, value)).join(" or ")}`;
    case "range": {
      if (filter.min?.inclusive !== false && filter.max?.inclusive !== true && isDay(filter.min, filter.max))
        return `${filter.field}${not} ${describeDays(filter)}`;
      const bounds = [
        filter.min === null ? null : `${filter.min.inclusive ? "at least" : "more than"} ${filter.min.value}`,
        filter.max === null ? null : `${filter.max.inclusive ? "at most" : "less than"} ${filter.max.value}`,
      ];
      return `${filter.field} is${not} ${bounds.filter((bound) => bound !== null).join(" and ")}`;
    }
    default:
      return assertUnreachable(filter);
  }
}

type Range = Extract<LeafFilter, { kind: "range" }>;

function isDay(...bounds: (Range["min"] | Range["max"])[]): boolean {
  return bounds.every((bound) => bound === null || /^\d{4}-\d\d-\d\d$/.test(String(bound.value)));
}

/** "from 2017-01-01 to before 2018-01-01". */
function describeDays({ min, max }: Range): string {
  if (min === null) return `before ${max?.value}`;
  return max === null ? `from ${min.value}` : `from ${min.value} to before ${max.value}`;
}

export function cycleName(cycle: string, value: number): string {
  if (cycle === "weekday") {
    const day = WEEKDAYS[value - 1] ?? String(value);
    return day.charAt(0).toUpperCase() + day.slice(1);
  }
  if (cycle === "month_of_year") return MONTH_NAMES[value - 1] ?? String(value);
  if (cycle === "week_part") return value === 2 ? "weekends" : "weekdays";
  return cycle === "quarter_of_year" ? `Q${value}` : String(value);
}

const AGGREGATES = {
  avg: "average",
  min: "lowest",
  max: "highest",
  median: "median",
  count: "number of",
} as const;

function describeSimple(selection: SimpleSelection): string {
  if (selection.kind === "measure") return selection.measure;
  if (selection.kind === "count_distinct") return `number of different ${selection.field}`;
  return `${selection.aggregate === "sum" ? "total" : "average"} ${selection.field}`;
}

function perName(selection: SimpleSelection): string {
  return selection.kind === "measure" ? selection.measure : selection.field;
}

function describeTime(item: Item & { kind: "period" }, view: ModelView): string {
  const field = view.timeField ?? "time";
  const { match } = item;
  const not = item.role === "excluded" ? "not " : "";
  switch (match.kind) {
    case "period":
      return not + match.periods.map((period) => describePeriod(period, field)).join("; ");
    case "grain":
      return `by ${match.grain?.replace("_", " ") ?? "time"}`;
    case "comparison":
      return `compared with ${match.with === "last year" ? "last year" : "the previous period"}`;
    case "cycle_filter":
      return `${not}${match.values.map((value) => cycleName(match.cycle, value)).join(", ")}`;
    case "cycle_group":
      return `by ${match.cycle.replaceAll("_", " ")}`;
    default:
      return assertUnreachable(match);
  }
}
