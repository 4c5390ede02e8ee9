import type { Expr, Pivot, Relation } from "../ast.js";
import { fold } from "../scope.js";
import { walkExpr } from "../walk.js";
import { identifier, literal } from "./quoting.js";
import { refuse } from "./refusal.js";
import type { SqlWriter } from "./writer.js";

/**
 * PIVOT as conditional aggregates over all other columns, as Spark defines it; a combination without rows gives NULL,
 * for counts too.
 */
export function writePivot(w: SqlWriter, r: Extract<Relation, { kind: "pivot" }>): string {
  const { pivot } = r;
  const used = new Set(pivot.columns.flatMap(columnNames));
  for (const a of pivot.aggregates) for (const name of columnNames(a.expr)) used.add(name);
  const items: string[] = [];
  const rest = restOf(w, r.relation, used);
  if (rest) items.push(rest);
  for (const value of pivot.values) {
    const condition = condOf(w, pivot, value.expr);
    for (const aggregate of pivot.aggregates) {
      const text = w.filtered(condition, () => w.expr(aggregate.expr));
      const name = nameOf(w, pivot, value, aggregate);
      items.push(
        `CASE WHEN count(*) FILTER (WHERE ${condition}) > 0 THEN ${text} END AS ${identifier(name)}`,
      );
    }
  }
  return `SELECT ${items.join(", ")} FROM ${w.relation(r.relation)}${rest ? " GROUP BY ALL" : ""}`;
}

function nameOf(
  w: SqlWriter,
  pivot: Pivot,
  value: Pivot["values"][number],
  aggregate: Pivot["aggregates"][number],
): string {
  const own = value.alias?.name ?? (value.expr.kind === "string" ? value.expr.value : w.source(value.expr));
  if (pivot.aggregates.length === 1) return own;
  return `${own}_${aggregate.alias?.name ?? w.source(aggregate.expr)}`;
}

function condOf(w: SqlWriter, pivot: Pivot, value: Expr): string {
  const values = value.kind === "row" ? value.items : [value];
  const tests = pivot.columns.map((column, i) => {
    const item = values[i];
    if (item === undefined) throw refuse("PIVOT", "a value is missing.");
    return `${w.expr(column)} IS NOT DISTINCT FROM ${w.expr(item)}`;
  });
  return `(${tests.join(" AND ")})`;
}

/** UNPIVOT as one row per column; NULL values are left out unless asked for. */
export function writeUnpivot(w: SqlWriter, r: Extract<Relation, { kind: "unpivot" }>): string {
  const { columns, values, name, includeNulls } = r.unpivot;
  const used = new Set(columns.flatMap((c) => c.exprs.flatMap(columnNames)));
  const rest = restOf(w, r.relation, used);
  const rows = columns.map((c) => {
    const label =
      c.alias?.name ??
      c.exprs.map((e) => (e.kind === "column" ? e.parts.at(-1)?.name : w.source(e))).join("_");
    return `(${[literal(label), ...c.exprs.map((e) => w.expr(e))].join(", ")})`;
  });
  const names = [name, ...values].map((n) => identifier(n.name)).join(", ");
  const keep = values.map((v) => `u.${identifier(v.name)} IS NOT NULL`).join(" OR ");
  const where = includeNulls ? "" : ` WHERE ${keep}`;
  return `SELECT ${rest ? `${rest}, ` : ""}u.* FROM ${w.relation(r.relation)}, LATERAL (VALUES ${rows.join(", ")}) AS u(${names})${where}`;
}

/** `alias.* EXCLUDE (…)` for the columns that a pivot leaves; empty where it leaves none. */
function restOf(w: SqlWriter, relation: Relation, used: ReadonlySet<string>): string {
  const scopes = w.resolution.relationScopes.get(relation) ?? [];
  const open = scopes.some((s) => s.open || s.computed);
  const columns = scopes.flatMap((s) => s.columns);
  if (!open) {
    const rest = columns.filter((c) => c.name !== null && !used.has(c.name));
    return rest.map((c) => identifier(c.label)).join(", ");
  }
  if (scopes.length !== 1) throw refuse("PIVOT", "the columns of its input are not known.");
  const alias = scopes[0]?.alias;
  return `${alias ? `${identifier(alias)}.` : ""}* EXCLUDE (${[...used].map(identifier).join(", ")})`;
}

function columnNames(e: Expr): string[] {
  const names: string[] = [];
  walkExpr(e, {
    query: () => {},
    enter: (node) => {
      if (node.kind === "column") names.push(fold(node.parts.at(-1)?.name ?? ""));
      return true;
    },
  });
  return names;
}
