import { availableParallelism } from "node:os";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { AppError, assertUnreachable } from "../../../contracts/errors.js";
import type { MetadataIndex } from "../../../contracts/metadata.js";
import type { Workspace } from "../../../contracts/semantic-model.js";
import { engineError, firstLine } from "../engine-error.js";
import { interruptible } from "../interruptible.js";
import { quoteName, quoteRelation } from "../quoting.js";
import { duckdbType } from "../type-names.js";
import { rememberBuild } from "./build-history.js";
import { type BuiltTable, completeRecord, createRecord, RECORD_SCHEMA } from "./build-record.js";
import { loadCsv } from "./csv-table.js";
import {
  type DatabaseSeal,
  databaseFile,
  discard,
  pruneDatabases,
  readSeal,
  sealDatabase,
  temporaryFile,
} from "./database-file.js";
import { loadDelta } from "./delta-table.js";
import { type BuildPlan, type PlannedTable, planBuild } from "./fingerprint.js";
import { HashMemory } from "./hash-memory.js";
import { loadParquet } from "./parquet-table.js";
import { loadSql } from "./sql-table.js";
import type { LoadedTable, TableBuild } from "./table-build.js";
import { profileDatabase } from "./table-profile.js";

const BUILD_TIMEOUT_MS = 3_600_000;
const KEPT_DATABASES = 3;

export interface BuildProgress {
  table: string;
  done: number;
  total: number;
}

export interface BuildOptions {
  stateDir: string;
  signal: AbortSignal;
  onProgress?: (progress: BuildProgress) => void;
  memoryLimit?: string;
  threads?: number;
  /** Versions of Delta tables to read instead of the newest, by three-part name. */
  deltaVersions?: Readonly<Record<string, number>>;
}

export interface BuiltDatabase {
  file: string;
  /** False where a finished database of the same sources was there already. */
  built: boolean;
  hash: string;
  milliseconds: number;
  tables: BuiltTable[];
  /** Sentences for the person who builds: columns read as text, rows set aside. */
  notices: string[];
  index: MetadataIndex;
}

/**
 * Loads the tables of a workspace into one DuckDB file under the state folder, or finds the one that is there.
 * The file is named by the content of its sources; it appears whole or not at all, and a changed or broken one is rebuilt.
 * Throws AppError (bad_source, unknown_type, state_not_writable, warehouse_cancelled).
 */
export async function buildDatabase(workspace: Workspace, options: BuildOptions): Promise<BuiltDatabase> {
  const started = performance.now();
  const memory = await HashMemory.load(options.stateDir);
  const plan = await planBuild(workspace, memory, options.deltaVersions ?? {});
  const file = databaseFile(options.stateDir, workspace.name, plan.hash);
  const found = await readSeal(file, plan.hash, memory);
  const seal = found ?? (await buildFile(workspace, plan, file, options));
  if (!found) await memory.hash(file);
  if (!found) await rememberBuild(options.stateDir, workspace.name, seal.record.tables);
  await memory.save();
  return {
    file,
    built: found === null,
    hash: plan.hash,
    milliseconds: performance.now() - started,
    tables: seal.record.tables,
    notices: seal.notices,
    index: seal.index,
  };
}

async function buildFile(
  workspace: Workspace,
  plan: BuildPlan,
  file: string,
  options: BuildOptions,
): Promise<DatabaseSeal> {
  const temporary = await temporaryFile(file);
  try {
    const findings = await writeDatabase(workspace, plan, temporary, options);
    const seal = await sealDatabase(temporary, file, { hash: plan.hash, ...findings });
    await pruneDatabases(file, KEPT_DATABASES);
    return seal;
  } catch (error) {
    throw engineError(error);
  } finally {
    await discard(temporary);
  }
}

