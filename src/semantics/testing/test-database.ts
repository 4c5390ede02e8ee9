import {
  DATE,
  type DuckDBConnection,
  DuckDBDateValue,
  DuckDBInstance,
  type DuckDBValue,
} from "@duckdb/node-api";
import type { Catalog, Parameters } from "../../contracts/policy.js";
import type { Cell } from "../../contracts/result.js";
import { DUCKDB_MACROS } from "../../sql/duckdb/macros.js";
import { toDuckdb } from "../../sql/duckdb/translate.js";

export interface TestDatabase {
  /** Binds Databricks SQL without running it, then runs it. Decimals and big integers become numbers. */
  run(sql: string, parameters?: Parameters): Promise<Cell[][]>;
  /** Makes a table of the schema anew, its columns in DuckDB's types. */
  fill(table: string, columns: string, rows: readonly object[]): Promise<void>;
  close(): void;
}

/** An empty in-memory database with one schema, whose tables the catalogue `depot` describes. */
export async function openDatabase(schema: string, catalog: Catalog): Promise<TestDatabase> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(DUCKDB_MACROS);
  await connection.run("SET TimeZone = 'UTC'");
  // This optimizer of DuckDB 1.5.5 stops some good statements over outer joins with an internal error.
  await connection.run("SET disabled_optimizers = 'compressed_materialization'");
  await connection.run(`CREATE SCHEMA ${schema}`);
  return {
    run: (sql, parameters = {}) => run(connection, catalog, sql, parameters),
    fill: (table, columns, rows) => fill(connection, `${schema}.${table}`, columns, rows),
    close: () => connection.closeSync(),
  };
}

async function fill(
  connection: DuckDBConnection,
  name: string,
  columns: string,
  rows: readonly object[],
): Promise<void> {
  await connection.run(`CREATE OR REPLACE TABLE ${name} (${columns})`);
  if (rows.length === 0) return;
  const values = rows.map((row) => `(${Object.values(row).map(literal).join(", ")})`);
  await connection.run(`INSERT INTO ${name} VALUES ${values.join(", ")}`);
}

function literal(value: unknown): string {
  if (value === null) return "NULL";
  return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value);
}

async function run(
  connection: DuckDBConnection,
  catalog: Catalog,
  sql: string,
  parameters: Parameters,
): Promise<Cell[][]> {
  const text = toDuckdb(sql, { catalog: "depot", tables: catalog });
  if (!text.ok) throw new Error(`${text.construct}: ${text.message}\n${sql}`);
  const prepared = await connection.prepare(text.sql);
  const values: Record<string, DuckDBValue> = {};
  const types: Record<string, typeof DATE | undefined> = {};
  for (let i = 1; i <= prepared.parameterCount; i++) {
    const name = prepared.parameterName(i);
    const value = parameters[name];
    if (value === undefined) throw new Error(`No value for :${name}`);
    const isDate = typeof value === "object" && value !== null;
    values[name] = isDate ? new DuckDBDateValue(Date.parse(value.value) / 86_400_000) : value;
    types[name] = isDate ? DATE : undefined;
  }
  if (prepared.parameterCount > 0) prepared.bind(values, types as never);
  const reader = await prepared.runAndReadAll();
  return reader.getRowsJson().map((row, r) => row.map((cell, c) => cellOf(cell, reader.value(c, r))));
}

function cellOf(json: unknown, value: DuckDBValue): Cell {
  if (json === null || typeof json === "boolean") return json;
  if (typeof json === "number") return json;
  const isNumber =
    typeof value === "bigint" || (typeof value === "object" && value !== null && "scale" in value);
  return isNumber ? Number(json) : String(json);
}
