import type { DuckDBConnection, DuckDBDataChunk, DuckDBInstance } from "@duckdb/node-api";
import type { ApprovedSql, Catalog } from "../../contracts/policy.js";
import type { CallOptions, Warehouse } from "../../contracts/ports.js";
import type { ResultSet } from "../../contracts/result.js";
import { bindParameters } from "./bind-parameters.js";
import { type BuildRecord, readRecord } from "./build/build-record.js";
import { readCatalog } from "./catalog.js";
import { checkedPlan, checkedStatement } from "./checked-statement.js";
import { ConnectionPool } from "./connection-pool.js";
import { engineError, firstLine } from "./engine-error.js";
import { interruptible } from "./interruptible.js";
import { openReadOnly, unfinished } from "./read-only-instance.js";
import { resultCells } from "./result-cells.js";
import { type Translate, translator } from "./translation.js";

export interface DuckdbOptions {
  /** A database made by buildDatabase. */
  file: string;
  /** First part of three-part names. */
  catalog: string;
  /** Clock of the session, as the workspace names it; UTC where absent. */
  timezone?: string;
  /** Such as "1GB". */
  memoryLimit?: string;
  threads?: number;
  /** Statements that run at the same time; more wait. */
  connections?: number;
}

/**
 * Opens a built database for queries: read-only, without access to files or network, its configuration locked.
 * Throws AppError (warehouse_unavailable) where the file is no finished database.
 */
export async function openDuckdbWarehouse(options: DuckdbOptions): Promise<Warehouse> {
  const instance = await openReadOnly(options.file, options);
  const pool = new ConnectionPool(instance, options.connections ?? 4);
  const startup: CallOptions = { signal: new AbortController().signal, timeoutMs: 30_000 };
  try {
    const { record, catalog } = await pool.use(startup, async (connection) => ({
      record: await finishedRecord(connection, options.file),
      catalog: await readCatalog(connection, options.catalog),
    }));
    return warehouse(
      instance,
      pool,
      translator(options.catalog, catalog, options.timezone ?? "UTC"),
      record,
      catalog,
    );
  } catch (error) {
    await pool.close();
    instance.closeSync();
    throw engineError(error);
  }
}

function warehouse(
  instance: DuckDBInstance,
  pool: ConnectionPool,
  translate: Translate,
  record: BuildRecord,
  catalog: Catalog,
): Warehouse {
  const versions = new Map(record.tables.map((table) => [table.name, table.version]));
  return {
    engine: "duckdb",
    catalog: async () => catalog,
    explain: (sql, options) =>
      pool.use(options, (connection, left) => explain(connection, sql, translate, left)),
    run: (sql, options) => pool.use(options, (connection, left) => run(connection, sql, translate, left)),
    versions: async (relations) =>
      Object.fromEntries(relations.map((name) => [name, versions.get(name) ?? "unknown"])),
    close: async () => {
      await pool.close();
      instance.closeSync();
    },
  };
}

async function run(
  connection: DuckDBConnection,
  approved: ApprovedSql,
  translate: Translate,
  options: CallOptions,
): Promise<ResultSet> {
  const started = performance.now();
  const executedSql = translate(approved.sql);
  try {
    return await interruptible(connection, options, async () => {
      const statement = await checkedStatement(connection, executedSql);
      try {
        bindParameters(statement, approved.parameters);
        const result = await statement.stream();
        const { chunks, truncated } = await chunksUntil(result, approved.rowCap);
        const { columns, rows } = resultCells(
          result.columnNames(),
          result.columnTypes(),
          chunks,
          approved.rowCap,
        );
        return { columns, rows, truncated, executedSql, databaseMs: performance.now() - started };
      } finally {
        statement.destroySync();
      }
    });
  } catch (error) {
    throw engineError(error);
  }
}

async function chunksUntil(
  result: { fetchChunk(): Promise<DuckDBDataChunk | null> },
  rowCap: number,
): Promise<{ chunks: DuckDBDataChunk[]; truncated: boolean }> {
  const chunks: DuckDBDataChunk[] = [];
  let count = 0;
  while (count <= rowCap) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) return { chunks, truncated: false };
    chunks.push(chunk);
    count += chunk.rowCount;
  }
  return { chunks, truncated: true };
}

async function explain(
  connection: DuckDBConnection,
  approved: ApprovedSql,
  translate: Translate,
  options: CallOptions,
): Promise<{ ok: true } | { ok: false; message: string }> {
  try {
    const sql = translate(approved.sql);
    await interruptible(connection, options, async () => {
      const statement = await checkedPlan(connection, sql);
      try {
        bindParameters(statement, approved.parameters);
        await statement.run();
      } finally {
        statement.destroySync();
      }
    });
    return { ok: true };
  } catch (error) {
    const fault = engineError(error);
    if (fault.code === "warehouse_cancelled" || fault.code === "warehouse_timeout") throw fault;
    return { ok: false, message: fault.cause === undefined ? fault.message : firstLine(fault.cause) };
  }
}

async function finishedRecord(connection: DuckDBConnection, file: string): Promise<BuildRecord> {
  const record = await readRecord(connection);
  if (!record) throw unfinished(file, undefined);
  return record;
}
