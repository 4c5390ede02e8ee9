import type { Span } from "./tokens.js";

/** A name as written, decoded. */
export interface Name extends Span {
  name: string;
  quoted: boolean;
}

export type DataType =
  | { kind: "simple"; name: string; args: number[] }
  | { kind: "array"; element: DataType }
  | { kind: "map"; key: DataType; value: DataType }
  | { kind: "struct"; fields: { name: string; type: DataType }[] };

export interface OrderItem {
  expr: Expr;
  descending: boolean;
  nulls: "first" | "last" | null;
}

export interface WindowSpec extends Span {
  /** A named window that this one is or extends. */
  base: string | null;
  partitionBy: Expr[];
  orderBy: OrderItem[];
  frame: { unit: "ROWS" | "RANGE"; start: FrameBound; end: FrameBound | null } | null;
}

export type FrameBound =
  | { kind: "unbounded_preceding" | "unbounded_following" | "current_row" }
  | { kind: "preceding" | "following"; expr: Expr };

export interface Call extends Span {
  kind: "call";
  /** Lower case, parts of a qualified name joined with dots. */
  name: string;
  nameSpan: Span;
  args: Argument[];
  distinct: boolean;
  filter: Expr | null;
  withinGroup: OrderItem[] | null;
  nulls: "ignore" | "respect" | null;
  over: WindowSpec | null;
  /** False for current_date and the like, written without parentheses. */
  parenthesised: boolean;
}

export interface Argument {
  /** `name => value`, or `value AS name` inside struct(). */
  name: string | null;
  value: Expr;
}

export type BinaryOperator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "%"
  | "DIV"
  | "||"
  | "&"
  | "|"
  | "^"
  | "<<"
  | ">>"
  | ">>>"
  | "="
  | "<=>"
  | "<>"
  | "<"
  | "<="
  | ">"
  | ">="
  | "AND"
  | "OR";

export type Expr =
  | (Span & { kind: "column"; parts: Name[] })
  | (Span & { kind: "star"; qualifier: Name[]; except: Name[]; isExcept: boolean })
  | (Span & { kind: "string"; value: string; doubleQuoted: boolean })
  | (Span & { kind: "number"; text: string; suffix: string })
  | (Span & { kind: "boolean"; value: boolean })
  | (Span & { kind: "null" })
  | (Span & {
      kind: "typed";
      type: "DATE" | "TIMESTAMP" | "TIMESTAMP_NTZ" | "TIMESTAMP_LTZ" | "X";
      value: string;
    })
  | (Span & { kind: "interval"; parts: { value: Expr; unit: string; to: string | null }[] })
  | (Span & { kind: "parameter"; name: string })
  /** A bare keyword argument: DAY in date_diff(DAY, a, b). */
  | (Span & { kind: "unit"; unit: string })
  | (Span & { kind: "unary"; op: "-" | "+" | "~" | "NOT"; operand: Expr })
  | (Span & { kind: "binary"; op: BinaryOperator; left: Expr; right: Expr })
  | (Span & { kind: "is"; operand: Expr; test: "null" | "true" | "false" | "unknown"; negated: boolean })
  | (Span & { kind: "distinct_from"; left: Expr; right: Expr; negated: boolean })
  | (Span & { kind: "between"; operand: Expr; low: Expr; high: Expr; negated: boolean; symmetric: boolean })
  | (Span & { kind: "in_list"; operand: Expr; list: Expr[]; negated: boolean })
  | (Span & { kind: "in_query"; operand: Expr; query: Query; negated: boolean })
  | (Span & {
      kind: "like";
      op: "LIKE" | "ILIKE" | "RLIKE";
      operand: Expr;
      patterns: Expr[];
      quantifier: "ANY" | "ALL" | null;
      escape: string | null;
      negated: boolean;
    })
  | (Span & { kind: "exists"; query: Query })
  | (Span & { kind: "subquery"; query: Query })
  | (Span & {
      kind: "case";
      operand: Expr | null;
      branches: { when: Expr; result: Expr }[];
      otherwise: Expr | null;
    })
  | (Span & { kind: "cast"; operand: Expr; type: DataType; safe: boolean })
  | Call
  | (Span & { kind: "lambda"; params: Name[]; body: Expr })
  | (Span & { kind: "subscript"; operand: Expr; index: Expr })
  | (Span & { kind: "field"; operand: Expr; name: Name })
  /** `operand:path`, Databricks' JSON access; path parts as in JSONPath. */
  | (Span & { kind: "json_path"; operand: Expr; path: (string | number)[] })
  | (Span & { kind: "row"; items: Expr[]; names: (string | null)[] })
  | (Span & { kind: "collate"; operand: Expr; collation: string });

