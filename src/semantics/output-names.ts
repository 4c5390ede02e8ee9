import { assertUnreachable } from "../contracts/errors.js";
import type { Grouping, Selection, SimpleSelection } from "../contracts/metric-query.js";
import type { ModelField } from "../contracts/semantic-model.js";

/** Header of a grouping: `Region`, `Sold On month`, `Sold On weekday`. */
export function groupName(field: ModelField, grouping: Grouping): string {
  const unit = unitOf(grouping);
  return unit === null ? field.name : `${field.name} ${unit}`;
}

/** Header of a number: `Revenue`, `Customer count`, `Orders per Customer`, `Average Sales per month`. */
export function selectionName(selection: Selection): string {
  switch (selection.kind) {
    case "measure":
      return selection.measure;
    case "count_distinct":
      return `${selection.field} count`;
    case "aggregate":
      return `${selection.aggregate === "sum" ? "Total" : "Average"} ${selection.field}`;
    case "ratio":
      return `${selectionName(selection.numerator)} per ${partName(selection.denominator)}`;
    case "over_members":
      if (selection.aggregate === "count") return `${memberName(selection.per)} count`;
      return `${AGGREGATE_NAMES[selection.aggregate]} ${selectionName(selection.measure)} per ${memberName(selection.per)}`;
    case "running":
      return `${selectionName(selection.measure)} ${selection.buckets === null ? "running total" : "moving average"}`;
    default:
      return assertUnreachable(selection);
  }
}

const AGGREGATE_NAMES = {
  avg: "Average",
  min: "Lowest",
  max: "Highest",
  median: "Median",
  count: "Number",
} as const;

function partName(selection: SimpleSelection): string {
  return selection.kind === "measure" ? selection.measure : selection.field;
}

function memberName(grouping: Grouping): string {
  return unitOf(grouping) ?? grouping.field;
}

function unitOf(grouping: Grouping): string | null {
  if (grouping.kind === "field") return null;
  return (grouping.kind === "time" ? grouping.grain : grouping.cycle).replaceAll("_", " ");
}

/** Makes headers differ, as a header names a column in SQL and in an answer. */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let n = 2; taken.has(unique.toLowerCase()); n++) unique = `${name} (${n})`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}
