import type { Name, TableAlias } from "./ast.js";
import type { Cursor } from "./cursor.js";

/** Words that end a select item or a relation, so that they are no alias. */
const STOP =
  /^(SELECT|FROM|WHERE|HAVING|LIMIT|OFFSET|UNION|EXCEPT|MINUS|SETMINUS|INTERSECT|QUALIFY|LATERAL|JOIN|INNER|CROSS|NATURAL|ON|USING|PIVOT|UNPIVOT|TABLESAMPLE|AS)$/;
const STOP_BY = /^(GROUP|ORDER|SORT|CLUSTER|DISTRIBUTE|PARTITION)$/;

/** Is the next token a plain alias (no AS before it)? */
export function isAlias(c: Cursor): boolean {
  const token = c.peek();
  if (token === undefined) return false;
  if (token.kind === "quoted") return true;
  if (token.kind !== "word" || STOP.test(token.upper)) return false;
  if (STOP_BY.test(token.upper) && c.isWord("BY", 1)) return false;
  if (/^(LEFT|RIGHT|FULL|SEMI|ANTI)$/.test(token.upper)) {
    return !/^(JOIN|OUTER|SEMI|ANTI|INNER)$/.test(c.peek(1)?.upper ?? "");
  }
  return !(token.upper === "WINDOW" && c.isWord("AS", 2));
}

/** `AS t(a, b)`, `t`, or nothing. */
export function parseTableAlias(c: Cursor): TableAlias {
  let name: Name | null = null;
  if (c.acceptWords("AS")) {
    if (c.isOp("(")) return { name: null, columns: c.parenthesised(() => c.list(() => c.name())) };
    name = c.name();
  } else if (isAlias(c)) name = c.name();
  const columns = name !== null && c.isOp("(") ? c.parenthesised(() => c.list(() => c.name())) : [];
  return { name, columns };
}
