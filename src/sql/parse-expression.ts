import type { BinaryOperator, Expr } from "./ast.js";
import { type Cursor, SyntaxFault } from "./cursor.js";
import { parsePrimary } from "./parse-primary.js";
import { startsQuery } from "./starts-query.js";

/** Binding strength of the operators of SqlBaseParser.g4 (`valueExpression`); higher binds tighter. */
const STRENGTH: Record<string, number> = {
  "*": 9,
  "/": 9,
  "%": 9,
  DIV: 9,
  "+": 8,
  "-": 8,
  "||": 8,
  "<<": 7,
  ">>": 7,
  ">>>": 7,
  "&": 6,
  "^": 5,
  "|": 4,
  "=": 3,
  "==": 3,
  "<=>": 3,
  "<>": 3,
  "!=": 3,
  "<": 3,
  "<=": 3,
  ">": 3,
  ">=": 3,
  "!<": 3,
  "!>": 3,
};
const SAME: Record<string, BinaryOperator> = { "==": "=", "!=": "<>", "!<": ">=", "!>": "<=" };

/** Operators in a row without parentheses; the recursion of walkers stays within it. */
const MAX_CHAIN = 1000;
const tooLong = (c: Cursor) =>
  new SyntaxFault(`More than ${MAX_CHAIN} operators stand in a row.`, c.from, "too_complex");

/** Reads a boolean or scalar expression: OR below AND below NOT below predicates below values. */
export function parseExpr(c: Cursor): Expr {
  return c.nested(() => parseOr(c));
}

function parseOr(c: Cursor): Expr {
  let left = parseAnd(c);
  let length = 0;
  while (c.acceptWords("OR")) {
    if (++length > MAX_CHAIN) throw tooLong(c);
    const right = parseAnd(c);
    left = { kind: "binary", op: "OR", left, right, from: left.from, to: right.to };
  }
  return left;
}

function parseAnd(c: Cursor): Expr {
  let left = parseNot(c);
  let length = 0;
  while (c.acceptWords("AND")) {
    if (++length > MAX_CHAIN) throw tooLong(c);
    const right = parseNot(c);
    left = { kind: "binary", op: "AND", left, right, from: left.from, to: right.to };
  }
  return left;
}

function parseNot(c: Cursor): Expr {
  const from = c.from;
  const isNot = c.isWord("NOT") && !c.isOp(".", 1) && !c.isOp(",", 1) && !c.isOp(")", 1);
  if (isNot || c.isOp("!")) {
    c.next();
    const operand = c.nested(() => parseNot(c));
    return { kind: "unary", op: "NOT", operand, from, to: c.to };
  }
  return parsePredicates(c, parseValue(c));
}

/** `x`, then any of IS, BETWEEN, IN, LIKE … that follow it. */
function parsePredicates(c: Cursor, first: Expr): Expr {
  let left = first;
  for (;;) {
    const negated = (c.isWord("NOT") || c.isOp("!")) && isPredicateWord(c.peek(1)?.upper);
    const word = c.peek(negated ? 1 : 0)?.upper;
    if (!isPredicateWord(word) && word !== "IS" && word !== "ISNULL" && word !== "NOTNULL") return left;
    if ((word === "ISNULL" || word === "NOTNULL") && !negated) return left;
    if (negated) c.next();
    left = parsePredicate(c, left, negated);
  }
}

const isPredicateWord = (word: string | undefined) =>
  word === "BETWEEN" ||
  word === "IN" ||
  word === "LIKE" ||
  word === "ILIKE" ||
  word === "RLIKE" ||
  word === "REGEXP";

