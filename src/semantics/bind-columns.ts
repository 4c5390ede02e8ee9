import type { Catalog } from "../contracts/policy.js";
import type { ModelView } from "../contracts/semantic-model.js";
import { mayBeComputed } from "../sql/scope.js";
import { type InferredType, typeOfText } from "./infer-type.js";
import { type JoinNode, joinNodes } from "./join-tree.js";
import { isQuery, outputColumns } from "./source-query.js";

/** A column that an expression may read. `type` is null where a SELECT computes it. */
export interface KnownColumn {
  name: string;
  type: string | null;
}

/** Columns of one relation or SELECT; `columns` null = not known, so anything goes. */
export interface ColumnSet {
  /** Three-part name, or null for a SELECT. */
  relation: string | null;
  columns: KnownColumn[] | null;
  /** Of a SELECT: some columns have names that the engine makes from their text. */
  computed: boolean;
}

/** The column sets of a view's source and of each of its joins. */
export interface ViewColumns {
  source: ColumnSet;
  nodes: readonly JoinNode[];
  joins: ReadonlyMap<JoinNode, ColumnSet>;
  /** Relations that the catalogue does not have. */
  missing: string[];
}

export function columnsOfView(view: ModelView, catalog: Catalog): ViewColumns {
  const missing: string[] = [];
  const tables = new Map(catalog.tables.map((table) => [table.name, table]));
  const setOf = (source: string): ColumnSet => {
    if (isQuery(source)) return { relation: null, ...outputColumns(source, catalog) };
    const table = tables.get(source);
    if (!table) missing.push(source);
    return { relation: source, columns: table?.columns ?? null, computed: false };
  };
  const nodes = joinNodes(view);
  return {
    source: setOf(view.source),
    nodes,
    joins: new Map(nodes.map((node) => [node, setOf(node.join.source)])),
    missing,
  };
}

export function findColumn(set: ColumnSet, name: string): KnownColumn | null {
  return set.columns?.find((column) => column.name.toLowerCase() === name.toLowerCase()) ?? null;
}

/** Is it certain that the relation has no such column? */
export function isMissing(set: ColumnSet, name: string): boolean {
  return set.columns !== null && findColumn(set, name) === null && !mayBeComputed(name.toLowerCase(), set);
}

export function typeOfColumn(column: KnownColumn | null): InferredType | null {
  return column === null || column.type === null ? null : typeOfText(column.type);
}
