import { hasAggregate } from "../aggregation.js";
import type { Expr, GroupBy, GroupItem, NamedWindow, Query, QueryBody, Select, SelectItem } from "../ast.js";
import { fold } from "../scope.js";
import { identifier } from "./quoting.js";
import { refuse } from "./refusal.js";
import { isGenerator, writeGenerator } from "./write-generator.js";
import { writeOrderItem, writeWindow } from "./write-order.js";
import type { SqlWriter } from "./writer.js";

export function writeQuery(w: SqlWriter, q: Query): string {
  const parts: string[] = [];
  if (q.with) {
    if (q.with.recursive) throw refuse("WITH RECURSIVE", "it is not allowed.");
    const ctes = q.with.ctes.map((c) => {
      const columns = c.columns.length > 0 ? `(${c.columns.map((n) => identifier(n.name)).join(", ")})` : "";
      return `${identifier(c.name.name)}${columns} AS (${w.query(c.query)})`;
    });
    parts.push(`WITH ${ctes.join(", ")}`);
  }
  parts.push(writeBody(w, q.body, q.windows));
  if (q.orderAll) {
    const { descending, nulls } = q.orderAll;
    parts.push(
      `ORDER BY ALL ${descending ? "DESC" : "ASC"} NULLS ${(nulls ?? (descending ? "last" : "first")).toUpperCase()}`,
    );
  }
  if (q.orderBy.length > 0) parts.push(`ORDER BY ${q.orderBy.map((o) => writeOrderItem(w, o)).join(", ")}`);
  if (q.limit && q.limit.value !== "all") parts.push(`LIMIT ${w.expr(q.limit.value)}`);
  if (q.offset) parts.push(`OFFSET ${w.expr(q.offset)}`);
  return parts.join(" ");
}

function writeBody(w: SqlWriter, body: QueryBody, windows: readonly NamedWindow[]): string {
  switch (body.kind) {
    case "select":
      return writeSelect(w, body, windows);
    case "nested":
      return `(${w.query(body.query)})`;
    case "set": {
      const op = `${body.op.toUpperCase()}${body.all ? " ALL" : ""}`;
      const side = (b: QueryBody, isRight: boolean) => {
        const text = writeBody(w, b, []);
        return b.kind === "set" && (isRight || b.op !== body.op) ? `(${text})` : text;
      };
      return `${side(body.left, false)} ${op} ${side(body.right, true)}`;
    }
    case "values": {
      const rows = body.rows.map((r) => (r.kind === "row" ? r.items : [r]));
      const text = rows.map((r) => `(${r.map((x) => w.expr(x)).join(", ")})`).join(", ");
      const width = rows[0]?.length ?? 1;
      const names = Array.from({ length: width }, (_, i) =>
        identifier(body.alias.columns[i]?.name ?? `col${i + 1}`),
      );
      return `SELECT * FROM (VALUES ${text}) AS ${identifier(body.alias.name?.name ?? "v")}(${names.join(", ")})`;
    }
  }
}

function writeSelect(w: SqlWriter, s: Select, outerWindows: readonly NamedWindow[]): string {
  const before = w.groupExprs;
  w.groupExprs = groupExprs(w, s);
  const parts = [
    `SELECT ${s.distinct ? "DISTINCT " : ""}${s.items.map((i) => writeItem(w, s, i)).join(", ")}`,
  ];
  const from = writeFrom(w, s);
  if (from) parts.push(`FROM ${from}`);
  if (s.where) parts.push(`WHERE ${w.expr(s.where)}`);
  const group = s.groupBy ? writeGroupBy(w, s, s.groupBy) : "";
  if (group) parts.push(`GROUP BY ${group}`);
  if (s.having) parts.push(`HAVING ${w.expr(s.having)}`);
  const windows = [...s.windows, ...outerWindows];
  if (windows.length > 0) {
    parts.push(
      `WINDOW ${windows.map((n) => `${identifier(fold(n.name.name))} AS ${definition(w, n)}`).join(", ")}`,
    );
  }
  if (s.qualify) parts.push(`QUALIFY ${w.expr(s.qualify)}`);
  w.groupExprs = before;
  return parts.join(" ");
}

