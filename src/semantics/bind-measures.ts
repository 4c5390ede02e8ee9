import type { ConfigProblem } from "../contracts/errors.js";
import type { ModelMeasure, ModelView } from "../contracts/semantic-model.js";
import type { Call } from "../sql/ast.js";
import { isAggregate, isLinear, isLinearCombination, isRatio, isZeroWhenEmpty } from "./aggregate-kind.js";
import type { ViewColumns } from "./bind-columns.js";
import { type BoundExpression, bindExpression } from "./bind-expression.js";
import { findMeasure } from "./check-model.js";
import { columnsOf, measureName, readExpression } from "./expression.js";

/** Binds the measures of a view and derives ratio, emptyIsZero and, where the overlay is silent, additivity. */
export function bindMeasures(
  view: ModelView,
  columns: ViewColumns,
  fields: ReadonlyMap<string, BoundExpression>,
  problems: ConfigProblem[],
): ModelMeasure[] {
  return view.measures.map((measure) => {
    const what = `The measure \`${measure.name}\``;
    const bound = bindExpression(measure.expr, what, measure.place, columns, fields, problems);
    const isExact = isSummable(view, measure.name);
    return {
      ...measure,
      expr: bound?.sql ?? measure.expr,
      ratio: isRatioMeasure(view, measure.name),
      emptyIsZero: measure.window.length === 0 && holds(view, measure.name, isZeroWhenEmpty),
      additive: measure.additive === "all" && !isExact ? summableFields(view, measure) : measure.additive,
    };
  });
}

/** Sums and counts of rows: the values of disjoint groups add up to the value of all. */
function isSummable(view: ModelView, name: string): boolean {
  const measure = findMeasure(view, name);
  return measure !== undefined && measure.window.length === 0 && holds(view, name, isLinear);
}

/** A sum over a window adds up over every field but the ones that order the window. */
function summableFields(view: ModelView, measure: ModelMeasure): string[] {
  if (measure.window.length === 0 || !holdsIn(view, measure, isLinear)) return [];
  const orders = measure.window.map((window) => window.order.toLowerCase());
  const columns = orders.flatMap((order) => {
    const field = view.fields.find((candidate) => candidate.name.toLowerCase() === order);
    return field ? columnNames(field.expr) : [];
  });
  return view.fields
    .filter((field) => !columnNames(field.expr).some((name) => columns.includes(name)))
    .map((field) => field.name);
}

function columnNames(sql: string): string[] {
  const read = readExpression(sql);
  if (!read.ok) return [];
  return columnsOf(read.expr).map((column) => (column.parts.at(-1)?.name ?? "").toLowerCase());
}

function isRatioMeasure(view: ModelView, name: string): boolean {
  const measure = findMeasure(view, name);
  const read = measure ? readExpression(measure.expr) : null;
  return read?.ok === true && isRatio(read.expr, (other) => other !== name && isRatioMeasure(view, other));
}

function holds(view: ModelView, name: string, test: (call: Call) => boolean): boolean {
  const measure = findMeasure(view, name);
  return measure !== undefined && holdsIn(view, measure, test);
}

function holdsIn(view: ModelView, measure: ModelMeasure, test: (call: Call) => boolean): boolean {
  const read = readExpression(measure.expr);
  if (!read.ok) return false;
  return isLinearCombination(read.expr, (term) => {
    const name = measureName(term);
    if (name !== null) return findMeasure(view, name)?.window.length === 0 && holds(view, name, test);
    return isAggregate(term) && test(term as Call);
  });
}
