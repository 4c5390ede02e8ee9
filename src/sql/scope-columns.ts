import type { Call, Expr, Name, Pivot, Query } from "./ast.js";
import { type Columns, fold, type OutputColumn, type ScopeRelation } from "./scope.js";

export function opaque(label: string): OutputColumn {
  return { name: fold(label), label, base: null, type: null, expr: null };
}

export function derived(alias: string | null, given: Columns, source: Query | null = null): ScopeRelation {
  const { columns, open, computed } = given;
  return { alias: alias === null ? null : fold(alias), table: null, columns, open, computed, source };
}

/** All columns of several relations, as one. */
export function together(relations: readonly Columns[]): Columns {
  return {
    columns: relations.flatMap((r) => r.columns),
    open: relations.some((r) => r.open),
    computed: relations.some((r) => r.computed),
  };
}

/** Gives columns the names of `AS t(a, b)`; more names than known columns add opaque ones. */
export function rename(result: Columns, names: readonly Name[]): Columns {
  if (names.length === 0) return result;
  const columns = names.map((n, i) => ({
    ...(result.columns[i] ?? opaque(n.name)),
    name: fold(n.name),
    label: n.name,
  }));
  return { columns, open: false, computed: false };
}

const GENERATED: Record<string, string[]> = {
  explode: ["col", "key", "value"],
  explode_outer: ["col", "key", "value"],
  posexplode: ["pos", "col", "key", "value"],
  posexplode_outer: ["pos", "col", "key", "value"],
};

/** Columns of a generator: the names given, or those that Databricks gives. */
export function generated(call: Call, names: readonly Name[]): OutputColumn[] {
  if (names.length > 0) return names.map((n) => opaque(n.name));
  return (GENERATED[call.name] ?? []).map(opaque);
}

/** What a generator gives as a relation of its own. */
export function generatedColumns(call: Call, names: readonly Name[]): Columns {
  return { columns: generated(call, names), open: isOpen(call, names), computed: false };
}

/** inline, stack and json_tuple give columns that the text does not name. */
export function isOpen(call: Call, names: readonly Name[]): boolean {
  return names.length === 0 && /^(inline|inline_outer|stack|json_tuple)$/.test(call.name);
}

/**
 * Columns that PIVOT makes: one for each value, and where there are several aggregates one for each value and aggregate
 * (`web_total`). Without aliases Databricks names them by the text of the value and of the aggregate.
 */
export function pivotColumns(pivot: Pivot): { columns: OutputColumn[]; computed: boolean } {
  const columns: OutputColumn[] = [];
  let computed = false;
  const isAlone = pivot.aggregates.length === 1;
  for (const value of pivot.values) {
    const name = value.alias?.name ?? literalText(value.expr);
    for (const aggregate of pivot.aggregates) {
      const suffix = isAlone ? "" : aggregate.alias && `_${aggregate.alias.name}`;
      if (name === null || suffix === null) computed = true;
      else columns.push({ ...opaque(`${name}${suffix}`), expr: aggregate.expr });
    }
  }
  return { columns, computed };
}

function literalText(e: Expr): string | null {
  if (e.kind === "string" || e.kind === "typed") return e.value;
  if (e.kind === "number") return e.text;
  if (e.kind === "boolean") return String(e.value);
  return e.kind === "null" ? "null" : null;
}
