import { isDay } from "../../calendar/day.js";
import { spanLabel } from "../../calendar/label.js";
import type { CalendarRules } from "../../contracts/dates.js";
import { assertUnreachable } from "../../contracts/errors.js";
import type { Filter, LeafFilter, MetricQuery } from "../../contracts/metric-query.js";
import { cycleLabel } from "./cell-label.js";
import { inPeriod } from "./grammar.js";
import type { Scene } from "./scene.js";

/** Period and filters of an answer, as they follow a number. */
export function sceneWords(scene: Scene): string {
  if (scene.query) return scopeWords(scene.query);
  return scene.periodWords === "" ? "" : ` ${inPeriod(scene.periodWords)}`;
}

/** Period and filters of a query after a number: " in October 2025 for EMEA"; empty where there are none. */
export function scopeWords(
  query: MetricQuery | null,
  options: { period: boolean } = { period: true },
): string {
  if (!query) return "";
  const [period, ...others] = query.periods;
  const time =
    options.period && period && others.length === 0 && period.label ? ` ${inPeriod(period.label)}` : "";
  const plain = query.filters.flatMap((filter) => (isPlain(filter) ? [valuesWords(filter)] : []));
  const members = plain.length > 0 ? ` for ${plain.join(", ")}` : "";
  const rest = query.filters.filter((filter) => !isPlain(filter)).map((filter) => ` ${filterWords(filter)}`);
  return time + members + rest.join("");
}

/** A filter as it follows a noun: "for EMEA", "without Furniture", "where Discount is at least 0.2". */
export function filterWords(filter: Filter): string {
  if (filter.kind !== "any") return leafWords(filter);
  return filter.filters.map(leafWords).join(" or ");
}

function leafWords(filter: LeafFilter): string {
  const not = filter.negated;
  switch (filter.kind) {
    case "values":
      if (isAbsence(filter)) return `with ${not ? "any" : "no"} ${filter.field}`;
      return `${not ? "without" : "for"} ${valuesWords(filter)}`;
    case "range":
      return `where ${filter.field} is ${not ? "not " : ""}${daysWords(filter) ?? rangeWords(filter)}`;
    case "contains":
      return `where ${filter.field} ${not ? "does not contain" : "contains"} "${filter.text}"`;
    case "term":
      return not ? `outside ${filter.term}` : `during ${filter.term}`;
    case "cycle": {
      const values = filter.values.map((value) => cycleLabel(value, filter.cycle));
      const on = filter.cycle === "weekday" ? "on" : "in";
      return `${not ? "except " : ""}${on} ${listed(values, " and ")}`;
    }
    default:
      return assertUnreachable(filter);
  }
}

type ValuesFilter = Extract<LeafFilter, { kind: "values" }>;

function isPlain(filter: Filter): filter is ValuesFilter {
  return filter.kind === "values" && !filter.negated && !isAbsence(filter);
}

/** Nothing but whether the field has a value. */
function isAbsence({ values }: ValuesFilter): boolean {
  return values.every((value) => value === null);
}

function valuesWords({ values, field, negated }: ValuesFilter): string {
  const words = values.map((value) => valueWords(value, field));
  return listed(words, negated ? " and " : " or ");
}

function valueWords(value: string | number | boolean | null, field: string): string {
  if (value === null) return `no ${field}`;
  if (typeof value === "string") return value;
  return `${field} ${typeof value === "boolean" ? (value ? "yes" : "no") : value}`;
}

const PLAIN_YEAR: CalendarRules = { weekStarts: "monday", fiscalYearStarts: 1 };

/** "in October 2025", "on 17 November 2025" for a half-open range of days; null for other ranges. */
function daysWords({ min, max }: Extract<LeafFilter, { kind: "range" }>): string | null {
  if (!min?.inclusive || !max || max.inclusive) return null;
  const [start, end] = [String(min.value), String(max.value)];
  return isDay(start) && isDay(end) && start < end ? inPeriod(spanLabel({ start, end }, PLAIN_YEAR)) : null;
}

function rangeWords({ min, max }: Extract<LeafFilter, { kind: "range" }>): string {
  const low = min ? `${min.inclusive ? "at least" : "more than"} ${min.value}` : null;
  const high = max ? `${max.inclusive ? "at most" : "less than"} ${max.value}` : null;
  return [low, high].filter((part) => part !== null).join(" and ");
}

function listed(items: string[], last: string): string {
  if (items.length > 6) return `${items.slice(0, 5).join(", ")}${last}${items.length - 5} others`;
  return items.length < 2 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")}${last}${items.at(-1)}`;
}
