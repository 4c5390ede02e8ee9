import type { ValueType } from "./semantic-model.js";

/** A cell as it goes to JSON: exact decimals and integers beyond 2^53 are strings; dates "YYYY-MM-DD". */
export type Cell = string | number | boolean | null;

export interface ResultColumn {
  name: string;
  type: ValueType;
}

/** Rows of one statement. `truncated`: more existed than the row cap let through. */
export interface ResultSet {
  columns: ResultColumn[];
  rows: Cell[][];
  truncated: boolean;
  /** SQL in the engine's own dialect, as sent. */
  executedSql: string;
  databaseMs: number;
}

/** A column of a compiled query, in output order. */
export interface OutputColumn {
  name: string;
  type: ValueType;
  role: "dimension" | "measure";
  /** Currency code, "ratio", or null. */
  unit: string | null;
  /** What it is, so that text and charts need not guess. */
  of:
    | { kind: "group"; index: number }
    | { kind: "period" }
    | { kind: "select"; index: number }
    | { kind: "previous" | "change" | "change_ratio" | "share"; index: number }
    | { kind: "rank" };
  /** Decimal places to show; null = by size. */
  decimals: number | null;
}
