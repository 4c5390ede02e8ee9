import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteFile } from "../quoting.js";

const VECTOR =
  'STRUCT(storageType VARCHAR, pathOrInlineDv VARCHAR, "offset" INTEGER, sizeInBytes INTEGER, cardinality BIGINT)';
const FILE = `STRUCT(path VARCHAR, partitionValues MAP(VARCHAR, VARCHAR), size BIGINT, deletionVector ${VECTOR})`;

/** What is read of the rows of a checkpoint. Statistics stay behind: they may hold what JSON can't, such as NaN. */
const ENTRIES: Readonly<Record<string, string>> = {
  add: FILE,
  remove: FILE,
  protocol: "STRUCT(minReaderVersion INTEGER, readerFeatures VARCHAR[])",
  metaData:
    "STRUCT(id VARCHAR, description VARCHAR, schemaString VARCHAR, partitionColumns VARCHAR[], configuration MAP(VARCHAR, VARCHAR))",
  sidecar: "STRUCT(path VARCHAR)",
};

/** Rows of a checkpoint in Parquet as actions of a Delta log, one JSON text each. */
export async function checkpointJson(connection: DuckDBConnection, file: string): Promise<string[]> {
  const scan = `read_parquet(${quoteFile(file)}, hive_partitioning = false)`;
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${scan}`);
  const present = new Set(described.getRows().map(([name]) => String(name)));
  const entries = Object.entries(ENTRIES).flatMap(([name, type]) =>
    present.has(name) ? [`"${name}": CAST("${name}" AS ${type})`] : [],
  );
  if (entries.length === 0) return [];
  const reader = await connection.runAndReadAll(
    `SELECT CAST(to_json({${entries.join(", ")}}) AS VARCHAR) FROM ${scan}`,
  );
  return reader.getRows().map(([json]) => String(json));
}
