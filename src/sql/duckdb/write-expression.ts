import type { Call, Expr, Name } from "../ast.js";
import { hasTime } from "../infer-kind.js";
import { identifier, literal } from "./quoting.js";
import { refuse } from "./refusal.js";
import { writeCall } from "./write-call.js";
import { writeCast } from "./write-cast.js";
import { writeInterval } from "./write-interval.js";
import type { SqlWriter } from "./writer.js";

/** DuckDB text of an expression, in parentheses wherever precedence could matter. */
export function writeExpr(w: SqlWriter, e: Expr): string {
  switch (e.kind) {
    case "column":
      return writeColumn(w, e);
    case "star":
      return e.qualifier.length > 0 ? `${identifier(e.qualifier.at(-1)?.name ?? "")}.*` : "*";
    case "string":
      return literal(e.value);
    case "number":
      return writeNumber(e.text, e.suffix);
    case "boolean":
      return e.value ? "true" : "false";
    case "null":
      return "NULL";
    case "typed":
      return writeTyped(e.type, e.value);
    case "interval":
      return writeInterval(w, e);
    case "parameter":
      return `$${e.name}`;
    case "unit":
      return literal(e.unit.toLowerCase());
    case "unary":
      return e.op === "NOT" ? `(NOT ${w.expr(e.operand)})` : `(${e.op}${w.expr(e.operand)})`;
    case "binary":
      return writeBinary(w, e);
    case "is":
      return `(${w.expr(e.operand)} IS ${e.negated ? "NOT " : ""}${e.test === "unknown" ? "NULL" : e.test.toUpperCase()})`;
    case "distinct_from":
      return `(${w.expr(e.left)} IS ${e.negated ? "NOT " : ""}DISTINCT FROM ${w.expr(e.right)})`;
    case "between": {
      const [low, high] = [w.expr(e.low), w.expr(e.high)];
      const ends = e.symmetric
        ? `least(${low}, ${high}) AND greatest(${low}, ${high})`
        : `${low} AND ${high}`;
      return `(${w.expr(e.operand)} ${e.negated ? "NOT " : ""}BETWEEN ${ends})`;
    }
    case "in_list":
      return `(${w.expr(e.operand)} ${e.negated ? "NOT " : ""}IN (${e.list.map((x) => w.expr(x)).join(", ")}))`;
    case "in_query":
      return `(${w.expr(e.operand)} ${e.negated ? "NOT " : ""}IN (${w.query(e.query)}))`;
    case "like":
      return writeLike(w, e);
    case "exists":
      return `EXISTS (${w.query(e.query)})`;
    case "subquery":
      return `(${w.query(e.query)})`;
    case "case": {
      const branches = e.branches.map((b) => ` WHEN ${w.expr(b.when)} THEN ${w.expr(b.result)}`).join("");
      const operand = e.operand ? ` ${w.expr(e.operand)}` : "";
      return `CASE${operand}${branches}${e.otherwise ? ` ELSE ${w.expr(e.otherwise)}` : ""} END`;
    }
    case "cast":
      return writeCast(w, e);
    case "call":
      return writeCall(w, e);
    case "lambda":
      return `lambda ${e.params.map((p) => identifier(p.name)).join(", ")}: ${w.expr(e.body)}`;
    case "subscript": {
      const isKey = w.kind(e.operand) === "map" || e.index.kind === "string";
      const [operand, index] = [w.expr(e.operand), w.expr(e.index)];
      return isKey ? `(${operand})[${index}]` : `dbx_at(${operand}, ${index})`;
    }
    case "field":
      return `struct_extract(${w.expr(e.operand)}, ${literal(e.name.name)})`;
    case "json_path": {
      const path = e.path.map((p) => (typeof p === "number" ? `[${p}]` : `."${p.replaceAll('"', '\\"')}"`));
      return `dbx_json(${w.expr(e.operand)}, ${literal(`$${path.join("")}`)})`;
    }
    case "row":
      if (e.items.length === 1 || e.names.some((n) => n !== null))
        throw refuse("row", "named rows are not known.");
      return `(${e.items.map((x) => w.expr(x)).join(", ")})`;
    case "collate":
      if (!/^(utf8_)?binary$/i.test(e.collation))
        throw refuse("COLLATE", "collations are not known to the embedded engine.");
      return w.expr(e.operand);
  }
}

function writeColumn(w: SqlWriter, e: Extract<Expr, { kind: "column" }>): string {
  const meaning = w.resolution.columns.get(e);
  const names = e.parts.map((p: Name) => p.name);
  if (meaning?.kind === "lambda") return struct(identifier(names[0] ?? ""), names.slice(1));
  if (meaning?.kind === "column" || meaning?.kind === "alias") {
    const end = names.length - meaning.fields.length;
    const own = names.slice(Math.max(0, end - 2), end);
    return struct(own.map(identifier).join("."), names.slice(end));
  }
  return names.slice(-2).map(identifier).join(".");
}

