import { addDays } from "../calendar/day.js";
import type { Filter, Selection } from "../contracts/metric-query.js";
import type { ModelField, ModelMeasure } from "../contracts/semantic-model.js";
import { isSummable } from "./bind-measures.js";
import { CompileFault, lookUp } from "./compile-fault.js";
import { columnsOf, measureReferences } from "./expression.js";
import type { QueryPlan } from "./query-plan.js";
import { parsed } from "./sql-fragment.js";

/**
 * Refuses a sum over a field that the overlay does not let it be summed over. Such a field must be a grouping or be
 * pinned to one value. Distinct counts, averages and ratios are computed from rows at any grain, so they pass.
 */
export function checkAdditivity(plan: QueryPlan): void {
  for (const value of plan.values) {
    const pinned = [...pinnedFields(plan), ...memberFields(value.selection)];
    for (const measure of measuresOf(plan, value.selection)) checkMeasure(plan, measure, pinned);
  }
}

function checkMeasure(plan: QueryPlan, measure: ModelMeasure, pinned: readonly string[]): void {
  const { view } = plan.scope;
  if (measure.additive === "all" || !isSummable(view, measure.name)) return;
  const allowed = measure.additive.map((name) => name.toLowerCase());
  const free = [...allowed, ...pinned].flatMap((name) => columnNames(lookUp(view.fields, name, "field")));
  const summed = view.fields.find((field) => {
    if (allowed.includes(field.name.toLowerCase()) || pinned.includes(field.name.toLowerCase())) return false;
    const columns = columnNames(field);
    return columns.length > 0 && !columns.every((column) => free.includes(column));
  });
  if (!summed) return;
  const list =
    measure.additive.length === 0 ? "nothing" : measure.additive.map((name) => `\`${name}\``).join(", ");
  throw new CompileFault(
    "not_additive",
    `\`${measure.name}\` may be summed over ${list} only; ask for it by \`${summed.name}\`, or for one \`${summed.name}\`.`,
  );
}

/** Measures of a number, with the ones that they are built from. */
function measuresOf(plan: QueryPlan, selection: Selection): ModelMeasure[] {
  const names =
    selection.kind === "ratio"
      ? [selection.numerator, selection.denominator]
      : [selection.kind === "over_members" || selection.kind === "running" ? selection.measure : selection];
  const found: ModelMeasure[] = [];
  const enter = (name: string): void => {
    const measure = lookUp(plan.scope.view.measures, name, "measure");
    found.push(measure);
    for (const reference of measureReferences(parsed(measure.expr))) enter(reference.name);
  };
  for (const part of names) if (part.kind === "measure") enter(part.measure);
  return found;
}

/** Fields of which each group of rows holds one value. */
function pinnedFields(plan: QueryPlan): string[] {
  const grouped = plan.groups
    .filter(
      ({ grouping }) => grouping.kind === "field" || (grouping.kind === "time" && grouping.grain === "day"),
    )
    .map(({ field }) => field.name.toLowerCase());
  const filtered = plan.query.filters.filter(isSingleValue).map((filter) => filter.field.toLowerCase());
  const { periods } = plan.query;
  const isOneDay =
    periods.length > 0 && periods.every(({ start, end }) => start !== null && end === addDays(start, 1));
  return [
    ...grouped,
    ...filtered,
    ...(isOneDay && plan.timeField ? [plan.timeField.name.toLowerCase()] : []),
  ];
}

function isSingleValue(filter: Filter): filter is Extract<Filter, { kind: "values" }> {
  return filter.kind === "values" && filter.values.length === 1 && !filter.negated;
}

function memberFields(selection: Selection): string[] {
  if (selection.kind !== "over_members") return [];
  const { per } = selection;
  const isFine = per.kind === "field" || (per.kind === "time" && per.grain === "day");
  return isFine ? [per.field.toLowerCase()] : [];
}

function columnNames(field: ModelField): string[] {
  return columnsOf(parsed(field.expr)).map((column) =>
    column.parts.map((part) => part.name.toLowerCase()).join("."),
  );
}
