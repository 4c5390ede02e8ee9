import type { IsoDate } from "./dates.js";
import type { FieldValue } from "./metric-query.js";

/** Statistics of one column. Values are listed only where there are few. */
export interface ColumnProfile {
  name: string;
  type: string;
  comment: string | null;
  distinctCount: number | null;
  nullRate: number | null;
  min: FieldValue;
  max: FieldValue;
  values: { value: FieldValue; count: number }[] | null;
}

export interface TableProfile {
  /** Three-part, lower case. */
  name: string;
  comment: string | null;
  rowCount: number;
  bytes: number | null;
  /** Delta version or a content hash; part of every cache key and receipt. */
  version: string;
  partitionColumns: string[];
  /** Partition column -> the column that it is generated from, where it is. */
  generatedFrom: Record<string, string>;
  columns: ColumnProfile[];
}

/** The metadata index of a workspace: what tables hold, without their rows. */
export interface MetadataIndex {
  builtAt: string;
  tables: TableProfile[];
}

/** What a user's reader may know of one field of a view: under the user's row rules and before as_of. */
export interface FieldProfile {
  view: string;
  field: string;
  distinctCount: number;
  nulls: number;
  min: FieldValue;
  max: FieldValue;
  /** All distinct non-null values of string fields up to a cap, most frequent first; null for numbers and above the cap. */
  values: string[] | null;
}

/** Loaded days of a view's time field before as_of; null = no rows. */
export interface ViewProfile {
  view: string;
  rows: number;
  firstDay: IsoDate | null;
  lastDay: IsoDate | null;
  fields: FieldProfile[];
}