function struct(base: string, fields: string[]): string {
  return fields.reduce((text, field) => `struct_extract(${text}, ${literal(field)})`, base);
}

function writeNumber(text: string, suffix: string): string {
  const types: Record<string, string> = { L: "BIGINT", S: "SMALLINT", Y: "TINYINT", D: "DOUBLE", F: "FLOAT" };
  const type = types[suffix];
  return type === undefined ? text : `CAST(${text} AS ${type})`;
}

function writeTyped(type: string, value: string): string {
  const text = value.trim();
  if (type === "DATE") {
    const [, year, month, day] = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[ T].*)?$/.exec(text) ?? [];
    if (year === undefined) throw refuse("DATE literal", `'${text}' is no date.`);
    return `DATE '${year}-${(month ?? "1").padStart(2, "0")}-${(day ?? "1").padStart(2, "0")}'`;
  }
  if (type === "X") throw refuse("binary literal", "the embedded engine writes binary values otherwise.");
  if (/[A-Za-z]|[+-]\d\d?:?\d\d$/.test(text.replace("T", " ").slice(10))) {
    throw refuse("TIMESTAMP literal", "time zones are not known to the embedded engine.");
  }
  return `TIMESTAMP ${literal(text)}`;
}

function writeBinary(w: SqlWriter, e: Extract<Expr, { kind: "binary" }>): string {
  const [left, right] = [w.expr(e.left), w.expr(e.right)];
  const isSafe = e.right.kind === "number" && Number(e.right.text) !== 0;
  switch (e.op) {
    case "<=>":
      return `(${left} IS NOT DISTINCT FROM ${right})`;
    case "/":
      return isSafe ? `(${left} / ${right})` : `dbx_div(${left}, ${right})`;
    case "%":
      return isSafe ? `(${left} % ${right})` : `dbx_mod(${left}, ${right})`;
    case "DIV":
      return `dbx_intdiv(${left}, ${right})`;
    case "^":
      return `xor(${left}, ${right})`;
    case ">>>":
      throw refuse(">>>", "the unsigned shift is not known to the embedded engine.");
    case "||": {
      const call: Call = concatOf(e);
      return w.expr(call);
    }
    case "+":
    case "-":
      return writeSum(w, e, left, right);
    default:
      return `(${left} ${e.op} ${right})`;
  }
}

function concatOf(e: Extract<Expr, { kind: "binary" }>): Call {
  const span = { from: e.from, to: e.to };
  const parts: Expr[] = [];
  let at: Expr = e;
  while (at.kind === "binary" && at.op === "||") {
    parts.unshift(at.right);
    at = at.left;
  }
  parts.unshift(at);
  return {
    kind: "call",
    name: "concat",
    nameSpan: span,
    args: parts.map((value) => ({ name: null, value })),
    distinct: false,
    filter: null,
    withinGroup: null,
    nulls: null,
    over: null,
    parenthesised: true,
    ...span,
  };
}

/** Dates keep their type: date ± days, date ± interval, date - date is an interval of days. */
function writeSum(w: SqlWriter, e: Extract<Expr, { kind: "binary" }>, left: string, right: string): string {
  const [a, b] = [w.kind(e.left), w.kind(e.right)];
  const plain = `(${left} ${e.op} ${right})`;
  if (a === "date" && b === "interval") return hasTime(e.right) ? plain : `CAST(${plain} AS DATE)`;
  if (a === "interval" && b === "date") return hasTime(e.left) ? plain : `CAST(${plain} AS DATE)`;
  if (a === "date" && b === "int") return `(${left} ${e.op} CAST(${right} AS INTEGER))`;
  if (a === "int" && b === "date") return `(${right} + CAST(${left} AS INTEGER))`;
  if (a === "date" && b === "date" && e.op === "-") return `to_days(CAST(${plain} AS INTEGER))`;
  if (e.op === "-" && (b === "date" || b === "timestamp")) {
    return `(CAST(${left} AS TIMESTAMP) ${e.op} CAST(${right} AS TIMESTAMP))`;
  }
  return plain;
}

function writeLike(w: SqlWriter, e: Extract<Expr, { kind: "like" }>): string {
  const operand = w.expr(e.operand);
  const tests = e.patterns.map((pattern) => {
    if (e.op === "RLIKE") return `regexp_matches(${operand}, ${w.expr(pattern)})`;
    const isPlain = pattern.kind === "string" && !pattern.value.includes("\\");
    const suffix = e.escape === null && isPlain ? "" : ` ESCAPE ${literal(e.escape ?? "\\")}`;
    return `${operand} ${e.op} ${w.expr(pattern)}${suffix}`;
  });
  const joined = tests.map((t) => `(${t})`).join(e.quantifier === "ALL" ? " AND " : " OR ");
  if (!e.negated) return `(${joined})`;
  if (e.quantifier === null) return `(NOT ${joined})`;
  const none = tests.map((t) => `(NOT (${t}))`).join(e.quantifier === "ALL" ? " AND " : " OR ");
  return `(${none})`;
}
