import type { Cursor } from "./cursor.js";

const CONTINUES =
  /^(UNION|EXCEPT|MINUS|SETMINUS|INTERSECT|ORDER|SORT|CLUSTER|DISTRIBUTE|LIMIT|OFFSET|WINDOW)$/;

/**
 * Does a query stand at `ahead` (right behind an opening parenthesis)? Decided by looking at what follows each
 * closing parenthesis, so that `((SELECT 1) + 1)` is an expression and `((SELECT 1) UNION (SELECT 2))` a query.
 */
export function startsQuery(c: Cursor, ahead = 0): boolean {
  let inner = ahead;
  while (c.isOp("(", inner)) inner++;
  if (!isQueryWord(c, inner)) return false;
  for (let open = inner - 1; open >= ahead; open--) {
    const close = c.closing(open);
    if (close === null) return false;
    const next = c.peek(close + 1);
    if (next !== undefined && next.text !== ")" && !CONTINUES.test(next.upper)) return false;
  }
  return true;
}

function isQueryWord(c: Cursor, ahead: number): boolean {
  const word = c.peek(ahead)?.upper;
  const next = c.peek(ahead + 1);
  if (next === undefined) return false;
  if (word === "SELECT" || word === "WITH") return !/^[,).=]$/.test(next.text);
  if (word === "VALUES") return next.kind !== "op" || next.text === "(" || /^[-+]$/.test(next.text);
  if (word === "TABLE") return next.kind !== "op";
  if (word === "FROM") return next.kind === "word" || next.kind === "quoted" || next.text === "(";
  return false;
}
