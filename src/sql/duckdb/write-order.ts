import type { OrderItem, WindowSpec } from "../ast.js";
import { fold } from "../scope.js";
import { identifier } from "./quoting.js";
import type { SqlWriter } from "./writer.js";

/** `x DESC NULLS LAST`: Databricks puts NULL first when ascending and last when descending. */
export function writeOrderItem(w: SqlWriter, item: OrderItem): string {
  const nulls = item.nulls ?? (item.descending ? "last" : "first");
  return `${w.expr(item.expr)} ${item.descending ? "DESC" : "ASC"} NULLS ${nulls.toUpperCase()}`;
}

/** The definition of a window, in parentheses, or its name. */
export function writeWindow(w: SqlWriter, spec: WindowSpec): string {
  const isName = spec.partitionBy.length === 0 && spec.orderBy.length === 0 && spec.frame === null;
  if (spec.base !== null && isName) return identifier(fold(spec.base));
  const parts: string[] = spec.base === null ? [] : [identifier(fold(spec.base))];
  if (spec.partitionBy.length > 0)
    parts.push(`PARTITION BY ${spec.partitionBy.map((x) => w.expr(x)).join(", ")}`);
  if (spec.orderBy.length > 0)
    parts.push(`ORDER BY ${spec.orderBy.map((o) => writeOrderItem(w, o)).join(", ")}`);
  if (spec.frame) {
    const { unit, start, end } = spec.frame;
    const bound = (b: typeof start) =>
      "expr" in b ? `${w.expr(b.expr)} ${b.kind.toUpperCase()}` : b.kind.replaceAll("_", " ").toUpperCase();
    parts.push(end ? `${unit} BETWEEN ${bound(start)} AND ${bound(end)}` : `${unit} ${bound(start)}`);
  }
  return `(${parts.join(" ")})`;
}
