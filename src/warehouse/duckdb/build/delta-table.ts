import type { DuckDBConnection } from "@duckdb/node-api";
import { AppError } from "../../../contracts/errors.js";
import type { TableSource } from "../../../contracts/semantic-model.js";
import { deletedRows } from "../../delta/deletion-vector.js";
import type { DeltaColumn } from "../../delta/delta-schema.js";
import { type DeltaFile, type DeltaSnapshot, readDeltaSnapshot } from "../../delta/delta-snapshot.js";
import { quoteName, quoteRelation, quoteText } from "../quoting.js";
import { duckdbType } from "../type-names.js";
import type { LoadedTable, TableBuild, TableLayout } from "./table-build.js";

const FILE = "assay_delta_file";
const ROW = "file_row_number";

/** Loads the rows that a Delta table has at a version (null = the newest): active files less their deleted rows. */
export async function loadDelta(
  build: TableBuild,
  source: TableSource,
  version: number | null,
): Promise<LoadedTable> {
  const { connection } = build;
  const folder = source.path ?? "";
  const snapshot = await readDeltaSnapshot(folder, version, (file) => parquetJson(connection, file));
  const relation = quoteRelation(source.name);
  const columns = snapshot.columns.map((column) => `${quoteName(column.name)} ${duckdbType(column.type)}`);
  await connection.run(`CREATE TABLE ${relation} (${columns.join(", ")})`);
  if (snapshot.files.length > 0) {
    await createFileTable(connection, snapshot);
    await createDeletedTable(connection, folder, snapshot.files);
    await connection.run(`INSERT INTO ${relation} ${await selection(build, snapshot)}`);
    await connection.run("DROP TABLE delta_files");
    await connection.run("DROP TABLE delta_deleted");
  }
  await comment(connection, relation, snapshot);
  return { notices: [], layout: layoutOf(snapshot) };
}

async function parquetJson(connection: DuckDBConnection, file: string): Promise<string[]> {
  const reader = await connection.runAndReadAll(
    `SELECT CAST(to_json(entry) AS VARCHAR) FROM read_parquet(${quoteText(file)}) AS entry`,
  );
  return reader.getRows().map(([json]) => String(json));
}

async function createFileTable(connection: DuckDBConnection, snapshot: DeltaSnapshot): Promise<void> {
  await connection.run("CREATE OR REPLACE TEMP TABLE delta_files (file VARCHAR, partition_values VARCHAR)");
  const appender = await connection.createAppender("delta_files", "main", "temp");
  for (const file of snapshot.files) {
    appender.appendVarchar(file.path);
    appender.appendVarchar(JSON.stringify(file.partitionValues));
    appender.endRow();
  }
  appender.closeSync();
}

async function createDeletedTable(
  connection: DuckDBConnection,
  folder: string,
  files: readonly DeltaFile[],
): Promise<void> {
  await connection.run("CREATE OR REPLACE TEMP TABLE delta_deleted (file VARCHAR, row BIGINT)");
  const appender = await connection.createAppender("delta_deleted", "main", "temp");
  for (const { path, deletionVector } of files) {
    if (!deletionVector) continue;
    for (const row of await readVector(folder, path, deletionVector)) {
      appender.appendVarchar(path);
      appender.appendBigInt(BigInt(row));
      appender.endRow();
    }
  }
  appender.closeSync();
}

async function readVector(
  folder: string,
  path: string,
  vector: NonNullable<DeltaFile["deletionVector"]>,
): Promise<number[]> {
  try {
    return await deletedRows(folder, vector);
  } catch (cause) {
    throw new AppError(
      "bad_source",
      "configuration",
      `The deleted rows of ${path} can't be read: ${cause instanceof Error ? cause.message : String(cause)}.`,
      "Repair the Delta table, or pin an earlier version.",
      { cause },
    );
  }
}

