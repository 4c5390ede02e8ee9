import type { DuckDBConnection } from "@duckdb/node-api";

/** What every loader needs. */
export interface TableBuild {
  connection: DuckDBConnection;
  /** First part of three-part names. */
  catalog: string;
  /** Moments with a zone become wall-clock times of this zone, where days are cut. */
  timezone: string;
}

export interface LoadedTable {
  /** Sentences for the person who builds. */
  notices: string[];
  layout?: TableLayout;
}

/** How the source is stored, where that is known. */
export interface TableLayout {
  bytes: number | null;
  partitionColumns: string[];
  /** Partition column -> the column that it is generated from. */
  generatedFrom: Record<string, string>;
}
