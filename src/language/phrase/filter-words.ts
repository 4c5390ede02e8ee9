import { addDays } from "../../calendar/day.js";
import { assertUnreachable } from "../../contracts/errors.js";
import type { FieldValue, Filter, LeafFilter } from "../../contracts/metric-query.js";
import type { ModelView } from "../../contracts/semantic-model.js";
import { cycleName } from "../describe.js";
import { named, type Style } from "./style.js";

/** "for West or East", "excluding Region West", "with Distance more than 10". */
export function phraseFilter(filter: Filter, view: ModelView, style: Style): string {
  if (filter.kind !== "any") return phraseLeaf(filter, view, style);
  const sides = filter.filters.map((leaf) =>
    phraseLeaf(leaf, view, { ...style, qualified: false }).replace(/^for /, ""),
  );
  return `for ${sides.join(" or ")}`;
}

function phraseLeaf(filter: LeafFilter, view: ModelView, style: Style): string {
  switch (filter.kind) {
    case "values":
      return phraseValues(filter.field, filter.values, filter.negated, style);
    case "contains":
      return `${filter.negated ? "not " : ""}with ${named(filter.field, style)} containing "${filter.text}"`;
    case "term":
      return `${filter.negated ? "excluding" : "during"} ${named(filter.term, style)}`;
    case "cycle":
      return `${filter.negated ? "excluding" : "on"} ${filter.values.map((value) => `${cycleName(filter.cycle, value)}s`).join(" and ")}`;
    case "range":
      return phraseRange(filter, view, style);
    default:
      return assertUnreachable(filter);
  }
}

function phraseValues(field: string, values: readonly FieldValue[], negated: boolean, style: Style): string {
  if (values.length === 1 && values[0] === null)
    return negated ? `where ${named(field, style)} is not missing` : `with no ${named(field, style)}`;
  const list = values.map((value) => named(String(value), style)).join(negated ? " and " : " or ");
  if (negated) return `excluding ${style.qualified ? `${named(field, style)} ` : ""}${list}`;
  const short = values.some((value) => String(value).length <= 3);
  return style.qualified || short ? `where ${named(field, style)} is ${list}` : `for ${list}`;
}

function phraseRange(filter: Extract<LeafFilter, { kind: "range" }>, view: ModelView, style: Style): string {
  const dates = view.fields.find(({ name }) => name === filter.field)?.type === "date";
  if (dates) {
    const words = dateWords(filter);
    const own = filter.field === view.timeField ? "" : `${named(filter.field, style)} `;
    return filter.negated ? `excluding ${words.replace(/^from /, "")}` : `with ${own}${words}`;
  }
  const { min, max } = filter;
  const field = named(filter.field, style);
  if (min !== null && max !== null)
    return min.value === max.value
      ? `with ${field} exactly ${min.value}`
      : `with ${field} between ${min.value} and ${max.value}`;
  if (min !== null) return `with ${field} ${min.inclusive ? "at least" : "more than"} ${min.value}`;
  return max === null ? "" : `with ${field} ${max.inclusive ? "at most" : "less than"} ${max.value}`;
}

function dateWords({ min, max }: Extract<LeafFilter, { kind: "range" }>): string {
  if (min !== null && max !== null) {
    const year = /^(\d{4})-01-01$/.exec(String(min.value))?.[1];
    if (year !== undefined && !max.inclusive && max.value === `${Number(year) + 1}-01-01`) return year;
    return `from ${min.value} to ${addDays(String(max.value), max.inclusive ? 0 : -1)}`;
  }
  if (min !== null) return `since ${min.value}`;
  return max === null ? "" : `before ${max.value}`;
}
