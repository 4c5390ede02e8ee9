import type { Call, Expr, Name, Query, Select } from "./ast.js";
import type { ColumnMeaning, Columns, OutputColumn, Scope, ScopeRelation, TableUse } from "./scope.js";
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
  /** What the qualifier means where it is no relation: a struct whose fields the star stands for. */
  column: ColumnMeaning | null;
}

/** `expr.name`, `expr:path` and `expr[index]`. */
export type MemberExpr = Extract<Expr, { kind: "field" | "json_path" | "subscript" }>;

/** Everything that a query reads and calls, with its meaning. */
export interface Resolution {
  tables: TableUse[];
  columns: Map<ColumnExpr, ColumnMeaning>;
  /** Names in USING, and shared names of natural joins: each relation's column of that name. */
  joinColumns: JoinColumn[];
  stars: StarUse[];
  members: MemberExpr[];
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
  /** What the statement itself gives. */
  output: Columns;
}

/** A column that USING or NATURAL compares; `missing` where a side is known not to have it. */
export interface JoinColumn {
  name: Name | null;
  span: Span;
  columns: OutputColumn[];
  missing: boolean;
}

export type CallPlace = "expression" | "select_item" | "relation";

/** CTEs that are visible, by lower-case name. */
export type Ctes = ReadonlyMap<string, Columns & { query: Query }>;
