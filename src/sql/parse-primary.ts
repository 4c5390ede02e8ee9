import type { Expr, Name } from "./ast.js";
import { type Cursor, SyntaxFault } from "./cursor.js";
import { parseCall, parseSpecialCall } from "./parse-call.js";
import { parseInterval } from "./parse-interval.js";
import { parseType } from "./parse-type.js";
import { startsQuery } from "./starts-query.js";

const TYPED = new Set(["DATE", "TIMESTAMP", "TIMESTAMP_NTZ", "TIMESTAMP_LTZ", "X"]);
/** Functions that are written without parentheses; a column of that name must be quoted or qualified. */
const BARE_FUNCTIONS = new Set([
  "CURRENT_DATE",
  "CURRENT_TIMESTAMP",
  "CURRENT_TIME",
  "CURRENT_USER",
  "SESSION_USER",
  "CURRENT_CATALOG",
  "CURRENT_DATABASE",
  "CURRENT_SCHEMA",
  "CURRENT_TIMEZONE",
  "LOCALTIMESTAMP",
]);

/** Reads one operand with its postfixes: `a.b`, `a[0]`, `a::int`, `a:json.path`, `a COLLATE x`. */
export function parsePrimary(c: Cursor): Expr {
  const enclosed = c.isOp("(");
  let left = parseBase(c);
  for (;;) {
    const from = left.from;
    if (c.isOp(".") && !enclosedNumber(left)) {
      c.next();
      left = parseMember(c, left, enclosed);
    } else if (c.acceptOp("[")) {
      const index = c.expr();
      c.expectOp("]");
      left = { kind: "subscript", operand: left, index, from, to: c.to };
    } else if (c.isOp("::") || (c.isOp("?") && c.isOp("::", 1))) {
      const safe = c.acceptOp("?");
      c.expectOp("::");
      left = { kind: "cast", operand: left, type: parseType(c), safe, from, to: c.to };
    } else if (c.isOp(":") && isPathStart(c)) {
      left = { kind: "json_path", operand: left, path: parsePath(c), from, to: c.to };
      left.to = c.to;
    } else if (c.acceptWords("COLLATE")) {
      const names = [c.name().name];
      while (c.acceptOp(".")) names.push(c.name().name);
      left = { kind: "collate", operand: left, collation: names.join("."), from, to: c.to };
    } else return left;
  }
}

const enclosedNumber = (e: Expr) => e.kind === "number";

function parseMember(c: Cursor, left: Expr, enclosed: boolean): Expr {
  const from = left.from;
  if (c.isOp("*")) {
    if (left.kind !== "column") throw c.unexpected("a name");
    return parseStar(c, left.parts, from);
  }
  const name = c.name();
  if (left.kind !== "column" || enclosed) return { kind: "field", operand: left, name, from, to: c.to };
  const parts = [...left.parts, name];
  if (c.isOp("(")) return parseCall(c, parts);
  return { kind: "column", parts, from, to: c.to };
}

/** `*`, with `EXCEPT (a, b)` behind it. */
function parseStar(c: Cursor, qualifier: Name[], from: number): Expr {
  c.expectOp("*");
  const isExcept =
    c.isWord("EXCEPT") &&
    c.isOp("(", 1) &&
    !/^(SELECT|WITH|VALUES|FROM|TABLE)$/.test(c.peek(2)?.upper ?? "") &&
    !c.isOp("(", 2);
  let except: Name[] = [];
  if (isExcept) {
    c.next();
    // One name each: a path leaves out a field of a struct, and the column of that name would stay.
    except = c.parenthesised(() => c.list(() => c.name()));
  }
  return { kind: "star", qualifier, except, isExcept, from, to: c.to };
}

function parseBase(c: Cursor): Expr {
  const token = c.peek();
  if (token === undefined) throw c.unexpected("an expression");
  const { from } = token;
  if (token.kind === "string") return parseString(c);
  if (token.kind === "number") {
    c.next();
    const [, text, suffix] = /^([\d.]+(?:[eE][+-]?\d+)?)(\w*)$/.exec(token.text) ?? [];
    return {
      kind: "number",
      text: text ?? token.text,
      suffix: (suffix ?? "").toUpperCase(),
      from,
      to: token.to,
    };
  }
  if (token.kind === "op") return parseSymbol(c);
  const special = token.kind === "word" ? parseWord(c) : null;
  if (special !== null) return special;
  if (c.isOp("->", 1)) return parseLambda(c, [c.name()], from);
  const name = c.name();
  if (c.isOp("(")) return parseCall(c, [name]);
  return { kind: "column", parts: [name], from, to: c.to };
}

function parseSymbol(c: Cursor): Expr {
  const from = c.from;
  if (c.isOp("*")) return parseStar(c, [], from);
  if (c.isOp("(")) return parseParenthesis(c);
  if (c.acceptOp(":")) {
    const name = c.next();
    if (name.kind !== "word") throw new SyntaxFault("A parameter needs a name after the colon.", from);
    return { kind: "parameter", name: name.value, from, to: c.to };
  }
  if (c.isOp("?")) {
    throw new SyntaxFault("Unnamed parameters are not allowed; use :name.", from, "parameter_not_bound");
  }
  throw c.unexpected("an expression");
}

