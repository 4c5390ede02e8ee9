import { type DuckDBConnection, DuckDBMapValue, type DuckDBValue } from "@duckdb/node-api";
import type { ColumnProfile, MetadataIndex, TableProfile } from "../../../contracts/metadata.js";
import type { FieldValue } from "../../../contracts/metric-query.js";
import { quoteName, quoteRelation } from "../quoting.js";
import { cellOf, resultCells } from "../result-cells.js";
import { databricksType } from "../type-names.js";
import type { BuiltTable } from "./build-record.js";

// Filled, distinct, least, greatest, bytes: five numbers of every column.
const FACTS = 5;
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
    return [`count(${column})`, distinct, extreme("min"), extreme("max"), bytesOf(column, type)];
  });
  const [row = []] = await cells(connection, `SELECT ${facts.join(", ")} FROM ${relation}`);
  const few = columns.filter(
    ({ type }, index) => listable(type) && Number(row[index * FACTS + 1]) <= FEW_VALUES * APPROXIMATION,
  );
  const valuesOf = await frequentValues(connection, relation, few);
  const profiled = columns.map(({ name, type, comment: columnComment }, index): ColumnProfile => {
    const [filled, distinct, min, max] = row.slice(index * FACTS, index * FACTS + FACTS);
    const values = valuesOf.get(name) ?? null;
    const shown = !denied.has(name.toLowerCase()) && values !== null && values.length <= FEW_VALUES;
    return {
      name,
      type: databricksType(type),
      comment: columnComment,
      distinctCount: values?.length ?? Number(distinct),
      nullRate: table.rows === 0 ? null : 1 - Number(filled) / table.rows,
      min: short(min),
      max: short(max),
      values: shown ? values : null,
    };
  });
  return {
    name: table.name,
    comment,
    rowCount: table.rows,
    bytes: table.bytes ?? columns.reduce((sum, _, index) => sum + Number(row[index * FACTS + 4] ?? 0), 0),
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

/** Values of the columns with their number of rows, most frequent first, in one pass. */
async function frequentValues(
  connection: DuckDBConnection,
  relation: string,
  columns: readonly { name: string }[],
): Promise<Map<string, { value: FieldValue; count: number }[]>> {
  if (columns.length === 0) return new Map();
  const list = columns.map(({ name }) => `histogram(${quoteName(name)})`).join(", ");
  const reader = await connection.runAndReadAll(`SELECT ${list} FROM ${relation}`);
  const maps = reader.getRows()[0] ?? [];
  return new Map(columns.map(({ name }, index) => [name, entriesOf(maps[index] ?? null)]));
}

function entriesOf(map: DuckDBValue): { value: FieldValue; count: number }[] {
  if (!(map instanceof DuckDBMapValue)) return [];
  return map.entries
    .map(({ key, value }) => ({ value: short(cellOf(key)), count: Number(value) }))
    .sort((a, b) => b.count - a.count || compareValues(a.value, b.value));
}

function compareValues(a: FieldValue, b: FieldValue): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a) < String(b) ? -1 : 1;
}

async function cells(connection: DuckDBConnection, sql: string): Promise<FieldValue[][]> {
  const result = await connection.run(sql);
  const chunks = await result.fetchAllChunks();
  return resultCells(result.columnNames(), result.columnTypes(), chunks, Number.POSITIVE_INFINITY).rows;
}

function ordered(type: string): boolean {
  return !/\[|STRUCT|MAP|BLOB|UNION|INTERVAL/.test(type);
}

/** Bytes that the values of a column take before compression. */
function bytesOf(column: string, type: string): string {
  if (!ordered(type)) return `sum(strlen(CAST(${column} AS VARCHAR)))`;
  return type === "VARCHAR" ? `sum(strlen(${column}))` : `count(${column}) * 8`;
}

/** Types whose values are worth a list; moments hardly repeat. */
function listable(type: string): boolean {
  return ordered(type) && !type.startsWith("TIMESTAMP");
}

function short(value: FieldValue | undefined): FieldValue {
  if (value === undefined) return null;
  return typeof value === "string" && value.length > LONGEST_VALUE ? value.slice(0, LONGEST_VALUE) : value;
}
