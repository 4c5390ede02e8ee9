import type { Call, Name, Query } from "./ast.js";
import { fold, type OutputColumn, type ScopeRelation } from "./scope.js";

export function opaque(label: string): OutputColumn {
  return { name: fold(label), label, base: null, type: null, expr: null };
}

export function derived(
  alias: string | null,
  columns: OutputColumn[],
  open: boolean,
  source: Query | null = null,
): ScopeRelation {
  return { alias: alias === null ? null : fold(alias), table: null, columns, open, source };
}

/** Gives columns the names of `AS t(a, b)`; more names than known columns add opaque ones. */
export function rename(
  result: { columns: OutputColumn[]; open: boolean },
  names: readonly Name[],
): { columns: OutputColumn[]; open: boolean } {
  if (names.length === 0) return result;
  const columns = names.map((n, i) => ({
    ...(result.columns[i] ?? opaque(n.name)),
    name: fold(n.name),
    label: n.name,
  }));
  return { columns, open: false };
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

/** inline, stack and json_tuple give columns that the text does not name. */
export function isOpen(call: Call, names: readonly Name[]): boolean {
  return names.length === 0 && /^(inline|inline_outer|stack|json_tuple)$/.test(call.name);
}
