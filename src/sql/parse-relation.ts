import { isAlias, parseTableAlias } from "./alias.js";
import type { Expr, JoinType, LateralView, Name, Relation, Sample } from "./ast.js";
import { type Cursor, SyntaxFault } from "./cursor.js";
import { parseCall } from "./parse-call.js";
import { parsePivot, parseUnpivot } from "./parse-pivot.js";
import { parseValues } from "./parse-values.js";
import { plainQuery } from "./plain-query.js";
import { startsQuery } from "./starts-query.js";
import type { Span } from "./tokens.js";

const MAX_JOINS = 100;
const tooMany = (c: Cursor) =>
  new SyntaxFault(`More than ${MAX_JOINS} relations are joined at once.`, c.from, "too_complex");

/** Reads what stands after FROM: relations joined by commas and JOINs, PIVOT and UNPIVOT. */
export function parseFrom(c: Cursor): Relation {
  let left = parseJoins(c);
  let count = 0;
  while (c.acceptOp(",")) {
    if (++count > MAX_JOINS) throw tooMany(c);
    const right = parseJoins(c);
    left = {
      kind: "join",
      left,
      right,
      type: "cross",
      natural: false,
      on: null,
      using: [],
      comma: true,
      from: left.from,
      to: right.to,
    };
  }
  return left;
}

function parseJoins(c: Cursor): Relation {
  let left = parsePostfix(c, parsePrimaryRelation(c));
  let count = 0;
  for (;;) {
    const join = joinType(c);
    if (join === null) return left;
    if (++count > MAX_JOINS) throw tooMany(c);
    c.index += join.words;
    c.expectWords("JOIN");
    const right = parsePostfix(c, parsePrimaryRelation(c));
    let on: Expr | null = null;
    let using: Name[] = [];
    if (c.acceptWords("ON")) on = c.expr();
    else if (c.isWord("USING") && c.isOp("(", 1)) {
      c.next();
      using = c.parenthesised(() => c.list(() => c.name()));
    }
    const { type, natural } = join;
    left = { kind: "join", left, right, type, natural, on, using, comma: false, from: left.from, to: c.to };
  }
}

const JOINS: [string[], JoinType][] = [
  [["INNER"], "inner"],
  [["CROSS"], "cross"],
  [["LEFT", "OUTER"], "left"],
  [["LEFT", "SEMI"], "left semi"],
  [["LEFT", "ANTI"], "left anti"],
  [["LEFT"], "left"],
  [["RIGHT", "OUTER"], "right"],
  [["RIGHT"], "right"],
  [["FULL", "OUTER"], "full"],
  [["FULL"], "full"],
  [["SEMI"], "left semi"],
  [["ANTI"], "left anti"],
  [[], "inner"],
];

function joinType(c: Cursor): { words: number; type: JoinType; natural: boolean } | null {
  const natural = c.isWord("NATURAL") && !c.isOp(",", 1);
  const start = natural ? 1 : 0;
  for (const [words, type] of JOINS) {
    const fits = words.every((word, i) => c.isWord(word, start + i));
    if (fits && c.isWord("JOIN", start + words.length)) return { words: start + words.length, type, natural };
  }
  return null;
}

/** PIVOT, UNPIVOT and their aliases behind a relation. */
function parsePostfix(c: Cursor, first: Relation): Relation {
  let relation = first;
  for (;;) {
    const from = relation.from;
    if (c.isWord("PIVOT") && c.isOp("(", 1)) {
      const pivot = parsePivot(c);
      relation = { kind: "pivot", relation, pivot, alias: parseTableAlias(c), from, to: c.to };
    } else if (c.isWord("UNPIVOT")) {
      const unpivot = parseUnpivot(c);
      relation = { kind: "unpivot", relation, unpivot, alias: parseTableAlias(c), from, to: c.to };
    } else return relation;
  }
}

