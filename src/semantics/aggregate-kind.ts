import type { Call, Expr } from "../sql/ast.js";
import { measureName, partsOf } from "./expression.js";

/** Sums and counts may be added over disjoint groups and are 0 over no rows. */
const LINEAR = new Set(["sum", "count", "count_if", "try_sum"]);
/** Rows that stand twice change nothing. */
const REPEATABLE = new Set([
  "min",
  "max",
  "any_value",
  "approx_count_distinct",
  "bool_and",
  "bool_or",
  "every",
  "some",
  "any",
  "collect_set",
  "min_by",
  "max_by",
  "first_value",
  "last_value",
]);
const AVERAGES = new Set([
  "avg",
  "mean",
  "try_avg",
  "median",
  "mode",
  "percentile",
  "percentile_approx",
  "percentile_cont",
  "percentile_disc",
  "approx_percentile",
]);
const OTHERS = new Set([
  "stddev",
  "stddev_samp",
  "stddev_pop",
  "std",
  "variance",
  "var_samp",
  "var_pop",
  "corr",
  "covar_pop",
  "covar_samp",
  "skewness",
  "kurtosis",
  "first",
  "last",
  "collect_list",
  "array_agg",
  "listagg",
  "string_agg",
  "bit_and",
  "bit_or",
  "bit_xor",
  "histogram_numeric",
  "regr_avgx",
  "regr_avgy",
  "regr_count",
  "regr_intercept",
  "regr_r2",
  "regr_slope",
  "regr_sxx",
  "regr_sxy",
  "regr_syy",
  "product",
]);

export function isAggregate(expr: Expr): boolean {
  return (
    expr.kind === "call" &&
    expr.over === null &&
    (LINEAR.has(expr.name) || REPEATABLE.has(expr.name) || AVERAGES.has(expr.name) || OTHERS.has(expr.name))
  );
}

/** Aggregates of an expression that stand in no other aggregate. */
export function aggregatesOf(expr: Expr): Call[] {
  if (isAggregate(expr)) return [expr as Call];
  return partsOf(expr).flatMap(aggregatesOf);
}

/** Sum or count without DISTINCT: the values of disjoint groups add up to the value of all. */
export function isLinear(call: Call): boolean {
  return LINEAR.has(call.name) && !call.distinct;
}

/** 0, not NULL, is the truth over no rows: sums and counts, distinct ones too. */
export function isZeroWhenEmpty(call: Call): boolean {
  return LINEAR.has(call.name);
}

/** The same value however often each row is repeated. */
export function isRepeatable(call: Call): boolean {
  return REPEATABLE.has(call.name) || (call.distinct && call.name === "count");
}

/** Averages and quotients of aggregates: values of groups must never be added. */
export function isRatio(expr: Expr, isRatioMeasure: (name: string) => boolean): boolean {
  const name = measureName(expr);
  if (name !== null) return isRatioMeasure(name);
  if (isAggregate(expr)) return AVERAGES.has((expr as Call).name);
  if (expr.kind === "binary" && (expr.op === "/" || expr.op === "DIV") && hasAggregate(expr.right))
    return true;
  if (expr.kind === "call" && expr.name === "try_divide" && hasAggregate(expr.args[1]?.value)) return true;
  return partsOf(expr).some((part) => isRatio(part, isRatioMeasure));
}

/**
 * True for sums and differences of terms that pass `test`, each perhaps scaled by a constant:
 * what holds for the terms (additive, zero when empty) then holds for the whole.
 */
export function isLinearCombination(expr: Expr, test: (term: Expr) => boolean): boolean {
  if (measureName(expr) !== null || isAggregate(expr)) return test(expr);
  if (expr.kind === "unary" && (expr.op === "-" || expr.op === "+")) {
    return isLinearCombination(expr.operand, test);
  }
  if (expr.kind === "cast") return isLinearCombination(expr.operand, test);
  if (expr.kind === "call" && (expr.name === "coalesce" || expr.name === "round" || expr.name === "nvl")) {
    const first = expr.args[0]?.value;
    return (
      expr.name !== "round" &&
      first !== undefined &&
      isLinearCombination(first, test) &&
      isZeroText(expr.args[1]?.value)
    );
  }
  if (expr.kind !== "binary") return false;
  if (expr.op === "+" || expr.op === "-") {
    return isLinearCombination(expr.left, test) && isLinearCombination(expr.right, test);
  }
  if (expr.op === "*") {
    if (expr.left.kind === "number") return isLinearCombination(expr.right, test);
    return expr.right.kind === "number" && isLinearCombination(expr.left, test);
  }
  return expr.op === "/" && expr.right.kind === "number" && isLinearCombination(expr.left, test);
}

/** Is there an aggregate in it, or a MEASURE() reference? */
export function hasAggregate(expr: Expr | undefined): boolean {
  if (expr === undefined) return false;
  return measureName(expr) !== null || isAggregate(expr) || partsOf(expr).some(hasAggregate);
}

function isZeroText(expr: Expr | undefined): boolean {
  return expr?.kind === "number" && Number(expr.text) === 0;
}
