import type { ConfigProblem } from "../contracts/errors.js";
import type { ModelMeasure, ModelView } from "../contracts/semantic-model.js";
import type { Call } from "../sql/ast.js";
import { isAggregate, isLinear, isLinearCombination, isRatio, isZeroWhenEmpty } from "./aggregate-kind.js";
import type { ViewColumns } from "./bind-columns.js";
import { type BoundExpression, bindExpression } from "./bind-expression.js";
import { findMeasure } from "./check-model.js";
import { measureName, readExpression } from "./expression.js";

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
    return {
      ...measure,
      expr: bound?.sql ?? measure.expr,
      ratio: isRatioMeasure(view, measure.name),
      emptyIsZero: measure.window.length === 0 && holds(view, measure.name, isZeroWhenEmpty),
      additive: measure.additive === "all" && !isSummable(view, measure.name) ? [] : measure.additive,
    };
  });
}

/** Sums and counts of rows: the values of disjoint groups add up to the value of all. */
export function isSummable(view: ModelView, name: string): boolean {
  const measure = findMeasure(view, name);
  return measure !== undefined && measure.window.length === 0 && holds(view, name, isLinear);
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
