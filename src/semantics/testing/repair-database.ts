import {
  DATE,
  type DuckDBConnection,
  DuckDBDateValue,
  DuckDBInstance,
  type DuckDBValue,
} from "@duckdb/node-api";
import type { Parameters } from "../../contracts/policy.js";
import type { Cell } from "../../contracts/result.js";
import { DUCKDB_MACROS } from "../../sql/duckdb/macros.js";
import { toDuckdb } from "../../sql/duckdb/translate.js";
import { AREAS, type RepairLine, SHOPS } from "./repair-rows.js";
import { REPAIR_CATALOG } from "./repair-workspace.js";

export interface TestDatabase {
  /** Binds Databricks SQL without running it, then runs it. Decimals and big integers become numbers. */
  run(sql: string, parameters?: Parameters): Promise<Cell[][]>;
  close(): void;
}

export interface StockRow {
  day: string;
  shop_id: number;
  on_hand: number;
}

export interface PartRow {
  line_id: number;
  part: string;
  price: number;
}

/** The fixture's tables in an in-memory database. */
export async function repairDatabase(
  lines: readonly RepairLine[],
  parts: readonly PartRow[] = [],
  stock: readonly StockRow[] = [],
): Promise<TestDatabase> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(DUCKDB_MACROS);
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run("CREATE SCHEMA ops");
  await fill(
    connection,
    "lines",
    "line_id BIGINT, ticket_id BIGINT, opened_on DATE, opened_at TIMESTAMP, shop_id BIGINT, work VARCHAR, amount DECIMAL(10,2), hours DOUBLE, rider_id BIGINT",
    lines,
  );
  await fill(connection, "shops", "shop_id BIGINT, shop_name VARCHAR, area_id BIGINT", SHOPS);
  await fill(connection, "areas", "area_id BIGINT, area_name VARCHAR", AREAS);
  await fill(connection, "parts", "line_id BIGINT, part VARCHAR, price DECIMAL(10,2)", parts);
  await fill(connection, "stock", "day DATE, shop_id BIGINT, on_hand BIGINT", stock);
  return {
    run: (sql, parameters = {}) => run(connection, sql, parameters),
    close: () => connection.closeSync(),
  };
}

async function fill(
  connection: DuckDBConnection,
  name: string,
  columns: string,
  rows: readonly object[],
): Promise<void> {
  await connection.run(`CREATE TABLE ops.${name} (${columns})`);
  if (rows.length === 0) return;
  const values = rows.map((row) => `(${Object.values(row).map(literal).join(", ")})`);
  await connection.run(`INSERT INTO ops.${name} VALUES ${values.join(", ")}`);
}

function literal(value: unknown): string {
  if (value === null) return "NULL";
  return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value);
}

async function run(connection: DuckDBConnection, sql: string, parameters: Parameters): Promise<Cell[][]> {
  const text = toDuckdb(sql, { catalog: "depot", tables: REPAIR_CATALOG });
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