async function writeDatabase(
  workspace: Workspace,
  plan: BuildPlan,
  temporary: string,
  options: BuildOptions,
): Promise<Pick<DatabaseSeal, "notices" | "record" | "index">> {
  const instance = await DuckDBInstance.create(temporary, {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    default_null_order: "nulls_first_on_asc_last_on_desc",
    ieee_floating_point_ops: "false",
    memory_limit: options.memoryLimit ?? "2GB",
    threads: String(options.threads ?? Math.min(4, availableParallelism())),
  });
  const connection = await instance.connect();
  try {
    // Not the machine's: the same sources give the same database everywhere.
    await connection.run("SET TimeZone = 'UTC'");
    return await interruptible(connection, { signal: options.signal, timeoutMs: BUILD_TIMEOUT_MS }, () =>
      fillDatabase(connection, workspace, plan, options),
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function fillDatabase(
  connection: DuckDBConnection,
  workspace: Workspace,
  plan: BuildPlan,
  options: BuildOptions,
): Promise<Pick<DatabaseSeal, "notices" | "record" | "index">> {
  const build: TableBuild = { connection, catalog: workspace.catalog, timezone: workspace.timezone };
  const notices: string[] = [];
  const tables: BuiltTable[] = [];
  await createRecord(connection);
  for (const schema of new Set(plan.tables.map(({ source }) => source.name.split(".")[1] ?? ""))) {
    await connection.run(`CREATE SCHEMA IF NOT EXISTS ${quoteName(schema)}`);
  }
  for (const [done, planned] of plan.tables.entries()) {
    options.signal.throwIfAborted();
    options.onProgress?.({ table: planned.source.name, done, total: plan.tables.length });
    const loaded = await loadNamed(build, planned);
    const table = await counted(connection, planned, loaded);
    tables.push(table);
    notices.push(...loaded.notices);
    if (table.rejected > 0) notices.push(await rejectedNotice(connection, table));
  }
  const index = await profileDatabase(connection, tables, workspace.policy.deniedColumns);
  const record = { hash: plan.hash, builtAt: new Date().toISOString(), tables };
  await completeRecord(connection, record);
  await connection.run("CHECKPOINT");
  options.onProgress?.({ table: "", done: plan.tables.length, total: plan.tables.length });
  return { notices, record, index };
}

async function rejectedNotice(connection: DuckDBConnection, table: BuiltTable): Promise<string> {
  const reader = await connection.runAndReadAll(
    `SELECT line, reason FROM ${RECORD_SCHEMA}.rejected_rows WHERE table_name = $1 ORDER BY line NULLS LAST LIMIT 1`,
    [table.name],
  );
  const [line, reason] = reader.getRows()[0] ?? [];
  const where = line === null ? "" : `line ${line}: `;
  return `${table.name}: ${table.rejected} rows of its source were set aside, the first for this reason: ${where}${reason}.`;
}

async function loadNamed(build: TableBuild, planned: PlannedTable): Promise<LoadedTable> {
  try {
    return await loadTable(build, planned);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError(
      "bad_source",
      "configuration",
      `The table ${planned.source.name} can't be loaded from ${planned.source.path}: ${firstLine(cause)}`,
      "Correct the file or its entry in workspace.yaml.",
      { cause },
    );
  }
}

async function loadTable(build: TableBuild, planned: PlannedTable): Promise<LoadedTable> {
  const { source, files, sql } = planned;
  switch (source.kind) {
    case "csv":
      return loadCsv(build, source, files);
    case "parquet":
      return loadParquet(build, source, files);
    case "sql":
      return loadSql(build, source, sql ?? "");
    case "schema_only":
      await build.connection.run(
        `CREATE TABLE ${quoteRelation(source.name)} (${Object.entries(source.columns ?? {})
          .map(([name, type]) => `${quoteName(name)} ${duckdbType(type)}`)
          .join(", ")})`,
      );
      return { notices: [] };
    case "delta":
      return loadDelta(build, source, planned.deltaVersion);
    default:
      return assertUnreachable(source.kind);
  }
}

async function counted(
  connection: DuckDBConnection,
  planned: PlannedTable,
  { layout }: LoadedTable,
): Promise<BuiltTable> {
  const { source, version } = planned;
  const reader = await connection.runAndReadAll(
    `SELECT (SELECT count(*) FROM ${quoteRelation(source.name)}),
       (SELECT count(*) FROM ${RECORD_SCHEMA}.rejected_rows WHERE table_name = $1)`,
    [source.name],
  );
  const [rows, rejected] = reader.getRows()[0] ?? [];
  return {
    name: source.name,
    kind: source.kind,
    version,
    rows: Number(rows),
    rejected: Number(rejected),
    bytes: layout?.bytes ?? null,
    partitionColumns: layout?.partitionColumns ?? [],
    generatedFrom: layout?.generatedFrom ?? {},
  };
}