async function selection(build: TableBuild, snapshot: DeltaSnapshot): Promise<string> {
  const files = partitionOrder(snapshot.files)
    .map((file) => quoteText(file.path))
    .join(", ");
  const scan = `read_parquet([${files}], union_by_name = true, hive_partitioning = false, filename = '${FILE}', file_row_number = true)`;
  const described = await build.connection.runAndReadAll(`DESCRIBE SELECT * FROM ${scan}`);
  const stored = new Map(
    described.getRows().map(([name, type]) => [String(name).toLowerCase(), String(type)]),
  );
  const partitions = new Set(snapshot.partitionColumns.map((name) => name.toLowerCase()));
  const columns = snapshot.columns.map((column) =>
    partitions.has(column.name.toLowerCase())
      ? partitionValue(column, build.timezone)
      : storedValue(column, stored.get(column.physicalName.toLowerCase()), build.timezone),
  );
  const deleted = snapshot.files.some((file) => file.deletionVector)
    ? ` ANTI JOIN delta_deleted AS deleted ON deleted.file = data.${FILE} AND deleted.row = data.${ROW}`
    : "";
  return `SELECT ${columns.join(", ")} FROM ${scan} AS data JOIN delta_files AS files ON files.file = data.${FILE}${deleted}`;
}

/** Rows of a partition stand together, so that the engine passes over whole blocks by their least and greatest values. */
function partitionOrder(files: readonly DeltaFile[]): DeltaFile[] {
  const key = (file: DeltaFile) => JSON.stringify(Object.entries(file.partitionValues).sort());
  const keyed = files.map((file) => ({ file, key: key(file) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ file }) => file);
}

function storedValue(column: DeltaColumn, storedType: string | undefined, timezone: string): string {
  const type = duckdbType(column.type);
  // A column added later is missing from older files, and from all of them right after it was added.
  if (storedType === undefined) return `CAST(NULL AS ${type})`;
  const value = `data.${quoteName(column.physicalName)}`;
  const hasZone = storedType === "TIMESTAMP WITH TIME ZONE";
  // A moment is shown by the workspace's clock, whether its file says that it is of UTC (as Parquet's own type does) or
  // leaves it to the reader (as INT96 does). TIMESTAMP_NTZ is a wall clock already.
  if (column.type === "timestamp") {
    const moment = hasZone ? value : `CAST(${value} AS TIMESTAMP) AT TIME ZONE 'UTC'`;
    return `CAST((${moment}) AT TIME ZONE ${quoteText(timezone)} AS ${type})`;
  }
  if (hasZone) return `CAST(${value} AT TIME ZONE 'UTC' AS ${type})`;
  return column.nested ? value : `CAST(${value} AS ${type})`;
}

function partitionValue(column: DeltaColumn, timezone: string): string {
  const path = quoteText(`$."${column.physicalName.replaceAll('"', '\\"')}"`);
  const text = `nullif(json_extract_string(files.partition_values, ${path}), '')`;
  const type = duckdbType(column.type);
  if (column.type !== "timestamp") return `CAST(${text} AS ${type})`;
  // With a zone it is a moment; without, the writer's wall clock, which for Delta is UTC.
  const moment = `CAST(CASE WHEN ${text} LIKE '%Z' THEN ${text} ELSE ${text} || 'Z' END AS TIMESTAMPTZ)`;
  return `CAST(${moment} AT TIME ZONE ${quoteText(timezone)} AS TIMESTAMP)`;
}

async function comment(
  connection: DuckDBConnection,
  relation: string,
  snapshot: DeltaSnapshot,
): Promise<void> {
  if (snapshot.description) {
    await connection.run(`COMMENT ON TABLE ${relation} IS ${quoteText(snapshot.description)}`);
  }
  for (const column of snapshot.columns) {
    if (!column.comment) continue;
    await connection.run(
      `COMMENT ON COLUMN ${relation}.${quoteName(column.name)} IS ${quoteText(column.comment)}`,
    );
  }
}

function layoutOf(snapshot: DeltaSnapshot): TableLayout {
  const names = new Map(snapshot.columns.map((column) => [column.name.toLowerCase(), column.name]));
  const generatedFrom: Record<string, string> = {};
  for (const column of snapshot.columns) {
    const words = column.generatedFrom?.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];
    const source = words.map((word) => names.get(word.toLowerCase())).find((name) => name !== undefined);
    if (source) generatedFrom[column.name] = source;
  }
  return {
    bytes: snapshot.files.reduce((sum, file) => sum + file.bytes, 0),
    partitionColumns: snapshot.partitionColumns,
    generatedFrom,
  };
}
