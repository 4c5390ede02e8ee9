import type { Call, DataType, Expr } from "./ast.js";
import {
  AS_OPERATOR,
  kindOfFunction,
  LIKE_FIRST,
  NUMBER_LIKE_FIRST,
  ONE_OF_ARGUMENTS,
} from "./function-kind.js";
import type { ColumnExpr } from "./resolution.js";
import { isNumber, kindOfText, type ValueKind, widest } from "./value-kind.js";

/** What the parts of an expression hold. */
export interface PartKinds {
  of(part: Expr): ValueKind | null;
  ofColumn(column: ColumnExpr): ValueKind | null;
}

/** Kind of an expression's value from its form and its parts' kinds, as Spark 4.0 types it with ANSI; null where nothing tells. */
export function inferKind(e: Expr, parts: PartKinds): ValueKind | null {
  switch (e.kind) {
    case "column":
      return parts.ofColumn(e);
    case "string":
    case "json_path":
    case "collate":
      return "string";
    case "number":
      return numberKind(e);
    case "boolean":
    case "is":
    case "distinct_from":
    case "between":
    case "in_list":
    case "in_query":
    case "like":
    case "exists":
      return "boolean";
    case "typed":
      return e.type === "DATE" ? "date" : e.type === "X" ? null : "timestamp";
    case "interval":
      return "interval";
    case "cast":
      return kindOfType(e.type);
    case "unary": {
      if (e.op === "NOT") return "boolean";
      const kind = parts.of(e.operand);
      return isNumber(kind) || kind === "interval" ? kind : "number";
    }
    case "binary":
      return binaryKind(e, parts);
    case "case":
      return oneOf([...e.branches.map((b) => b.result), ...(e.otherwise ? [e.otherwise] : [])], parts);
    case "call":
      return callKind(e, parts);
    case "subquery": {
      const { body } = e.query;
      const item = body.kind === "select" ? body.items[0] : undefined;
      return item ? parts.of(item.expr) : null;
    }
    default:
      return null;
  }
}

function numberKind({ text, suffix }: Extract<Expr, { kind: "number" }>): ValueKind {
  if (/^[DF]$/.test(suffix) || (/e/i.test(text) && suffix !== "BD")) return "double";
  return text.includes(".") || suffix === "BD" ? "decimal" : "int";
}

function kindOfType(type: DataType): ValueKind | null {
  return type.kind === "simple" ? kindOfText(type.name) : type.kind;
}

/** NULL is of every kind. */
function oneOf(exprs: readonly Expr[], parts: PartKinds): ValueKind | null {
  return widest(exprs.filter((e) => e.kind !== "null").map((e) => parts.of(e)));
}

function callKind(e: Call, parts: PartKinds): ValueKind | null {
  const args = e.args.map((a) => a.value);
  const [first] = args;
  const from = ONE_OF_ARGUMENTS[e.name];
  if (from !== undefined) return oneOf(args.slice(from), parts);
  if (LIKE_FIRST.test(e.name)) return first ? parts.of(first) : null;
  if (e.name === "nullif") return comparedKind(args, parts);
  if (/percentile/.test(e.name) && args[1] && parts.of(args[1]) === "array") return "array";
  if (NUMBER_LIKE_FIRST.test(e.name)) return numberLike(first, parts);
  const op = AS_OPERATOR[e.name];
  if (op !== undefined) return args[0] && args[1] ? sumKind(op, args[0], args[1], parts) : "number";
  switch (e.name) {
    case "date_add":
    case "dateadd":
      return args.length === 2 ? "date" : "timestamp";
    case "concat":
      return args.some((a) => parts.of(a) === "array") ? "array" : "string";
    case "avg":
    case "mean":
    case "try_avg":
    case "try_divide": {
      const kind = numberLike(first, parts);
      return kind === "decimal" || kind === "interval" ? kind : "double";
    }
    case "ceil":
    case "ceiling":
    case "floor":
      return args.length === 1 ? "int" : numberLike(first, parts);
    default:
      return kindOfFunction(e.name);
  }
}

/** NULLIF gives its first argument, which compares with the second. */
function comparedKind([first, second]: readonly Expr[], parts: PartKinds): ValueKind | null {
  const kind = first ? parts.of(first) : null;
  const other = kind === null && second ? parts.of(second) : null;
  return kind ?? (isNumber(other) ? "number" : other);
}

function numberLike(e: Expr | undefined, parts: PartKinds): ValueKind {
  const kind = e ? parts.of(e) : null;
  return kind !== null && (isNumber(kind) || kind === "interval") ? kind : "number";
}

function binaryKind(e: Extract<Expr, { kind: "binary" }>, parts: PartKinds): ValueKind | null {
  switch (e.op) {
    case "=":
    case "<=>":
    case "<>":
    case "<":
    case "<=":
    case ">":
    case ">=":
    case "AND":
    case "OR":
      return "boolean";
    case "DIV":
      return "int";
    case "||":
      return parts.of(e.left) === "array" ? "array" : "string";
    case "/": {
      const kind = sumKind("*", e.left, e.right, parts);
      return kind === "int" ? "double" : kind;
    }
    default:
      return sumKind(e.op, e.left, e.right, parts);
  }
}

function sumKind(op: string, a: Expr, b: Expr, parts: PartKinds): ValueKind {
  const [left, right] = [parts.of(a), parts.of(b)];
  if (left === "date" || left === "timestamp") {
    if (right === "date" || right === "timestamp") return "interval";
    return left === "date" && right === "interval" && hasTime(b) ? "timestamp" : left;
  }
  if (right === "date" || right === "timestamp") {
    if (op === "-") return "interval";
    return right === "date" && left === "interval" && hasTime(a) ? "timestamp" : right;
  }
  if (left === "interval" || right === "interval") return "interval";
  if (left === "double" || right === "double") return "double";
  if (left === null || right === null || !isNumber(left) || !isNumber(right)) return "number";
  if (left === "number" || right === "number") return "number";
  return left === "decimal" || right === "decimal" ? "decimal" : "int";
}

/** Has an interval parts below a day? */
export function hasTime(e: Expr): boolean {
  if (e.kind === "unary") return hasTime(e.operand);
  if (e.kind === "call" && /^make_(ym_)?interval$/.test(e.name)) return e.args.length > 4;
  if (e.kind !== "interval") return true;
  return e.parts.some((p) => {
    if (p.unit === "") return p.value.kind !== "string" || /hour|minute|second|:/i.test(p.value.value);
    return /HOUR|MINUTE|SECOND/.test(p.to ?? p.unit);
  });
}