function parseParenthesis(c: Cursor): Expr {
  const from = c.from;
  const lambda = lambdaParams(c);
  if (lambda !== null) return parseLambda(c, lambda, from);
  c.expectOp("(");
  return c.nested(() => {
    if (startsQuery(c)) {
      const query = c.query();
      c.expectOp(")");
      return { kind: "subquery", query, from, to: c.to };
    }
    const names: (string | null)[] = [];
    const items = c.list(() => {
      const item = c.expr();
      names.push(c.acceptWords("AS") ? c.name().name : null);
      return item;
    });
    c.expectOp(")");
    const [first] = items;
    if (items.length === 1 && first !== undefined && names[0] === null) return first;
    return { kind: "row", items, names, from, to: c.to };
  });
}

function lambdaParams(c: Cursor): Name[] | null {
  if (!c.isOp("(")) return null;
  let ahead = 1;
  while (/^(word|quoted)$/.test(c.peek(ahead)?.kind ?? "") && c.isOp(",", ahead + 1)) ahead += 2;
  if (!(c.isOp(")", ahead + 1) && c.isOp("->", ahead + 2))) return null;
  return c.parenthesised(() => c.list(() => c.name()));
}

function parseLambda(c: Cursor, params: Name[], from: number): Expr {
  c.expectOp("->");
  const body = c.expr();
  return { kind: "lambda", params, body, from, to: c.to };
}

function parseString(c: Cursor): Expr {
  const first = c.next();
  let value = first.value;
  while (c.peek()?.kind === "string") value += c.next().value;
  return { kind: "string", value, doubleQuoted: first.text.startsWith('"'), from: first.from, to: c.to };
}

/** Words that mean something by themselves; null where the word is a plain name here. */
function parseWord(c: Cursor): Expr | null {
  const { upper, from } = c.peek() as { upper: string; from: number };
  if (TYPED.has(upper) && c.peek(1)?.kind === "string") {
    c.next();
    const value = c.next().value;
    return { kind: "typed", type: upper as "DATE", value, from, to: c.to };
  }
  if (c.isOp(".", 1)) return null;
  if (upper === "CASE") return parseCase(c);
  if (upper === "INTERVAL") return parseInterval(c);
  if (upper === "EXISTS" && c.isOp("(", 1) && startsQuery(c, 2)) return parseExists(c);
  if (c.isOp("(", 1)) return parseSpecialCall(c);
  if (c.isOp("->", 1)) return null;
  if (upper === "NULL" || upper === "TRUE" || upper === "FALSE") {
    c.next();
    if (upper === "NULL") return { kind: "null", from, to: c.to };
    return { kind: "boolean", value: upper === "TRUE", from, to: c.to };
  }
  if (BARE_FUNCTIONS.has(upper)) {
    const { value, to } = c.next();
    return {
      kind: "call",
      name: value.toLowerCase(),
      nameSpan: { from, to },
      args: [],
      distinct: false,
      filter: null,
      withinGroup: null,
      nulls: null,
      over: null,
      parenthesised: false,
      from,
      to,
    };
  }
  return null;
}

function parseExists(c: Cursor): Expr {
  const from = c.from;
  c.next();
  c.expectOp("(");
  const query = c.nested(() => c.query());
  c.expectOp(")");
  return { kind: "exists", query, from, to: c.to };
}

function parseCase(c: Cursor): Expr {
  const from = c.from;
  c.next();
  return c.nested(() => {
    const operand = c.isWord("WHEN") ? null : c.expr();
    const branches: { when: Expr; result: Expr }[] = [];
    while (c.acceptWords("WHEN")) {
      const when = c.expr();
      c.expectWords("THEN");
      branches.push({ when, result: c.expr() });
    }
    if (branches.length === 0) throw c.unexpected("WHEN");
    const otherwise = c.acceptWords("ELSE") ? c.expr() : null;
    c.expectWords("END");
    return { kind: "case", operand, branches, otherwise, from, to: c.to };
  });
}

function isPathStart(c: Cursor): boolean {
  const next = c.peek(1);
  const touches = c.peek()?.from === c.to && next?.from === c.peek()?.to;
  return (
    touches && next !== undefined && (next.kind === "word" || next.kind === "quoted" || next.text === "[")
  );
}

function parsePath(c: Cursor): (string | number)[] {
  c.expectOp(":");
  const path: (string | number)[] = [];
  if (!c.isOp("[")) path.push(c.name().name);
  for (;;) {
    if (c.acceptOp(".")) path.push(c.name().name);
    else if (c.acceptOp("[")) {
      const token = c.next();
      if (token.kind === "number") path.push(Number(token.text));
      else if (token.kind === "string") path.push(token.value);
      else throw new SyntaxFault("A JSON path takes names, numbers and strings only.", token.from);
      c.expectOp("]");
    } else return path;
  }
}
