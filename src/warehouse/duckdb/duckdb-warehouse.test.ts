import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Warehouse } from "../../contracts/ports.js";
import { approvedSql } from "../testing/approved-sql.js";
import { sourceFile, temporaryFolder, workspaceOf } from "../testing/test-workspace.js";
import { CONFORMANCE_TABLES, warehouseConformance } from "../testing/warehouse-conformance.js";
import { buildDatabase } from "./build/database-build.js";
import { checkedStatement } from "./checked-statement.js";
import { openDuckdbWarehouse } from "./duckdb-warehouse.js";
import { openReadOnly } from "./read-only-instance.js";

const call = { signal: new AbortController().signal, timeoutMs: 10_000 };

const openConforming = async (): Promise<Warehouse> => {
  const folder = temporaryFolder();
  const tables = Object.entries(CONFORMANCE_TABLES).map(([name, sql]) =>
    sourceFile(folder, "sql", name.replace(/^main\./, ""), sql),
  );
  const { file } = await buildDatabase(workspaceOf(tables), { stateDir: folder, signal: call.signal });
  return openDuckdbWarehouse({ file, catalog: "main", threads: 2 });
};
warehouseConformance("DuckDB", { open: openConforming });

describe("the embedded engine behind the gate", () => {
  const folder = temporaryFolder();
  let file: string;
  let warehouse: Warehouse;
  beforeAll(async () => {
    writeFileSync(join(folder, "secret.csv"), "a\n1\n");
    const tables = [sourceFile(folder, "csv", "raw.numbers", "n\n1\n0\n")];
    ({ file } = await buildDatabase(workspaceOf(tables), { stateDir: folder, signal: call.signal }));
    warehouse = await openDuckdbWarehouse({ file, catalog: "main", threads: 2 });
  });
  afterAll(() => warehouse.close());
  const run = (sql: string) => warehouse.run(approvedSql(sql), call);

  // The gate and the translation refuse all of these; should both fail, the engine still must not obey.
  it.each([
    `SELECT * FROM read_csv('${join(folder, "secret.csv")}')`,
    `SELECT * FROM '${join(folder, "secret.csv")}'`,
    `SELECT * FROM read_text('${join(folder, "secret.csv")}')`,
    `SELECT * FROM read_blob('${join(folder, "*")}')`,
    `COPY (SELECT 1) TO '${join(folder, "written.csv")}'`,
    "COPY (SELECT 1) TO '/dev/null'",
    `EXPORT DATABASE '${join(folder, "exported")}'`,
    "ATTACH ':memory:' AS other",
    `ATTACH '${join(folder, "other.duckdb")}' AS other`,
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET memory_limit = '100GB'",
    "SET enable_external_access = true",
    "RESET lock_configuration",
    "PRAGMA threads = 64",
    "CREATE TABLE raw.more AS SELECT 1 AS x",
    "CREATE OR REPLACE MACRO dbx_div(a, b) AS 1",
    "DROP TABLE raw.numbers",
    "UPDATE raw.numbers SET n = 2",
    "DELETE FROM raw.numbers",
  ])("engine refuses %s", async (sql) => {
    const instance = await openReadOnly(file, { threads: 1 });
    const connection = await instance.connect();
    await expect(connection.run(sql)).rejects.toThrow();
    connection.closeSync();
    instance.closeSync();
    expect(existsSync(join(folder, "written.csv"))).toBe(false);
    expect((await run("SELECT SUM(n) AS n FROM main.raw.numbers")).rows).toEqual([[1]]);
  });

  it.each([
    "PRAGMA database_list",
    "DESCRIBE raw.numbers",
    "SUMMARIZE raw.numbers",
    "CREATE TEMP TABLE t AS SELECT 1 AS x",
    "BEGIN",
    "SELECT 1; SELECT 2",
    "EXPLAIN ANALYZE SELECT 1",
    "SET VARIABLE x = 1",
    "FROM raw.numbers",
    "",
    "-- nothing",
    "/* SELECT */ CHECKPOINT",
  ])("driver refuses %s", async (sql) => {
    await expect(run(sql)).rejects.toMatchObject({ code: "warehouse_failed" });
    const instance = await openReadOnly(file, { threads: 1 });
    const connection = await instance.connect();
    await expect(checkedStatement(connection, sql)).rejects.toThrow();
    connection.closeSync();
    instance.closeSync();
  });

  it("hides its own bookkeeping from the catalogue", async () => {
    const { tables } = await warehouse.catalog(call);
    expect(tables.map((table) => table.name)).toEqual(["main.raw.numbers"]);
  });

  it("stops at a division by zero, as Databricks does, and lets try_divide pass", async () => {
    await expect(run("SELECT 1.5 / n AS ratio FROM main.raw.numbers")).rejects.toThrow(/DIVIDE_BY_ZERO$/);
    const { rows } = await run("SELECT try_divide(1.5, n) AS ratio FROM main.raw.numbers ORDER BY n DESC");
    expect(rows).toEqual([[1.5], [null]]);
  });

  it("names what it can't translate", async () => {
    await expect(run("SELECT no_such_function(n) FROM main.raw.numbers")).rejects.toThrow(/no_such_function/);
  });

  it("says what a parameter without a value is", async () => {
    await expect(warehouse.run(approvedSql("SELECT :x AS x"), call)).rejects.toThrow(
      /:x, which has no value/,
    );
    const odd = approvedSql("SELECT :x AS x", { x: { type: "date", value: "2024-13-01" } });
    await expect(warehouse.run(odd, call)).rejects.toThrow(/not a date/);
  });

  it("lets running statements end when it closes, and takes no new ones", async () => {
    const built = await buildDatabase(workspaceOf([sourceFile(folder, "csv", "raw.n", "n\n1\n")]), {
      stateDir: folder,
      signal: call.signal,
    });
    const other = await openDuckdbWarehouse({ file: built.file, catalog: "main", connections: 1 });
    const running = [1, 2, 3].map((i) => other.run(approvedSql("SELECT :i AS i", { i }), call));
    const closed = other.close();
    const late = other.run(approvedSql("SELECT 1 AS x"), call);
    await expect(late).rejects.toMatchObject({ code: "warehouse_unavailable" });
    expect((await Promise.all(running)).map(({ rows }) => rows)).toEqual([[[1]], [[2]], [[3]]]);
    await closed;
  });

  it("gives up waiting for a connection at the deadline", async () => {
    const built = await buildDatabase(workspaceOf([sourceFile(folder, "csv", "raw.n", "n\n1\n")]), {
      stateDir: folder,
      signal: call.signal,
    });
    const other = await openDuckdbWarehouse({ file: built.file, catalog: "main", connections: 1 });
    const long =
      "SELECT COUNT(*) AS c FROM (SELECT explode(sequence(1, 100000)) AS x) a CROSS JOIN (SELECT explode(sequence(1, 100000)) AS x) b WHERE (a.x * b.x) % 7 = 3";
    const first = other.run(approvedSql(long), { ...call, timeoutMs: 600 });
    const second = other.run(approvedSql("SELECT 1 AS x"), { ...call, timeoutMs: 100 });
    await expect(second).rejects.toMatchObject({ code: "warehouse_timeout" });
    await expect(first).rejects.toMatchObject({ code: "warehouse_timeout" });
    await other.close();
  });
});
