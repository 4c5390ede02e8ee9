import type { Call, Expr } from "../sql/ast.js";
import { type Edit, splice } from "../sql/splice.js";
import { hasAggregate, isAggregate } from "./aggregate-kind.js";
import { balancedSpan } from "./balanced-span.js";
import { partsOf, visitExpression } from "./expression.js";

/**
 * Databricks divides and averages DECIMALs into DECIMALs of few places (six for two wide sums), the embedded engine
 * into DOUBLEs. Quotients and averages of a query are DOUBLEs on both, so that an answer is the same number on either.
 */
export function quotientSql(numerator: string, denominator: string): string {
  return `CAST(${numerator} AS DOUBLE) / NULLIF(${denominator}, 0)`;
}

/** The mean of a column of steps; the sum is exact in DECIMAL, which a mean of DOUBLEs in any order is not. */
export function averageSql(column: string, over = ""): string {
  return quotientSql(`SUM(${column})${over}`, `COUNT(${column})${over}`);
}

/** Edits that make each quotient of aggregates a DOUBLE; quotients within a row stay as they were written. */
export function quotientEdits(sql: string, expr: Expr): Edit[] {
  const edits: Edit[] = [];
  visitExpression(expr, (node) => {
    const numerator = dividend(node);
    if (numerator && hasAggregate(node) && !isDouble(numerator)) {
      const { from, to } = balancedSpan(sql, numerator);
      edits.push({ from, to: from, text: "CAST(" }, { from: to, to, text: " AS DOUBLE)" });
    }
    return !isAggregate(node);
  });
  return edits;
}

/** The expression `expr` of `sql` with every AVG written as the DOUBLE that its sum and its count make. */
export function withAverages(sql: string, expr: Expr): string {
  const edits = averagesOf(expr).map((call) => {
    const text = (from: number, to: number) => Array.from(sql).slice(from, to).join("");
    const rest = text(call.nameSpan.to, call.to);
    const mean = quotientSql(`SUM${rest}`, `COUNT${rest}`);
    return { from: call.from, to: call.to, text: call === expr ? mean : `(${mean})` };
  });
  return splice(sql, edits);
}

function averagesOf(expr: Expr): Call[] {
  if (isAggregate(expr)) return isAverage(expr) ? [expr] : [];
  return partsOf(expr).flatMap(averagesOf);
}

function isAverage(expr: Expr): expr is Call {
  return expr.kind === "call" && (expr.name === "avg" || expr.name === "mean") && expr.args.length === 1;
}

function dividend(node: Expr): Expr | undefined {
  if (node.kind === "binary" && node.op === "/") return node.left;
  return node.kind === "call" && node.name === "try_divide" ? node.args[0]?.value : undefined;
}

function isDouble(expr: Expr): boolean {
  if (expr.kind === "cast") return expr.type.kind === "simple" && /^double$/i.test(expr.type.name);
  return dividend(expr) !== undefined && hasAggregate(expr);
}