function definition(w: SqlWriter, named: NamedWindow): string {
  const text = writeWindow(w, named.spec);
  return text.startsWith("(") ? text : `(${text})`;
}

function writeFrom(w: SqlWriter, s: Select): string {
  const from = s.relation ? w.relation(s.relation) : "";
  const views = s.lateralViews.map((view) => {
    const items = writeGenerator(w, view.call, view.columns, view.outer);
    return `LATERAL (SELECT ${items.join(", ")})${view.table ? ` AS ${identifier(view.table.name)}` : ""}`;
  });
  return [...(from ? [from] : []), ...views].join(", ");
}

function writeItem(w: SqlWriter, s: Select, item: SelectItem): string {
  const { expr, aliases } = item;
  if (expr.kind === "star") return writeStar(expr);
  if (expr.kind === "call" && isGenerator(expr)) {
    if (s.groupBy !== null || s.distinct)
      throw refuse(expr.name, "beside GROUP BY or DISTINCT its rows would differ; use LATERAL VIEW.");
    return writeGenerator(w, expr, aliases, false).join(", ");
  }
  const text = w.expr(expr);
  const [alias] = aliases;
  if (alias) return `${text} AS ${identifier(alias.name)}`;
  if (expr.kind === "column") return text;
  if (expr.kind === "field") return `${text} AS ${identifier(expr.name.name)}`;
  return `${text} AS ${identifier(automaticName(w.source(item)))}`;
}

/** Near the name that Databricks gives: the text with functions in lower case. */
function automaticName(source: string): string {
  return source.replace(/\s+/g, " ").replace(/\b[A-Za-z_]+\(/g, (name) => name.toLowerCase());
}

function writeStar(e: Extract<Expr, { kind: "star" }>): string {
  const qualifier = e.qualifier.at(-1);
  const except =
    e.except.length > 0 ? ` EXCLUDE (${e.except.map((n) => identifier(n.name)).join(", ")})` : "";
  return `${qualifier ? `${identifier(qualifier.name)}.` : ""}*${except}`;
}

function writeGroupBy(w: SqlWriter, s: Select, group: GroupBy): string {
  if (group.kind === "all") {
    if (s.items.some((i) => i.expr.kind === "star")) return "ALL";
    return s.items.flatMap((item, i) => (hasAggregate(item.expr) ? [] : [String(i + 1)])).join(", ");
  }
  const set = (exprs: Expr[]) => `(${exprs.map((e) => w.expr(e)).join(", ")})`;
  if (group.withModifier) {
    const exprs = group.items.flatMap((i) => (i.kind === "expr" ? [w.expr(i.expr)] : []));
    return `${group.withModifier.toUpperCase()} (${exprs.join(", ")})`;
  }
  if (group.trailingSets) {
    const grouped = new Set(group.trailingSets.flat().map((e) => w.expr(e)));
    const left = group.items.some((i) => i.kind === "expr" && !grouped.has(w.expr(i.expr)));
    if (left)
      throw refuse(
        "GROUPING SETS",
        "a grouped expression that stands in no set is not known to the embedded engine.",
      );
    return `GROUPING SETS (${group.trailingSets.map(set).join(", ")})`;
  }
  const item = (i: GroupItem): string => {
    if (i.kind === "expr") return w.expr(i.expr);
    const sets = i.sets.map((x) => (Array.isArray(x) ? set(x) : item(x)));
    return `${i.kind === "sets" ? "GROUPING SETS" : i.kind.toUpperCase()} (${sets.join(", ")})`;
  };
  return group.items.map(item).join(", ");
}

function groupExprs(w: SqlWriter, s: Select): string[] {
  if (s.groupBy?.kind !== "items") return [];
  const all = (item: GroupItem): Expr[] =>
    item.kind === "expr" ? [item.expr] : item.sets.flatMap((x) => (Array.isArray(x) ? x : all(x)));
  return [...new Set(s.groupBy.items.flatMap(all).map((e) => w.expr(e)))];
}
