/** Limits on one question and one person. Bytes, milliseconds, US dollars. */
export interface Limits {
  maxRows: number;
  statementTimeoutMs: number;
  maxScanBytes: number | null;
  tokensPerQuestion: number | null;
  usdPerUserPerDay: number | null;
}

export interface Role {
  name: string;
  members: string[];
  /** Names of views, or ["*"]. */
  views: string[];
  /** Three-part relation (lower case) -> SQL condition over its columns. */
  rows: Record<string, string>;
}

/** policy.yaml as written. */
export interface Policy {
  tables: string[];
  deniedColumns: string[];
  unknownUsers: "everyone" | "nobody";
  roles: Role[];
  limits: Limits;
}

/** What one user may do: the union of their roles' grants. `key` identifies equal rights and stands in every cache key. */
export interface PolicySet {
  key: string;
  user: string;
  views: string[];
  /** Relations (three-part, lower case) that SQL of this user may read. */
  relations: string[];
  deniedColumns: string[];
  /** Relation -> condition that its rows must meet; absent = all rows. */
  rowRules: Record<string, string>;
  limits: Limits;
}

export interface CatalogColumn {
  name: string;
  /** Databricks type text, lower case: bigint, decimal(10,2), date, timestamp, string, double, boolean … */
  type: string;
}

export interface CatalogTable {
  /** Three-part, lower case. */
  name: string;
  columns: CatalogColumn[];
  comment: string | null;
}

/** Known relations and their columns, whatever the engine. */
export interface Catalog {
  tables: CatalogTable[];
}

export type ParameterValue = string | number | boolean | null | { type: "date"; value: string };
export type Parameters = Record<string, ParameterValue>;

declare const approved: unique symbol;

/** SQL that passed the gate. Only `policy/` makes one; drivers take nothing else. */
export interface ApprovedSql {
  readonly [approved]: true;
  /** Bounded Databricks SQL with `:name` parameters. */
  readonly sql: string;
  readonly parameters: Parameters;
  /** Relations read, three-part, lower case. */
  readonly relations: readonly string[];
  /** The LIMIT that holds. A result with more rows than `rowCap` was cut. */
  readonly rowCap: number;
  readonly policyKey: string;
  /** A row rule made an outer join narrower: rows without a visible partner, or without any, are left out. */
  readonly narrowed: boolean;
}

export type Verdict =
  | { verdict: "allow"; approved: ApprovedSql }
  | {
      verdict: "deny";
      /** Stable code, e.g. not_a_query, relation_not_allowed, column_denied, function_not_allowed. */
      code: string;
      message: string;
      /** Offset in code points of the offending text; null where there is none. */
      position: number | null;
    };
