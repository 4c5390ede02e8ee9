import type { Call, Expr, Name, Query, Select } from "./ast.js";
import type { ColumnMeaning, OutputColumn, Scope, ScopeRelation, TableUse } from "./scope.js";
import type { Span } from "./tokens.js";

export type ColumnExpr = Extract<Expr, { kind: "column" }>;
export type StarExpr = Extract<Expr, { kind: "star" }>;

/** Where a star stands: in a select list it gives columns, in count(*) it gives none. */
export interface StarUse {
  node: StarExpr;
  place: "select" | "argument";
  /** Function that it is an argument of. */
  call: Call | null;
  relations: ScopeRelation[];
}

/** Everything that a query reads and calls, with its meaning. */
export interface Resolution {
  tables: TableUse[];
  columns: Map<ColumnExpr, ColumnMeaning>;
  /** Names in USING, and shared names of natural joins: each relation's column of that name. */
  joinColumns: { name: Name | null; span: Span; columns: OutputColumn[] }[];
  stars: StarUse[];
  calls: { call: Call; place: CallPlace }[];
  parameters: Extract<Expr, { kind: "parameter" }>[];
  selects: { select: Select; scope: Scope }[];
  queries: Query[];
  pivots: { span: Span; input: ScopeRelation[] }[];
  /** Scope of every relation node, for those who judge joins. */
  relationScopes: Map<object, ScopeRelation[]>;
  /** References to CTEs: which query reads which. */
  cteUses: { query: Query; cte: Query }[];
  /** The query that a subquery stands in; CTE definitions and the statement itself have none. */
  parents: Map<Query, Query>;
  output: OutputColumn[];
}

export type CallPlace = "expression" | "select_item" | "relation";

/** CTEs that are visible, by lower-case name. */
export type Ctes = ReadonlyMap<string, { columns: OutputColumn[]; open: boolean; query: Query }>;