function parsePredicate(c: Cursor, operand: Expr, negated: boolean): Expr {
  const from = operand.from;
  const word = c.next().upper;
  if (word === "IS") return parseIs(c, operand);
  if (word === "BETWEEN") {
    const symmetric = c.acceptWords("SYMMETRIC");
    if (!symmetric) c.acceptWords("ASYMMETRIC");
    const low = parseValue(c);
    c.expectWords("AND");
    const high = parseValue(c);
    return { kind: "between", operand, low, high, negated, symmetric, from, to: c.to };
  }
  if (word === "IN") {
    c.expectOp("(");
    if (startsQuery(c)) {
      const query = c.query();
      c.expectOp(")");
      return { kind: "in_query", operand, query, negated, from, to: c.to };
    }
    const list = c.list(() => parseExpr(c));
    c.expectOp(")");
    return { kind: "in_list", operand, list, negated, from, to: c.to };
  }
  return parseLike(c, operand, word === "REGEXP" ? "RLIKE" : (word as "LIKE" | "ILIKE" | "RLIKE"), negated);
}

function parseIs(c: Cursor, operand: Expr): Expr {
  const from = operand.from;
  const negated = c.acceptWords("NOT");
  if (c.acceptWords("DISTINCT", "FROM")) {
    const right = parseValue(c);
    return { kind: "distinct_from", left: operand, right, negated, from, to: c.to };
  }
  for (const test of ["null", "true", "false", "unknown"] as const) {
    if (c.acceptWords(test.toUpperCase())) return { kind: "is", operand, test, negated, from, to: c.to };
  }
  throw c.unexpected("NULL, TRUE, FALSE or DISTINCT FROM");
}

function parseLike(c: Cursor, operand: Expr, op: "LIKE" | "ILIKE" | "RLIKE", negated: boolean): Expr {
  const from = operand.from;
  const isQuantified = /^(ANY|SOME|ALL)$/.test(c.peek()?.upper ?? "") && c.isOp("(", 1);
  if (isQuantified) {
    const quantifier = c.next().upper === "ALL" ? "ALL" : "ANY";
    const patterns = c.parenthesised(() => c.list(() => parseExpr(c)));
    return { kind: "like", op, operand, patterns, quantifier, escape: null, negated, from, to: c.to };
  }
  const patterns = [parseValue(c)];
  let escapedBy: string | null = null;
  if (c.acceptWords("ESCAPE")) {
    const token = c.next();
    if (token.kind !== "string") throw c.unexpected("a one-character string");
    escapedBy = token.value;
  }
  return {
    kind: "like",
    op,
    operand,
    patterns,
    quantifier: null,
    escape: escapedBy,
    negated,
    from,
    to: c.to,
  };
}

/** Reads a `valueExpression`: arithmetic and comparisons, without AND, OR, NOT and predicates. */
export function parseValue(c: Cursor, least = 3): Expr {
  let left = parseUnary(c);
  let length = 0;
  for (;;) {
    const op = operatorAt(c);
    const strength = op === null ? undefined : STRENGTH[op];
    if (op === null || strength === undefined || strength < least) return left;
    if (++length > MAX_CHAIN) throw tooLong(c);
    c.index += op === ">>" ? 2 : op === ">>>" ? 3 : 1;
    const right = c.nested(() => parseValue(c, strength + 1));
    left = {
      kind: "binary",
      op: SAME[op] ?? (op as BinaryOperator),
      left,
      right,
      from: left.from,
      to: right.to,
    };
  }
}

function operatorAt(c: Cursor): string | null {
  const token = c.peek();
  if (token === undefined) return null;
  if (token.upper === "DIV") return "DIV";
  if (token.kind !== "op") return null;
  if (token.text === ">" && c.isOp(">", 1) && c.peek(1)?.from === token.to) {
    return c.isOp(">", 2) && c.peek(2)?.from === c.peek(1)?.to ? ">>>" : ">>";
  }
  return token.text;
}

function parseUnary(c: Cursor): Expr {
  const from = c.from;
  for (const op of ["-", "+", "~"] as const) {
    if (c.acceptOp(op)) {
      const operand = c.nested(() => parseUnary(c));
      return { kind: "unary", op, operand, from, to: c.to };
    }
  }
  return parsePrimary(c);
}
