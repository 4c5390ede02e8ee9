import type { DataType, Expr, Name, Query } from "./ast.js";
import type { Span } from "./tokens.js";

/** A base table as the catalogue knows it. */
export interface TableInfo {
  /** Canonical three-part name, lower case. */
  name: string;
  columns: { name: string; type: string }[];
}

/** Finds the table that a written name means; null = unknown. */
export type TableLookup = (parts: readonly string[]) => TableInfo | null;

/** One place where a base table is read. */
export interface TableUse extends Span {
  /** End of the written name; an alias stands behind it. */
  nameTo: number;
  parts: Name[];
  info: TableInfo | null;
  alias: Name | null;
  timeTravel: Span | null;
  /** The query that reads it. */
  query: Query;
}

/** A column that a relation or query gives. */
export interface OutputColumn {
  /** Lower case; null where it has no name that can be written. */
  name: string | null;
  /** As first written. */
  label: string;
  /** Where it is nothing but a base column. */
  base: { table: TableUse; column: string } | null;
  type: string | null;
  expr: Expr | null;
}

/** The columns that a relation or query gives. */
export interface Columns {
  columns: OutputColumn[];
  /** True where the columns are not all known: whatever name may be one of them. */
  open: boolean;
  /** True where some columns have names that the engine makes from their text, such as `sum(amount)`. */
  computed: boolean;
}

export interface ScopeRelation extends Columns {
  /** Lower case. */
  alias: string | null;
  table: TableUse | null;
  /** The query that its rows come from, for subqueries and CTEs. */
  source: Query | null;
}

export interface Scope {
  relations: ScopeRelation[];
  /** Select aliases that later items, GROUP BY, HAVING, QUALIFY and ORDER BY may name. */
  aliases: Map<string, OutputColumn>;
  outer: Scope | null;
}

/** Fields of a value: `plain` = it has none, `unknown` = nothing can be said. */
export type Shape = DataType | "plain" | "unknown";

/** What a written column means. */
export type ColumnMeaning =
  | { kind: "column"; relation: ScopeRelation; column: OutputColumn; outer: boolean; fields: string[] }
  | { kind: "alias"; column: OutputColumn; fields: string[] }
  /** The relation's columns are not known; the name may be one of them. */
  | { kind: "open"; relation: ScopeRelation; name: string; outer: boolean }
  | { kind: "lambda"; shape: Shape }
  | { kind: "unknown"; qualified: boolean };

export const fold = (name: string): string => name.toLowerCase();

/** Looks a written column up from the innermost scope outwards: qualified, then plain, then select alias, then open relations. */
export function lookupColumn(parts: readonly string[], innermost: Scope): ColumnMeaning {
  const names = parts.map(fold);
  let sawQualifier = false;
  let maybe: ColumnMeaning | null = null;
  for (let scope: Scope | null = innermost; scope !== null; scope = scope.outer) {
    const outer = scope !== innermost;
    const qualified = lookupQualified(names, scope, outer);
    if (qualified?.kind === "unknown") sawQualifier = true;
    else if (qualified !== null) return qualified;
    const name = names[0] ?? "";
    for (const relation of scope.relations) {
      const column = relation.columns.find((c) => c.name === name);
      if (column) return { kind: "column", relation, column, outer, fields: names.slice(1) };
    }
    const alias = scope.aliases.get(name);
    if (alias) return { kind: "alias", column: alias, fields: names.slice(1) };
    const open = scope.relations.find((r) => r.open || mayBeComputed(name, r));
    // A longer path than column and field names a table that the statement does not read.
    if (open && !sawQualifier && names.length <= 2) {
      maybe ??= { kind: "open", relation: open, name, outer };
      // `t.a` may be a field of an unknown column t, but a relation t further out is likelier.
      if (names.length === 1) return maybe;
    }
  }
  return maybe ?? { kind: "unknown", qualified: sawQualifier };
}

/** May the relation have a column of that name (lower case) though none is known? Names that an engine makes of an expression's text hold more than letters. */
export function mayBeComputed(name: string, relation: Pick<Columns, "computed">): boolean {
  return relation.computed && !/^[a-z_][a-z0-9_]*$/.test(name);
}

function lookupQualified(names: string[], scope: Scope, outer: boolean): ColumnMeaning | null {
  let matched = false;
  for (let length = Math.min(3, names.length - 1); length >= 1; length--) {
    const name = names[length] ?? "";
    for (const relation of scope.relations) {
      if (!isQualifier(names.slice(0, length), relation)) continue;
      const column = relation.columns.find((c) => c.name === name);
      if (column) return { kind: "column", relation, column, outer, fields: names.slice(length + 1) };
      if (relation.open || mayBeComputed(name, relation)) return { kind: "open", relation, name, outer };
      matched = true;
    }
  }
  return matched ? { kind: "unknown", qualified: true } : null;
}

/** Does `a.b` name the relation: its alias, or the end of the table's full name where it has no alias? */
export function isQualifier(qualifier: readonly string[], relation: ScopeRelation): boolean {
  if (relation.alias !== null) return qualifier.length === 1 && qualifier[0] === relation.alias;
  if (relation.table === null) return false;
  const full = relation.table.info?.name.split(".") ?? relation.table.parts.map((p) => fold(p.name));
  return full.slice(-qualifier.length).join("\0") === qualifier.join("\0");
}
