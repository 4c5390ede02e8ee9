import { readFileSync } from "node:fs";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog } from "../../contracts/policy.js";
import { DUCKDB_MACROS } from "./macros.js";
import { toDuckdb } from "./translate.js";

interface Fixture {
  columns: Record<string, string>;
  rows: unknown[][];
}
type Expected = { sql: string; ordered: boolean; rows: unknown[][] } | { sql: string; error: string };

const folder = new URL("../../../test/corpora/sql/", import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), "utf8"));
const fixture = read("spark-fixture.json") as Record<string, Fixture>;
const expected = read("spark-values.json") as Expected[];
const catalog: Catalog = {
  tables: Object.entries(fixture).map(([name, table]) => ({
    name: `main.${name}`,
    comment: null,
    columns: Object.entries(table.columns).map(([column, type]) => ({ name: column, type })),
  })),
};

let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  instance = await DuckDBInstance.create(":memory:", {
    default_null_order: "nulls_first_on_asc_last_on_desc",
    ieee_floating_point_ops: "false",
  });
  connection = await instance.connect();
  await connection.run(DUCKDB_MACROS);
  await connection.run("CREATE SCHEMA gold");
  for (const [name, table] of Object.entries(fixture)) {
    const type = (t: string) => t.replace("array<string>", "VARCHAR[]").replace("string", "VARCHAR");
    const columns = Object.entries(table.columns).map(([column, t]) => `"${column}" ${type(t)}`);
    await connection.run(`CREATE TABLE ${name} (${columns.join(", ")})`);
    for (const row of table.rows)
      await connection.run(`INSERT INTO ${name} VALUES (${row.map(value).join(", ")})`);
  }
}, 60_000);

afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

function value(cell: unknown): string {
  if (cell === null) return "NULL";
  if (Array.isArray(cell)) return `[${cell.map(value).join(", ")}]`;
  return typeof cell === "string" ? `'${cell.replaceAll("'", "''")}'` : String(cell);
}

async function run(sql: string): Promise<unknown[][]> {
  const reader = await connection.runAndReadAll(sql);
  return reader.getRowsJson() as unknown[][];
}

/** One writing for both engines: numbers rounded to 9 digits, midnight timestamps as dates. */
function canonical(cell: unknown): unknown {
  if (typeof cell === "string") {
    if (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(cell)) return Number(Number(cell).toPrecision(7));
    return cell.replace(/ 00:00:00$/, "");
  }
  if (typeof cell === "number") return Math.abs(cell) < 1e-12 ? 0 : Number(cell.toPrecision(7));
  if (Array.isArray(cell)) return cell.map(canonical);
  return cell;
}

function rowsOf(rows: unknown[][], ordered: boolean): string[] {
  const texts = rows.map((row) => JSON.stringify(row.map(canonical)));
  return ordered ? texts : texts.sort();
}

describe.each([
  ["with column types", { catalog: "main", tables: catalog }],
  ["without column types", { catalog: "main" }],
])("Databricks values from DuckDB, %s", (_, options) => {
  it.each(expected.map((e) => [e.sql, e] as const))("%s", async (sql, want) => {
    const translated = toDuckdb(sql, options);
    if ("error" in want) {
      if (translated.ok) await expect(run(translated.sql)).rejects.toThrow();
      return;
    }
    if (!translated.ok) throw new Error(`refused: ${translated.message}`);
    const rows = await run(translated.sql).catch((fault: Error) => {
      throw new Error(`${fault.message}\n${translated.sql}`);
    });
    expect(rowsOf(rows, want.ordered)).toEqual(rowsOf(want.rows, want.ordered));
  });
});
