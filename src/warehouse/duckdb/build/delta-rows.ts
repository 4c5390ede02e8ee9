import { existsSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { AppError } from "../../../contracts/errors.js";
import { deletedRows } from "../../delta/deletion-vector.js";
import type { DeltaColumn } from "../../delta/delta-schema.js";
import type { DeltaFile, DeltaSnapshot } from "../../delta/delta-snapshot.js";
import { unknownFeature } from "../../delta/protocol-check.js";
import { quoteFile, quoteText } from "../quoting.js";
import { refuseJulianDays } from "./delta-calendar.js";
import { partitionValue, storedValue } from "./delta-values.js";
import type { TableBuild } from "./table-build.js";

const FILE = "assay_delta_file";
const ROW = "file_row_number";
/** DuckDB's number of the file that a row is of, from 0 in the order of the list. */
const FILE_INDEX = "file_index";

/**
 * Inserts the rows of a snapshot's files, less the deleted ones, into a table with the snapshot's columns. Throws
 * AppError (bad_source, delta_feature_unknown); never leaves rows out without that.
 */
export async function insertDeltaRows(
  build: TableBuild,
  folder: string,
  snapshot: DeltaSnapshot,
  relation: string,
): Promise<void> {
  const { connection } = build;
  const names = new Set(snapshot.partitionColumns.map((name) => name.toLowerCase()));
  const partitions = snapshot.columns.filter(({ name }) => names.has(name.toLowerCase()));
  const stored = snapshot.columns.filter(({ name }) => !names.has(name.toLowerCase()));
  refuseAmbiguous(folder, partitions, snapshot.files, build.timezone);
  const paths = snapshot.files.map(({ path }) => path);
  requireFiles(folder, snapshot.version, paths);
  await refuseJulianDays(connection, folder, stored, paths);
  await createFileTable(connection, snapshot.files, partitions);
  const deleted = await createDeletedTable(connection, folder, snapshot.files);
  await connection.run(
    `INSERT INTO ${relation} ${await selection(build, snapshot, partitions, deleted > 0)}`,
  );
  await connection.run("DROP TABLE delta_files");
  await connection.run("DROP TABLE delta_deleted");
  await requireAllRows(connection, folder, relation, paths, deleted);
}

function requireFiles(folder: string, version: number, paths: readonly string[]): void {
  const missing = paths.find((path) => !existsSync(path));
  if (missing === undefined) return;
  throw new AppError(
    "bad_source",
    "configuration",
    `Version ${version} of the Delta table ${folder} needs the file ${missing}, which is not there.`,
    "VACUUM removes the files of old versions: name a later version, or restore the file.",
  );
}

/**
 * Where readers of the format differ, no one can say what was meant: a moment without a zone in a partition's name, and an
 * empty text, which the protocol calls null and Spark does not.
 */
function refuseAmbiguous(
  folder: string,
  partitions: readonly DeltaColumn[],
  files: readonly DeltaFile[],
  timezone: string,
): void {
  for (const { name, physicalName, type } of partitions) {
    const kind = type.kind === "primitive" ? type.name : type.kind;
    const texts = files.map(({ partitionValues }) => partitionValues[physicalName] ?? null);
    if (kind === "string" && texts.includes("")) {
      throw unknownFeature(folder, `whether an empty text in the partition column ${name} is null`);
    }
    const isZoneless = (text: string | null) => text && !/(Z|[+-]\d{2}:?\d{2})$/.test(text);
    if (kind === "timestamp" && timezone !== "UTC" && texts.some(isZoneless)) {
      throw unknownFeature(folder, `the zone of the partition column ${name}`);
    }
  }
}

async function createFileTable(
  connection: DuckDBConnection,
  files: readonly DeltaFile[],
  partitions: readonly DeltaColumn[],
): Promise<void> {
  const columns = ["file VARCHAR", ...partitions.map((_, at) => `p${at} VARCHAR`)];
  await connection.run(`CREATE OR REPLACE TEMP TABLE delta_files (${columns.join(", ")})`);
  const appender = await connection.createAppender("delta_files", "main", "temp");
  for (const { path, partitionValues } of files) {
    appender.appendVarchar(path);
    for (const { physicalName } of partitions) {
      const value = partitionValues[physicalName] ?? null;
      if (value === null) appender.appendNull();
      else appender.appendVarchar(value);
    }
    appender.endRow();
  }
  appender.closeSync();
}

/** Number of rows that are deleted. */
async function createDeletedTable(
  connection: DuckDBConnection,
  folder: string,
  files: readonly DeltaFile[],
): Promise<number> {
  await connection.run("CREATE OR REPLACE TEMP TABLE delta_deleted (file VARCHAR, row BIGINT)");
  const appender = await connection.createAppender("delta_deleted", "main", "temp");
  let count = 0;
  for (const { path, deletionVector } of files) {
    if (!deletionVector) continue;
    for (const row of await readVector(folder, path, deletionVector)) {
      appender.appendVarchar(path);
      appender.appendBigInt(BigInt(row));
      appender.endRow();
      count += 1;
    }
  }
  appender.closeSync();
  return count;
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

async function selection(
  build: TableBuild,
  snapshot: DeltaSnapshot,
  partitions: readonly DeltaColumn[],
  hasDeleted: boolean,
): Promise<string> {
  const files = partitionOrder(snapshot.files);
  const paths = files.map((file) => quoteFile(file.path)).join(", ");
  const scan = `read_parquet([${paths}], union_by_name = true, hive_partitioning = false, filename = '${FILE}', file_row_number = ${hasDeleted})`;
  const described = await build.connection.runAndReadAll(`DESCRIBE SELECT * FROM ${scan}`);
  const stored = new Map(
    described.getRows().map(([name, type]) => [String(name).toLowerCase(), String(type)]),
  );
  // Rows keep their order through a scan and not through a join; a column of this name would hide the scan's own.
  const isJoined = hasDeleted || stored.has(FILE_INDEX);
  const partitionText = (at: number, { physicalName }: DeltaColumn) =>
    isJoined ? `files.p${at}` : `${textList(files, physicalName)}[CAST(data.${FILE_INDEX} AS BIGINT) + 1]`;
  const columns = snapshot.columns.map((column) => {
    const at = partitions.indexOf(column);
    return at >= 0
      ? partitionValue(column, partitionText(at, column), build.timezone)
      : storedValue(column, stored.get(column.physicalName.toLowerCase()), build.timezone);
  });
  const deleted = hasDeleted
    ? ` ANTI JOIN delta_deleted AS deleted ON deleted.file = data.${FILE} AND deleted.row = data.${ROW}`
    : "";
  const joined = isJoined ? ` JOIN delta_files AS files ON files.file = data.${FILE}${deleted}` : "";
  return `SELECT ${columns.join(", ")} FROM ${scan} AS data${joined}`;
}

function textList(files: readonly DeltaFile[], physicalName: string): string {
  const texts = files.map(({ partitionValues }) => {
    const text = partitionValues[physicalName] ?? null;
    return text === null ? "NULL" : quoteText(text);
  });
  return `CAST([${texts.join(", ")}] AS VARCHAR[])`;
}

/** Rows of a partition stand together, so that the engine passes over whole blocks by their least and greatest values. */
function partitionOrder(files: readonly DeltaFile[]): DeltaFile[] {
  const key = (file: DeltaFile) => JSON.stringify(Object.entries(file.partitionValues).sort());
  const keyed = files.map((file) => ({ file, key: key(file) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ file }) => file);
}

/** The files' own footers say how many rows there have to be. */
async function requireAllRows(
  connection: DuckDBConnection,
  folder: string,
  relation: string,
  paths: readonly string[],
  deleted: number,
): Promise<void> {
  const reader = await connection.runAndReadAll(
    `SELECT (SELECT count(*) FROM ${relation}), (SELECT sum(num_rows) FROM parquet_file_metadata([${paths.map(quoteFile).join(", ")}]))`,
  );
  const [found, held] = (reader.getRows()[0] ?? []).map(Number);
  const expected = (held ?? 0) - deleted;
  if (found === expected) return;
  throw new AppError(
    "bad_source",
    "configuration",
    `The files of the Delta table ${folder} hold ${expected} rows that are not deleted, and ${found} were read.`,
    "Repair the Delta table, or pin an earlier version.",
  );
}
