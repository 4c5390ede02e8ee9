import type { Cte, Query, QueryBody } from "./ast.js";
import { type Cursor, SyntaxFault } from "./cursor.js";
import { parseSelect } from "./parse-select.js";
import { parseValues } from "./parse-values.js";
import { parseDirection, parseOrderItems, parseWindows } from "./parse-window.js";
import { plainQuery } from "./plain-query.js";

/** Reads a query: WITH, a body of SELECTs and set operations, ORDER BY, LIMIT, OFFSET. */
export function parseQuery(c: Cursor): Query {
  return c.nested(() => {
    const from = c.from;
    const ctes = c.isWord("WITH") ? parseWith(c) : null;
    return finish(c, from, ctes, parseUnion(c));
  });
}

function finish(c: Cursor, from: number, ctes: Query["with"], body: QueryBody): Query {
  const query = plainQuery(body, { from, to: c.to }, ctes);
  if (c.acceptWords("ORDER", "BY")) {
    if (c.isWord("ALL") && isTail(c, 1)) {
      c.next();
      query.orderAll = parseDirection(c);
    } else query.orderBy = parseOrderItems(c);
  }
  for (;;) {
    if (c.acceptWords("SORT", "BY"))
      query.placement = { by: query.placement?.by ?? [], sortBy: parseOrderItems(c) };
    else if (c.acceptWords("DISTRIBUTE", "BY") || c.acceptWords("CLUSTER", "BY")) {
      query.placement = { by: c.list(() => c.expr()), sortBy: query.placement?.sortBy ?? [] };
    } else break;
  }
  if (c.isWord("WINDOW") && c.isWord("AS", 2)) query.windows = parseWindows(c);
  query.limitAt = c.to;
  for (;;) {
    const at = c.from;
    if (query.limit === null && c.acceptWords("LIMIT")) {
      const value = c.isWord("ALL") ? "all" : c.expr();
      if (value === "all") c.next();
      query.limit = { value, from: at, to: c.to };
    } else if (query.offset === null && c.acceptWords("OFFSET")) {
      query.offset = c.expr();
    } else break;
  }
  if (c.isOp("|>")) {
    throw new SyntaxFault(
      "Pipe syntax (|>) is not allowed; write a SELECT.",
      c.from,
      "construct_not_allowed",
    );
  }
  query.to = c.to;
  return query;
}

function isTail(c: Cursor, ahead: number): boolean {
  const token = c.peek(ahead);
  if (token === undefined || token.text === ")") return true;
  return /^(ASC|DESC|NULLS|LIMIT|OFFSET)$/.test(token.upper);
}

function parseWith(c: Cursor): Query["with"] {
  const from = c.from;
  c.expectWords("WITH");
  const recursive = c.isWord("RECURSIVE") && !c.isWord("AS", 1) && !c.isOp("(", 1);
  if (recursive) c.next();
  const ctes = c.list((): Cte => {
    const at = c.from;
    const name = c.name();
    const columns = c.isOp("(") ? c.parenthesised(() => c.list(() => c.name())) : [];
    c.acceptWords("AS");
    const query = c.parenthesised(() => c.query());
    return { name, columns, query, from: at, to: c.to };
  });
  return { recursive, ctes, from, to: c.to };
}

const MAX_SET_OPERATIONS = 200;

/** UNION, EXCEPT and MINUS are read from left to right; INTERSECT binds tighter. */
function parseUnion(c: Cursor): QueryBody {
  let left = parseIntersect(c);
  let count = 0;
  for (;;) {
    const word = c.peek()?.upper ?? "";
    if (!/^(UNION|EXCEPT|MINUS|SETMINUS)$/.test(word)) return left;
    if (++count > MAX_SET_OPERATIONS) {
      throw new SyntaxFault(
        `More than ${MAX_SET_OPERATIONS} set operations stand in a row.`,
        c.from,
        "too_complex",
      );
    }
    c.next();
    const all = isAll(c);
    const right = parseIntersect(c);
    const op = word === "UNION" ? "union" : "except";
    left = { kind: "set", op, all, left, right, from: left.from, to: right.to };
  }
}

function parseIntersect(c: Cursor): QueryBody {
  let left = parseTerm(c);
  while (c.acceptWords("INTERSECT")) {
    const all = isAll(c);
    const right = parseTerm(c);
    left = { kind: "set", op: "intersect", all, left, right, from: left.from, to: right.to };
  }
  return left;
}

function isAll(c: Cursor): boolean {
  const all = c.acceptWords("ALL");
  if (!all) c.acceptWords("DISTINCT");
  return all;
}

function parseTerm(c: Cursor): QueryBody {
  const from = c.from;
  if (c.acceptOp("(")) {
    const query = c.query();
    c.expectOp(")");
    return { kind: "nested", query, from, to: c.to };
  }
  if (c.isWord("VALUES")) return parseValues(c);
  if (c.isWord("TABLE")) {
    throw new SyntaxFault(
      "TABLE name is not allowed; write SELECT … FROM name.",
      from,
      "construct_not_allowed",
    );
  }
  return parseSelect(c);
}