function parsePrimaryRelation(c: Cursor): Relation {
  const from = c.from;
  const lateral = c.isWord("LATERAL") && !c.isWord("VIEW", 1) && (c.isOp("(", 1) || c.isOp("(", 2));
  if (lateral) c.next();
  if (c.isOp("(")) return parseParenthesised(c, lateral);
  if (c.isWord("VALUES") && startsRows(c)) {
    const values = parseValues(c);
    const { alias } = values;
    const query = plainQuery({ ...values, alias: { name: null, columns: [] } }, values);
    return { kind: "derived", query, alias, lateral, sample: null, from, to: c.to };
  }
  // Spark reads `FROM from t` as t.
  if (c.isWord("FROM")) throw c.unexpected("a relation");
  const parts = [c.name()];
  while (c.acceptOp(".")) parts.push(c.name());
  const last = parts.at(-1) as Name;
  if (c.isOp("(")) {
    const call = parseCall(c, parts);
    return { kind: "function", call, alias: parseTableAlias(c), lateral, from, to: c.to };
  }
  const timeTravel = parseTimeTravel(c);
  const sample = parseSample(c);
  const nameTo = last.to;
  const alias = parseTableAlias(c);
  return {
    kind: "table",
    parts,
    alias,
    nameTo,
    sample: sample ?? parseSample(c),
    timeTravel,
    from,
    to: c.to,
  };
}

/** VALUES is a plain relation name unless a row follows. */
function startsRows(c: Cursor): boolean {
  const next = c.peek(1);
  if (next === undefined) return false;
  return (
    next.kind === "number" ||
    next.kind === "string" ||
    next.text === "(" ||
    (next.kind === "word" && c.isOp("(", 2))
  );
}

function parseParenthesised(c: Cursor, lateral: boolean): Relation {
  const from = c.from;
  if (startsQuery(c, 1)) {
    c.expectOp("(");
    const query = c.query();
    c.expectOp(")");
    const sample = parseSample(c);
    return { kind: "derived", query, alias: parseTableAlias(c), lateral, sample, from, to: c.to };
  }
  return c.nested(() => {
    c.expectOp("(");
    const relation = parseFrom(c);
    c.expectOp(")");
    parseSample(c);
    return { kind: "group", relation, alias: parseTableAlias(c), from, to: c.to };
  });
}

/** `VERSION AS OF 3`, `FOR TIMESTAMP AS OF …`, `@v3`. */
function parseTimeTravel(c: Cursor): Span | null {
  const from = c.from;
  if (c.isOp("@")) {
    c.next();
    c.next();
    return { from, to: c.to };
  }
  const start = c.isWord("FOR") ? 1 : 0;
  const isTravel =
    /^(VERSION|TIMESTAMP|SYSTEM_VERSION|SYSTEM_TIME)$/.test(c.peek(start)?.upper ?? "") &&
    c.isWord("AS", start + 1) &&
    c.isWord("OF", start + 2);
  if (!isTravel) return null;
  c.index += start + 3;
  c.value();
  return { from, to: c.to };
}

/** `TABLESAMPLE (10 PERCENT)`, `(100 ROWS)`, `(BUCKET 1 OUT OF 4)`, with plain numbers only. */
function parseSample(c: Cursor): Sample | null {
  const from = c.from;
  if (!c.isWord("TABLESAMPLE") || !c.isOp("(", 1)) return null;
  c.index += 2;
  if (c.acceptWords("BUCKET")) {
    number(c);
    c.expectWords("OUT", "OF");
    number(c);
  } else {
    number(c);
    if (!c.acceptWords("PERCENT")) c.expectWords("ROWS");
  }
  c.expectOp(")");
  const repeatable = c.acceptWords("REPEATABLE");
  if (repeatable) c.parenthesised(() => number(c));
  return { repeatable, from, to: c.to };
}

function number(c: Cursor): void {
  if (c.next().kind !== "number") {
    throw new SyntaxFault("A sample takes plain numbers only.", c.from, "construct_not_allowed");
  }
}

/** `LATERAL VIEW OUTER explode(a) t AS x, y`, any number of them. */
export function parseLateralViews(c: Cursor): LateralView[] {
  const views: LateralView[] = [];
  while (c.isWords("LATERAL", "VIEW")) {
    const from = c.from;
    c.index += 2;
    const outer = c.acceptWords("OUTER");
    const call = c.value();
    if (call.kind !== "call") throw new SyntaxFault("LATERAL VIEW needs a function.", call.from);
    const table = c.isWord("AS") || !isAlias(c) ? null : c.name();
    const columns: Name[] = [];
    if (c.acceptWords("AS")) columns.push(...c.list(() => c.name()));
    else if (isAlias(c)) columns.push(...c.list(() => c.name()));
    views.push({ outer, call: call, table, columns, from, to: c.to });
  }
  return views;
}
