import type { DuckDBConnection } from "@duckdb/node-api";
import type { TableSource } from "../../../contracts/semantic-model.js";
import { type DeltaSnapshot, readDeltaSnapshot } from "../../delta/delta-snapshot.js";
import { typeText } from "../../delta/delta-type.js";
import { quoteName, quoteRelation, quoteText } from "../quoting.js";
import { duckdbType } from "../type-names.js";
import { checkpointJson } from "./delta-checkpoint.js";
import { insertDeltaRows } from "./delta-rows.js";
import type { LoadedTable, TableBuild, TableLayout } from "./table-build.js";

/** Loads the rows that a Delta table has at a version (null = the newest): active files less their deleted rows. */
export async function loadDelta(
  build: TableBuild,
  source: TableSource,
  version: number | null,
): Promise<LoadedTable> {
  const { connection } = build;
  const folder = source.path ?? "";
  const snapshot = await readDeltaSnapshot(folder, version, (file) => checkpointJson(connection, file));
  const relation = quoteRelation(source.name);
  const columns = snapshot.columns.map(
    ({ name, type }) => `${quoteName(name)} ${duckdbType(typeText(type))}`,
  );
  await connection.run(`CREATE TABLE ${relation} (${columns.join(", ")})`);
  if (snapshot.files.length > 0) await insertDeltaRows(build, folder, snapshot, relation);
  await comment(connection, relation, snapshot);
  return { notices: [], layout: layoutOf(snapshot) };
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
