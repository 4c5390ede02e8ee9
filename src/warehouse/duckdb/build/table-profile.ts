import type { DuckDBConnection } from "@duckdb/node-api";
import type { ColumnProfile, MetadataIndex, TableProfile } from "../../../contracts/metadata.js";
import type { FieldValue } from "../../../contracts/metric-query.js";
import { quoteName, quoteRelation } from "../quoting.js";
import { resultCells } from "../result-cells.js";
import { databricksType } from "../type-names.js";
import type { BuiltTable } from "./build-record.js";

const FEW_VALUES = 60;
const LONGEST_VALUE = 200;
const EXACT_UP_TO_ROWS = 1_000_000;
// An approximate count may be this much too high for a column that has few values.
const APPROXIMATION = 1.5;

/** Statistics of every built table and column. Of denied columns only counts are kept, no value. */
export async function profileDatabase(
  connection: DuckDBConnection,
  tables: readonly BuiltTable[],
  deniedColumns: readonly string[],
): Promise<MetadataIndex> {
  const denied = new Set(deniedColumns.map((name) => name.toLowerCase()));
  const profiles: TableProfile[] = [];
  for (const table of tables) profiles.push(await profileTable(connection, table, denied));
  return { builtAt: new Date().toISOString(), tables: profiles };
}

async function profileTable(
  connection: DuckDBConnection,
  table: BuiltTable,
  denied: ReadonlySet<string>,
): Promise<TableProfile> {
  const relation = quoteRelation(table.name);
  const { comment, columns } = await describeTable(connection, table.name);
  const facts = columns.flatMap(({ name, type }) => {
    const column = quoteName(name);
    const distinct =
      table.rows <= EXACT_UP_TO_ROWS ? `count(DISTINCT ${column})` : `approx_count_distinct(${column})`;
    const extreme = (of: string) =>
      ordered(type) && !denied.has(name.toLowerCase()) ? `${of}(${column})` : "NULL";
    return [`count(${column})`, distinct, extreme("min"), extreme("max")];
  });
  const [row = []] = await cells(connection, `SELECT ${facts.join(", ")} FROM ${relation}`);
  const profiled: ColumnProfile[] = [];
  for (const [index, { name, type, comment: columnComment }] of columns.entries()) {
    const [filled, distinct, min, max] = row.slice(index * 4, index * 4 + 4);
    const few = ordered(type) && Number(distinct) <= FEW_VALUES * APPROXIMATION;
    const values = few ? await frequentValues(connection, relation, name) : null;
    const shown = !denied.has(name.toLowerCase()) && values && values.length <= FEW_VALUES;
    profiled.push({
      name,
      type: databricksType(type),
      comment: columnComment,
      distinctCount: values?.length ?? Number(distinct),
      nullRate: table.rows === 0 ? null : 1 - Number(filled) / table.rows,
      min: short(min),
      max: short(max),
      values: shown ? values : null,
    });
  }
  return {
    name: table.name,
    comment,
    rowCount: table.rows,
    bytes: table.bytes,
    version: table.version,
    partitionColumns: table.partitionColumns,
    generatedFrom: table.generatedFrom,
    columns: profiled,
  };
}

async function describeTable(
  connection: DuckDBConnection,
  name: string,
): Promise<{ comment: string | null; columns: { name: string; type: string; comment: string | null }[] }> {
  const [, schema = "", table = ""] = name.split(".");
  const columns = await connection.runAndReadAll(
    "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE schema_name = $1 AND table_name = $2 ORDER BY column_index",
    [schema, table],
  );
  const comments = await connection.runAndReadAll(
    "SELECT comment FROM duckdb_tables() WHERE schema_name = $1 AND table_name = $2",
    [schema, table],
  );
  const text = (value: unknown) => (value === null || value === undefined ? null : String(value));
  return {
    comment: text(comments.getRows()[0]?.[0]),
    columns: columns.getRows().map(([column, type, comment]) => ({
      name: String(column),
      type: String(type),
      comment: text(comment),
    })),
  };
}

async function frequentValues(
  connection: DuckDBConnection,
  relation: string,
  name: string,
): Promise<{ value: FieldValue; count: number }[]> {
  const column = quoteName(name);
  const rows = await cells(
    connection,
    `SELECT ${column}, count(*) FROM ${relation} WHERE ${column} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1`,
  );
  return rows.map(([value, count]) => ({ value: short(value), count: Number(count) }));
}

async function cells(connection: DuckDBConnection, sql: string): Promise<FieldValue[][]> {
  const result = await connection.run(sql);
  const chunks = await result.fetchAllChunks();
  return resultCells(result.columnNames(), result.columnTypes(), chunks, Number.POSITIVE_INFINITY).rows;
}

function ordered(type: string): boolean {
  return !/\[|STRUCT|MAP|BLOB|UNION|INTERVAL/.test(type);
}

function short(value: FieldValue | undefined): FieldValue {
  if (value === undefined) return null;
  return typeof value === "string" && value.length > LONGEST_VALUE ? value.slice(0, LONGEST_VALUE) : value;
}
