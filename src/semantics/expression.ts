import type { Call, Expr, Name } from "../sql/ast.js";
import { parseExpression } from "../sql/expression.js";

export type ColumnExpr = Extract<Expr, { kind: "column" }>;

export type ReadExpression = { ok: true; expr: Expr } | { ok: false; message: string };

const CACHE_SIZE = 5000;
const cache = new Map<string, ReadExpression>();

/** Parses a scalar expression of a metric view. Pure; results of the last few thousand texts are kept. */
export function readExpression(sql: string): ReadExpression {
  const known = cache.get(sql);
  if (known) return known;
  const parsed = parseExpression(sql);
  const read: ReadExpression = parsed.ok
    ? { ok: true, expr: parsed.expr }
    : { ok: false, message: parsed.message };
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(sql, read);
  return read;
}

/** Calls `visit` for the expression and everything inside it, parents first. Return false to skip what is inside. */
export function visitExpression(expr: Expr, visit: (expr: Expr) => boolean): void {
  if (!visit(expr)) return;
  for (const child of partsOf(expr)) visitExpression(child, visit);
}

/** The columns that an expression reads, lambda parameters and names inside MEASURE() left out. */
export function columnsOf(expr: Expr): ColumnExpr[] {
  const found: ColumnExpr[] = [];
  const walk = (node: Expr, bound: readonly string[]): void => {
    if (node.kind === "lambda") {
      walk(node.body, [...bound, ...node.params.map((name) => lower(name))]);
      return;
    }
    if (measureName(node) !== null) return;
    if (node.kind === "column" && !bound.includes(lower(node.parts[0] as Name))) found.push(node);
    for (const child of partsOf(node)) walk(child, bound);
  };
  walk(expr, []);
  return found;
}

export interface MeasureReference {
  name: string;
  call: Call;
}

/** MEASURE(`x`) calls, outermost first. */
export function measureReferences(expr: Expr): MeasureReference[] {
  const found: MeasureReference[] = [];
  visitExpression(expr, (node) => {
    const name = measureName(node);
    if (name === null) return true;
    found.push({ name, call: node as Call });
    return false;
  });
  return found;
}

/** The measure that this node refers to, or null where it is no MEASURE() call on one name. */
export function measureName(expr: Expr): string | null {
  if (expr.kind !== "call" || expr.name !== "measure") return null;
  const argument = expr.args[0]?.value;
  if (expr.args.length !== 1 || argument?.kind !== "column" || argument.parts.length !== 1) return null;
  return argument.parts[0]?.name ?? null;
}

export function isSubquery(expr: Expr): boolean {
  return expr.kind === "in_query" || expr.kind === "exists" || expr.kind === "subquery";
}

/** Direct operands. Queries inside are not entered: metric views hold none. */
export function partsOf(expr: Expr): Expr[] {
  switch (expr.kind) {
    case "unary":
    case "is":
    case "cast":
    case "field":
    case "json_path":
    case "collate":
    case "in_query":
      return [expr.operand];
    case "binary":
    case "distinct_from":
      return [expr.left, expr.right];
    case "between":
      return [expr.operand, expr.low, expr.high];
    case "in_list":
      return [expr.operand, ...expr.list];
    case "like":
      return [expr.operand, ...expr.patterns];
    case "case":
      return [
        ...(expr.operand ? [expr.operand] : []),
        ...expr.branches.flatMap(({ when, result }) => [when, result]),
        ...(expr.otherwise ? [expr.otherwise] : []),
      ];
    case "call":
      return [
        ...expr.args.map((argument) => argument.value),
        ...(expr.filter ? [expr.filter] : []),
        ...(expr.withinGroup ?? []).map((item) => item.expr),
        ...(expr.over ? [...expr.over.partitionBy, ...expr.over.orderBy.map((item) => item.expr)] : []),
      ];
    case "lambda":
      return [expr.body];
    case "subscript":
      return [expr.operand, expr.index];
    case "row":
      return expr.items;
    case "interval":
      return expr.parts.map((part) => part.value);
    default:
      return [];
  }
}

function lower(name: Name): string {
  return name.name.toLowerCase();
}
