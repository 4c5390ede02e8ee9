import type { ConfigProblem } from "../contracts/errors.js";
import type { ModelMeasure, ModelView, SourcePlace } from "../contracts/semantic-model.js";
import type { Expr } from "../sql/ast.js";
import { aggregatesOf, isAggregate } from "./aggregate-kind.js";
import { checkJoins } from "./check-joins.js";
import { checkWindows } from "./check-windows.js";
import { didYouMean } from "./closest-name.js";
import { isSubquery, measureName, measureReferences, readExpression, visitExpression } from "./expression.js";

/** Checks what can be known without a catalogue: duplicate names, syntax, MEASURE() references and their cycles. */
export function checkModel(views: readonly ModelView[], problems: ConfigProblem[]): void {
  const names = new Map<string, ModelView>();
  for (const view of views) {
    const same = names.get(view.name.toLowerCase());
    if (same) {
      add(
        problems,
        view.place,
        `There is another view \`${same.name}\`, in ${same.place.file}.`,
        "Rename one.",
      );
    }
    names.set(view.name.toLowerCase(), view);
    checkNames(view, problems);
    if (view.filter !== null)
      checkScalar(view.filter, "The filter", view.filterPlace ?? view.place, problems);
    for (const field of view.fields) {
      checkScalar(field.expr, `The field \`${field.name}\``, field.place, problems);
    }
    for (const measure of view.measures) checkMeasure(view, measure, problems);
    checkCycles(view, problems);
    checkJoins(view, problems);
    checkWindows(view, problems);
  }
}

function checkNames(view: ModelView, problems: ConfigProblem[]): void {
  const seen = new Map<string, number>();
  for (const { name, place } of [...view.fields, ...view.measures]) {
    const first = seen.get(name.toLowerCase());
    if (name !== "" && first !== undefined) {
      add(problems, place, `The name \`${name}\` stands in line ${first} already.`, "Rename one of them.");
    }
    seen.set(name.toLowerCase(), first ?? place.line);
  }
  if (view.measures.length === 0 && view.fields.length === 0) {
    add(problems, view.place, "The view has neither fields nor measures.", "Add at least one measure.");
  }
}

function parse(sql: string, what: string, place: SourcePlace, problems: ConfigProblem[]): Expr | null {
  if (sql === "") return null;
  const read = readExpression(sql);
  if (!read.ok) {
    add(
      problems,
      place,
      `${what} is not an expression of Databricks SQL: ${read.message}`,
      "Correct `expr`.",
    );
    return null;
  }
  let hasQuery = false;
  visitExpression(read.expr, (node) => {
    hasQuery ||= isSubquery(node);
    return !hasQuery;
  });
  if (!hasQuery) return read.expr;
  add(problems, place, `${what} holds a subquery.`, "Use a join, or a SELECT as `source`.");
  return null;
}

/** A filter or field: no aggregate and no measure in it. */
export function checkScalar(
  sql: string,
  what: string,
  place: SourcePlace,
  problems: ConfigProblem[],
): Expr | null {
  const expr = parse(sql, what, place, problems);
  if (expr === null) return null;
  const aggregate = aggregatesOf(expr)[0];
  if (aggregate) {
    add(problems, place, `${what} aggregates with ${aggregate.name}().`, "Make it a measure.");
  }
  if (measureReferences(expr).length > 0)
    add(problems, place, `${what} uses MEASURE().`, "Make it a measure.");
  return expr;
}

function checkMeasure(view: ModelView, measure: ModelMeasure, problems: ConfigProblem[]): void {
  const what = `The measure \`${measure.name}\``;
  const expr = parse(measure.expr, what, measure.place, problems);
  if (expr === null) return;
  for (const { name } of measureReferences(expr)) {
    if (findMeasure(view, name)) continue;
    const near = didYouMean(
      name,
      view.measures.map((other) => other.name),
    );
    add(problems, measure.place, `${what} refers to \`${name}\`, which is no measure of this view.`, near);
  }
  visitExpression(expr, (node) => {
    if (node.kind === "call" && node.name === "measure" && measureName(node) === null) {
      add(
        problems,
        measure.place,
        `${what} uses MEASURE() on something else than one name.`,
        "Write MEASURE(`name`).",
      );
    }
    if (
      node.kind === "call" &&
      (node.over !== null ||
        (isAggregate(node) && node.args.some(({ value }) => aggregatesOf(value).length > 0)))
    ) {
      add(
        problems,
        measure.place,
        `${what} nests an aggregate or uses OVER.`,
        "Use `window`, or a SELECT as `source`.",
      );
      return false;
    }
    return true;
  });
  if (aggregatesOf(expr).length === 0 && measureReferences(expr).length === 0) {
    add(problems, measure.place, `${what} aggregates nothing.`, "Use SUM, COUNT or another aggregate.");
  }
}

function checkCycles(view: ModelView, problems: ConfigProblem[]): void {
  const done = new Set<ModelMeasure>();
  const enter = (measure: ModelMeasure, path: readonly ModelMeasure[]): void => {
    if (path.includes(measure)) {
      const names = [...path.slice(path.indexOf(measure)), measure].map((step) => `\`${step.name}\``);
      add(problems, measure.place, `MEASURE() goes in a circle: ${names.join(" → ")}.`, "Break the circle.");
      return;
    }
    if (done.has(measure)) return;
    const read = readExpression(measure.expr);
    const references = read.ok ? measureReferences(read.expr) : [];
    for (const { name } of references) {
      const next = findMeasure(view, name);
      if (next) enter(next, [...path, measure]);
    }
    done.add(measure);
  };
  for (const measure of view.measures) enter(measure, []);
}

export function findMeasure(view: ModelView, name: string): ModelMeasure | undefined {
  return view.measures.find((measure) => measure.name.toLowerCase() === name.toLowerCase());
}

function add(problems: ConfigProblem[], place: SourcePlace, message: string, remedy: string): void {
  problems.push({ ...place, message, remedy });
}
