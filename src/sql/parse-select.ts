import { isAlias } from "./alias.js";
import type { Expr, GroupBy, GroupItem, LateralView, Name, NamedWindow, Select, SelectItem } from "./ast.js";
import { type Cursor, SyntaxFault } from "./cursor.js";
import { parseFrom, parseLateralViews } from "./parse-relation.js";
import { parseWindows } from "./parse-window.js";
import type { Span } from "./tokens.js";

/** Reads `SELECT …` up to QUALIFY; Hive's `FROM t SELECT …` too. */
export function parseSelect(c: Cursor): Select {
  const from = c.from;
  let relation: Select["relation"] = null;
  const lateralViews: LateralView[] = [];
  if (c.acceptWords("FROM")) {
    relation = parseFrom(c);
    lateralViews.push(...parseLateralViews(c));
  }
  c.expectWords("SELECT");
  if (c.isWord("TRANSFORM") && c.isOp("(", 1)) rejectTransform(c);
  const distinct = c.isWord("DISTINCT") && !c.isOp(",", 1) && c.peek(1) !== undefined;
  if (distinct) c.next();
  else if (c.isWord("ALL") && !c.isOp(",", 1) && !c.isOp(".", 1) && !c.isWord("FROM", 1) && c.peek(1))
    c.next();
  const items = c.list(() => parseItem(c));
  if (relation === null && c.acceptWords("FROM")) {
    relation = parseFrom(c);
    lateralViews.push(...parseLateralViews(c));
  }
  const where = c.acceptWords("WHERE") ? c.expr() : null;
  const groupBy = c.isWords("GROUP", "BY") ? parseGroupBy(c) : null;
  const having = c.acceptWords("HAVING") ? c.expr() : null;
  const windows: NamedWindow[] = [];
  if (c.isWord("WINDOW") && c.isWord("AS", 2)) windows.push(...parseWindows(c));
  const qualify = c.acceptWords("QUALIFY") ? c.expr() : null;
  if (c.isWord("WINDOW") && c.isWord("AS", 2)) windows.push(...parseWindows(c));
  return {
    kind: "select",
    distinct,
    items,
    relation,
    lateralViews,
    where,
    groupBy,
    having,
    qualify,
    windows,
    from,
    to: c.to,
  };
}

/** `SELECT TRANSFORM(a) USING 'program'` runs a program; `transform(array, lambda)` is a function. */
function rejectTransform(c: Cursor): void {
  const close = c.closing(1);
  const after = close === null ? undefined : c.peek(close + 1);
  if (after !== undefined && /^(USING|ROW|RECORDWRITER)$/.test(after.upper)) {
    throw new SyntaxFault(
      "TRANSFORM … USING runs a program and is not allowed.",
      c.from,
      "construct_not_allowed",
    );
  }
}

function parseItem(c: Cursor): SelectItem {
  const from = c.from;
  const expr = c.expr();
  let aliases: Name[] = [];
  if (c.acceptWords("AS")) {
    aliases = c.isOp("(") ? c.parenthesised(() => c.list(() => c.name())) : [c.name()];
  } else if (isAlias(c)) aliases = [c.name()];
  else if (c.isOp("(") && expr.kind === "call") aliases = c.parenthesised(() => c.list(() => c.name()));
  return { expr, aliases, from, to: c.to };
}

function parseGroupBy(c: Cursor): GroupBy & Span {
  const from = c.from;
  c.expectWords("GROUP", "BY");
  if (c.isWord("ALL") && !c.isOp(",", 1) && !c.isOp(".", 1) && !c.isOp("(", 1)) {
    c.next();
    return { kind: "all", from, to: c.to };
  }
  const items = c.list(() => parseGroupItem(c));
  let withModifier: "rollup" | "cube" | null = null;
  let trailingSets: Expr[][] | null = null;
  if (c.acceptWords("WITH", "ROLLUP")) withModifier = "rollup";
  else if (c.acceptWords("WITH", "CUBE")) withModifier = "cube";
  else if (c.acceptWords("GROUPING", "SETS")) {
    trailingSets = c.parenthesised(() => c.list(() => parseSet(c)));
  }
  return { kind: "items", items, withModifier, trailingSets, from, to: c.to };
}

function parseGroupItem(c: Cursor): GroupItem {
  if ((c.isWord("ROLLUP") || c.isWord("CUBE")) && c.isOp("(", 1)) {
    const kind = c.next().upper === "CUBE" ? "cube" : "rollup";
    return { kind, sets: c.parenthesised(() => c.list(() => parseSet(c))) };
  }
  if (c.isWords("GROUPING", "SETS") && c.isOp("(", 2)) {
    c.index += 2;
    const sets = c.parenthesised(() =>
      c.list(() => {
        const isNested = /^(ROLLUP|CUBE)$/.test(c.peek()?.upper ?? "") || c.isWords("GROUPING", "SETS");
        return isNested ? parseGroupItem(c) : parseSet(c);
      }),
    );
    return { kind: "sets", sets };
  }
  return { kind: "expr", expr: c.expr() };
}

/** `(a, b)`, `a` or `()`. */
function parseSet(c: Cursor): Expr[] {
  if (c.isOp("(") && c.isOp(")", 1)) {
    c.index += 2;
    return [];
  }
  const expr = c.expr();
  return expr.kind === "row" ? expr.items : [expr];
}