export interface SelectItem extends Span {
  expr: Expr;
  /** One alias, several for a generator, none. */
  aliases: Name[];
}

export interface TableAlias {
  name: Name | null;
  columns: Name[];
}

export interface LateralView extends Span {
  outer: boolean;
  call: Call;
  table: Name | null;
  columns: Name[];
}

export type JoinType = "inner" | "left" | "right" | "full" | "cross" | "left semi" | "left anti";

export type Relation = Span &
  (
    | {
        kind: "table";
        parts: Name[];
        alias: TableAlias;
        nameTo: number;
        sample: Sample | null;
        timeTravel: Span | null;
      }
    | { kind: "derived"; query: Query; alias: TableAlias; lateral: boolean; sample: Sample | null }
    | { kind: "function"; call: Call; alias: TableAlias; lateral: boolean }
    | { kind: "group"; relation: Relation; alias: TableAlias }
    | {
        kind: "join";
        left: Relation;
        right: Relation;
        type: JoinType;
        natural: boolean;
        on: Expr | null;
        using: Name[];
        /** Written with a comma. */
        comma: boolean;
      }
    | { kind: "pivot"; relation: Relation; pivot: Pivot; alias: TableAlias }
    | { kind: "unpivot"; relation: Relation; unpivot: Unpivot; alias: TableAlias }
  );

export interface Sample extends Span {
  repeatable: boolean;
}

export interface Pivot extends Span {
  aggregates: { expr: Expr; alias: Name | null }[];
  columns: Expr[];
  values: { expr: Expr; alias: Name | null }[];
}

export interface Unpivot extends Span {
  includeNulls: boolean;
  values: Name[];
  name: Name;
  columns: { exprs: Expr[]; alias: Name | null }[];
}

export type GroupBy =
  | { kind: "all" }
  /** Every element is a plain expression or a set construct. `base` lists `GROUP BY a, b` before a trailing GROUPING SETS or WITH ROLLUP/CUBE. */
  | {
      kind: "items";
      items: GroupItem[];
      withModifier: "rollup" | "cube" | null;
      trailingSets: Expr[][] | null;
    };

export type GroupItem =
  | { kind: "expr"; expr: Expr }
  | { kind: "rollup" | "cube"; sets: Expr[][] }
  | { kind: "sets"; sets: (Expr[] | GroupItem)[] };

export interface NamedWindow {
  name: Name;
  spec: WindowSpec;
}

export interface Select extends Span {
  kind: "select";
  distinct: boolean;
  items: SelectItem[];
  relation: Relation | null;
  lateralViews: LateralView[];
  where: Expr | null;
  groupBy: (GroupBy & Span) | null;
  having: Expr | null;
  qualify: Expr | null;
  windows: NamedWindow[];
}

export type QueryBody =
  | Select
  | (Span & {
      kind: "set";
      op: "union" | "except" | "intersect";
      all: boolean;
      left: QueryBody;
      right: QueryBody;
    })
  | (Span & { kind: "values"; rows: Expr[]; alias: TableAlias })
  | (Span & { kind: "nested"; query: Query });

export interface Cte extends Span {
  name: Name;
  columns: Name[];
  query: Query;
}

export interface Query extends Span {
  with: (Span & { recursive: boolean; ctes: Cte[] }) | null;
  body: QueryBody;
  orderBy: OrderItem[];
  /** ORDER BY ALL. */
  orderAll: { descending: boolean; nulls: "first" | "last" | null } | null;
  /** SORT BY, DISTRIBUTE BY, CLUSTER BY: they order and place rows, they never change them. */
  placement: { sortBy: OrderItem[]; by: Expr[] } | null;
  windows: NamedWindow[];
  limit: (Span & { value: Expr | "all" }) | null;
  offset: Expr | null;
  /** End of the LIMIT-free text: where a LIMIT may be inserted. */
  limitAt: number;
}
