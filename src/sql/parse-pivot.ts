import { isAlias } from "./alias.js";
import type { Expr, Name, Pivot, Unpivot } from "./ast.js";
import type { Cursor } from "./cursor.js";

/** `PIVOT (sum(a) AS s FOR month IN (1 AS jan, 2 AS feb))`. */
export function parsePivot(c: Cursor): Pivot {
  const from = c.from;
  c.expectWords("PIVOT");
  return c.parenthesised(() => {
    const aggregates = c.list(() => parseAliased(c));
    c.expectWords("FOR");
    const column = (): Expr => {
      const name = c.name();
      const parts = [name];
      while (c.acceptOp(".")) parts.push(c.name());
      return { kind: "column", parts, from: name.from, to: c.to };
    };
    const columns = c.isOp("(") ? c.parenthesised(() => c.list(column)) : [column()];
    c.expectWords("IN");
    const values = c.parenthesised(() => c.list(() => parseAliased(c)));
    return { aggregates, columns, values, from, to: c.to };
  });
}

function parseAliased(c: Cursor): { expr: Expr; alias: Name | null } {
  const expr = c.expr();
  const hasAlias = c.acceptWords("AS") || (!c.isWord("FOR") && isAlias(c));
  return { expr, alias: hasAlias ? c.name() : null };
}

/** `UNPIVOT INCLUDE NULLS (value FOR name IN (a AS x, b))`, with several value columns too. */
export function parseUnpivot(c: Cursor): Unpivot {
  const from = c.from;
  c.expectWords("UNPIVOT");
  const includeNulls = c.acceptWords("INCLUDE", "NULLS");
  if (!includeNulls) c.acceptWords("EXCLUDE", "NULLS");
  return c.parenthesised(() => {
    const values = c.isOp("(") ? c.parenthesised(() => c.list(() => c.name())) : [c.name()];
    c.expectWords("FOR");
    const name = c.name();
    c.expectWords("IN");
    const columns = c.parenthesised(() =>
      c.list(() => {
        const exprs = c.isOp("(") ? c.parenthesised(() => c.list(() => c.value())) : [c.value()];
        const hasAlias = c.acceptWords("AS") || isAlias(c);
        return { exprs, alias: hasAlias ? c.name() : null };
      }),
    );
    return { includeNulls, values, name, columns, from, to: c.to };
  });
}
