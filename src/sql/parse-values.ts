import { parseTableAlias } from "./alias.js";
import type { QueryBody } from "./ast.js";
import type { Cursor } from "./cursor.js";

/** `VALUES (1, 'a'), (2, 'b') AS t(x, y)`. */
export function parseValues(c: Cursor): Extract<QueryBody, { kind: "values" }> {
  const from = c.from;
  c.expectWords("VALUES");
  const rows = c.list(() => c.expr());
  const alias = parseTableAlias(c);
  return { kind: "values", rows, alias, from, to: c.to };
}
