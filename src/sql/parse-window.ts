import type { FrameBound, NamedWindow, OrderItem, WindowSpec } from "./ast.js";
import type { Cursor } from "./cursor.js";

/** `a DESC NULLS LAST, b`. */
export function parseOrderItems(c: Cursor): OrderItem[] {
  return c.list(() => {
    const expr = c.expr();
    return { expr, ...parseDirection(c) };
  });
}

export function parseDirection(c: Cursor): { descending: boolean; nulls: "first" | "last" | null } {
  const descending = c.acceptWords("DESC");
  if (!descending) c.acceptWords("ASC");
  if (c.acceptWords("NULLS", "FIRST")) return { descending, nulls: "first" };
  if (c.acceptWords("NULLS", "LAST")) return { descending, nulls: "last" };
  return { descending, nulls: null };
}

/** What follows OVER, or AS in a WINDOW clause: a name or a definition in parentheses. */
export function parseWindowSpec(c: Cursor): WindowSpec {
  const from = c.from;
  const spec: WindowSpec = { base: null, partitionBy: [], orderBy: [], frame: null, from, to: from };
  if (!c.isOp("(")) {
    spec.base = c.name().name;
    spec.to = c.to;
    return spec;
  }
  c.expectOp("(");
  const isBase = /^(word|quoted)$/.test(c.peek()?.kind ?? "") && !c.isWord("BY", 1) && !frameUnit(c);
  if (isBase) spec.base = c.name().name;
  if (
    c.acceptWords("PARTITION", "BY") ||
    c.acceptWords("DISTRIBUTE", "BY") ||
    c.acceptWords("CLUSTER", "BY")
  ) {
    spec.partitionBy = c.list(() => c.expr());
  }
  if (c.acceptWords("ORDER", "BY") || c.acceptWords("SORT", "BY")) spec.orderBy = parseOrderItems(c);
  const unit = frameUnit(c);
  if (unit !== null) {
    c.next();
    if (c.acceptWords("BETWEEN")) {
      const start = parseBound(c);
      c.expectWords("AND");
      spec.frame = { unit, start, end: parseBound(c) };
    } else spec.frame = { unit, start: parseBound(c), end: null };
  }
  c.expectOp(")");
  spec.to = c.to;
  return spec;
}

/** `WINDOW w AS (…), v AS w`. */
export function parseWindows(c: Cursor): NamedWindow[] {
  c.expectWords("WINDOW");
  return c.list(() => {
    const name = c.name();
    c.expectWords("AS");
    return { name, spec: parseWindowSpec(c) };
  });
}

function frameUnit(c: Cursor): "ROWS" | "RANGE" | null {
  const upper = c.peek()?.upper;
  return upper === "ROWS" || upper === "RANGE" ? upper : null;
}

function parseBound(c: Cursor): FrameBound {
  if (c.acceptWords("CURRENT", "ROW")) return { kind: "current_row" };
  if (c.acceptWords("UNBOUNDED", "PRECEDING")) return { kind: "unbounded_preceding" };
  if (c.acceptWords("UNBOUNDED", "FOLLOWING")) return { kind: "unbounded_following" };
  const expr = c.expr();
  if (c.acceptWords("PRECEDING")) return { kind: "preceding", expr };
  c.expectWords("FOLLOWING");
  return { kind: "following", expr };
}
