import type { DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";
import { DUCKDB_MACROS } from "../../../sql/duckdb/macros.js";

/** Schema of the database's own bookkeeping; no catalogue lists it. */
export const RECORD_SCHEMA = "assay_build";

const builtTableSchema = z.object({
  /** Three-part, lower case. */
  name: z.string(),
  kind: z.enum(["csv", "parquet", "delta", "sql", "schema_only"]),
  /** Content hash, or the Delta version. */
  version: z.string(),
  rows: z.number(),
  /** Source rows that the table does not hold because they could not be read. */
  rejected: z.number(),
  bytes: z.number().nullable(),
  partitionColumns: z.array(z.string()),
  generatedFrom: z.record(z.string(), z.string()),
});
export type BuiltTable = z.infer<typeof builtTableSchema>;

const recordSchema = z.object({ hash: z.string(), builtAt: z.string(), tables: z.array(builtTableSchema) });
/** What a finished database says about itself. Written last: a database without it was never finished. */
export type BuildRecord = z.infer<typeof recordSchema>;

/** Makes an empty database ready: bookkeeping, and the functions that translated SQL calls. */
export async function createRecord(connection: DuckDBConnection): Promise<void> {
  await connection.run(DUCKDB_MACROS);
  await connection.run(`CREATE SCHEMA ${RECORD_SCHEMA}`);
  await connection.run(
    `CREATE TABLE ${RECORD_SCHEMA}.rejected_rows (table_name VARCHAR, file VARCHAR, line BIGINT, reason VARCHAR, text VARCHAR)`,
  );
}

export async function completeRecord(connection: DuckDBConnection, record: BuildRecord): Promise<void> {
  await connection.run(`CREATE TABLE ${RECORD_SCHEMA}.completed AS SELECT $1::VARCHAR AS record`, [
    JSON.stringify(record),
  ]);
}

/** The record of a finished database; null where there is none. */
export async function readRecord(connection: DuckDBConnection): Promise<BuildRecord | null> {
  try {
    const reader = await connection.runAndReadAll(`SELECT record FROM ${RECORD_SCHEMA}.completed`);
    return recordSchema.parse(JSON.parse(String(reader.getRows()[0]?.[0])));
  } catch {
    return null;
  }
}
