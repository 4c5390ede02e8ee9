import type { Catalog } from "../contracts/policy.js";
import type { ModelView } from "../contracts/semantic-model.js";
import { type InferredType, typeOfText } from "./infer-type.js";
import { type JoinNode, joinNodes } from "./join-tree.js";
import { isQuery, outputNames } from "./source-query.js";

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
}

/** The column sets of a view's source and of each of its joins. */
export interface ViewColumns {
  source: ColumnSet;
  nodes: readonly JoinNode[];
  joins: ReadonlyMap<JoinNode, ColumnSet>;
  /** Relations that the catalogue does not have. */
  missing: string[];
}

export function columnsOfView(view: ModelView, catalog: Catalog, catalogName: string): ViewColumns {
  const missing: string[] = [];
  const tables = new Map(catalog.tables.map((table) => [table.name, table]));
  const setOf = (source: string): ColumnSet => {
    if (isQuery(source)) {
      const named = outputNames(
        source,
        (name) => tables.get(name)?.columns.map((c) => c.name) ?? null,
        catalogName,
      );
      return {
        relation: null,
        columns: named?.map((name) => ({ name, type: typeInTables(name, view, tables) })) ?? null,
      };
    }
    const table = tables.get(source);
    if (!table) missing.push(source);
    return { relation: source, columns: table?.columns ?? null };
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

export function typeOfColumn(column: KnownColumn | null): InferredType | null {
  return column === null || column.type === null ? null : typeOfText(column.type);
}

/** A SELECT that passes a column on under its name keeps the column's type, where all its relations agree on it. */
function typeInTables(
  name: string,
  view: ModelView,
  tables: ReadonlyMap<string, Catalog["tables"][number]>,
): string | null {
  const types = view.relations.flatMap((relation) => {
    const column = tables.get(relation)?.columns.find((c) => c.name.toLowerCase() === name.toLowerCase());
    return column ? [column.type] : [];
  });
  return types.length > 0 && types.every((type) => type === types[0]) ? (types[0] ?? null) : null;
}
