import { availableParallelism } from "node:os";
import { type DuckDBConnection, type DuckDBDataChunk, DuckDBInstance } from "@duckdb/node-api";
import { AppError } from "../../contracts/errors.js";
import type { ApprovedSql, Catalog } from "../../contracts/policy.js";
import type { CallOptions, Warehouse } from "../../contracts/ports.js";
import type { ResultSet } from "../../contracts/result.js";
import { bindParameters } from "./bind-parameters.js";
import { type BuildRecord, readRecord } from "./build/build-record.js";
import { readCatalog } from "./catalog.js";
import { checkedStatement } from "./checked-statement.js";
import { ConnectionPool } from "./connection-pool.js";
import { engineError, firstLine } from "./engine-error.js";
import { interruptible } from "./interruptible.js";
import { resultCells } from "./result-cells.js";
import { translate } from "./translation.js";

export interface DuckdbOptions {
  /** A database made by buildDatabase. */
  file: string;
  /** First part of three-part names. */
  catalog: string;
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
  const instance = await openInstance(options);
  const pool = new ConnectionPool(instance, options.connections ?? 4);
  const startup: CallOptions = { signal: new AbortController().signal, timeoutMs: 30_000 };
  try {
    const { record, catalog } = await pool.use(startup, async (connection) => ({
      record: await finishedRecord(connection, options.file),
      catalog: await readCatalog(connection, options.catalog),
    }));
    return warehouse(instance, pool, options.catalog, record, catalog);
  } catch (error) {
    await pool.close();
    instance.closeSync();
    throw engineError(error);
  }
}

function warehouse(
  instance: DuckDBInstance,
  pool: ConnectionPool,
  catalogName: string,
  record: BuildRecord,
  catalog: Catalog,
): Warehouse {
  const versions = new Map(record.tables.map((table) => [table.name, table.version]));
  return {
    engine: "duckdb",
    catalog: async () => catalog,
    explain: (sql, options) =>
      pool.use(options, (connection, left) => explain(connection, sql, catalogName, left)),
    run: (sql, options) => pool.use(options, (connection, left) => run(connection, sql, catalogName, left)),
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
  catalogName: string,
  options: CallOptions,
): Promise<ResultSet> {
  const started = performance.now();
  const executedSql = translate(approved.sql, catalogName);
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
  catalogName: string,
  options: CallOptions,
): Promise<{ ok: true } | { ok: false; message: string }> {
  try {
    const sql = translate(approved.sql, catalogName);
    await interruptible(connection, options, async () => {
      (await checkedStatement(connection, sql)).destroySync();
      const statement = await connection.prepare(`EXPLAIN ${sql}`);
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

async function openInstance(options: DuckdbOptions): Promise<DuckDBInstance> {
  try {
    return await DuckDBInstance.create(options.file, {
      access_mode: "READ_ONLY",
      enable_external_access: "false",
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
      allow_community_extensions: "false",
      // As Spark orders nulls; and x/0 is null, so that no Infinity can win a ranking.
      default_null_order: "nulls_first_on_asc_last_on_desc",
      ieee_floating_point_ops: "false",
      memory_limit: options.memoryLimit ?? "1GB",
      threads: String(options.threads ?? Math.min(4, availableParallelism())),
      lock_configuration: "true",
    });
  } catch (cause) {
    throw unfinished(options.file, cause);
  }
}

async function finishedRecord(connection: DuckDBConnection, file: string): Promise<BuildRecord> {
  const record = await readRecord(connection);
  if (!record) throw unfinished(file, undefined);
  return record;
}

function unfinished(file: string, cause: unknown): AppError {
  return new AppError(
    "warehouse_unavailable",
    "warehouse",
    `${file} is not a finished database.`,
    "Run `assay build` again.",
    { cause },
  );
}
