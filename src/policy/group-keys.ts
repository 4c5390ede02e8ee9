import type { Expr, Select } from "../sql/ast.js";

/** Names that keys have in any schema: groups over one are nearly as many as rows. */
const KEY = /(^|_)(id|key|sk|pk|uuid|guid|no|nr|number)$/i;
const CAMEL_KEY = /[a-z](Id|ID|Key)$/;

const isKey = (name: string) => KEY.test(name) || CAMEL_KEY.test(name);

/** Does a GROUP BY or DISTINCT keep a key apart? */
export function groupsByKey(select: Select): boolean {
  const items = select.items.map((i) => i.expr);
  const group = select.groupBy;
  let grouped: Expr[] = items;
  if (group?.kind === "items") {
    grouped = group.items.flatMap((i) =>
      i.kind === "expr" ? [i.expr] : i.sets.flatMap((s) => (Array.isArray(s) ? s : [])),
    );
    grouped = grouped.map((e) => (e.kind === "number" ? (items[Number(e.text) - 1] ?? e) : e));
  }
  return grouped.some((e) => e.kind === "star" || (e.kind === "column" && isKey(e.parts.at(-1)?.name ?? "")));
}
