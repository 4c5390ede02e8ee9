import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Warehouse } from "../../contracts/ports.js";
import { approvedSql } from "../testing/approved-sql.js";
import { sourceFile, temporaryFolder, workspaceOf } from "../testing/test-workspace.js";
import { CONFORMANCE_TABLES, warehouseConformance } from "../testing/warehouse-conformance.js";
import { buildDatabase } from "./build/database-build.js";
import { openDuckdbWarehouse } from "./duckdb-warehouse.js";

const call = { signal: new AbortController().signal, timeoutMs: 10_000 };

warehouseConformance("DuckDB", async () => {
  const folder = temporaryFolder();
  const tables = Object.entries(CONFORMANCE_TABLES).map(([name, sql]) =>
    sourceFile(folder, "sql", name.replace(/^main\./, ""), sql),
  );
  const { file } = await buildDatabase(workspaceOf(tables), { stateDir: folder, signal: call.signal });
  return openDuckdbWarehouse({ file, catalog: "main", threads: 2 });
});

describe("the embedded engine behind the gate", () => {
  const folder = temporaryFolder();
  let warehouse: Warehouse;
  beforeAll(async () => {
    writeFileSync(join(folder, "secret.csv"), "a\n1\n");
    const tables = [sourceFile(folder, "csv", "raw.numbers", "n\n1\n0\n")];
    const { file } = await buildDatabase(workspaceOf(tables), { stateDir: folder, signal: call.signal });
    warehouse = await openDuckdbWarehouse({ file, catalog: "main", threads: 2 });
  });
  afterAll(() => warehouse.close());

  // The gate denies all of these; should it ever fail, the engine still must not obey.
  it.each([
    `SELECT * FROM read_csv('${join(folder, "secret.csv")}')`,
    `SELECT * FROM '${join(folder, "secret.csv")}'`,
    `SELECT * FROM read_text('${join(folder, "secret.csv")}')`,
    `SELECT * FROM glob('${folder}/*')`,
    `COPY (SELECT 1) TO '${join(folder, "written.csv")}'`,
    "ATTACH ':memory:' AS other",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET memory_limit = '100GB'",
    "PRAGMA database_list",
    "DESCRIBE raw.numbers",
    "SUMMARIZE raw.numbers",
    "CREATE TEMP TABLE t AS SELECT 1 AS x",
    "DROP TABLE raw.numbers",
    "UPDATE raw.numbers SET n = 2",
    "BEGIN",
    "SELECT 1; DROP TABLE raw.numbers",
    "EXPLAIN ANALYZE SELECT 1",
    "",
    "-- nothing",
  ])("refuses %s", async (sql) => {
    await expect(warehouse.run(approvedSql(sql), call)).rejects.toMatchObject({
      code: expect.stringMatching(/^warehouse_/),
    });
    expect(existsSync(join(folder, "written.csv"))).toBe(false);
    expect((await warehouse.run(approvedSql("SELECT SUM(n) AS n FROM main.raw.numbers"), call)).rows).toEqual(
      [[1]],
    );
  });

  it("hides its own bookkeeping from the catalogue", async () => {
    const { tables } = await warehouse.catalog(call);
    expect(tables.map((table) => table.name)).toEqual(["main.raw.numbers"]);
  });

  it("never lets a division by zero become a number", async () => {
    const { rows } = await warehouse.run(
      approvedSql("SELECT n, 1.5E0 / n AS ratio FROM main.raw.numbers ORDER BY ratio DESC"),
      call,
    );
    expect(rows).toEqual([
      [1, 1.5],
      [0, null],
    ]);
  });

  it("says what a parameter without a value is", async () => {
    await expect(warehouse.run(approvedSql("SELECT :x AS x"), call)).rejects.toThrow(
      /:x, which has no value/,
    );
    const odd = approvedSql("SELECT :x AS x", { x: { type: "date", value: "2024-13-01" } });
    await expect(warehouse.run(odd, call)).rejects.toThrow(/not a date/);
  });

  it("lets running statements end when it closes, and takes no new ones", async () => {
    const { file } = await buildDatabase(workspaceOf([sourceFile(folder, "csv", "raw.n", "n\n1\n")]), {
      stateDir: folder,
      signal: call.signal,
    });
    const other = await openDuckdbWarehouse({ file, catalog: "main", connections: 1 });
    const running = [1, 2, 3].map((i) => other.run(approvedSql("SELECT :i AS i", { i }), call));
    const closed = other.close();
    const late = other.run(approvedSql("SELECT 1 AS x"), call);
    await expect(late).rejects.toMatchObject({ code: "warehouse_unavailable" });
    expect((await Promise.all(running)).map(({ rows }) => rows)).toEqual([[[1]], [[2]], [[3]]]);
    await closed;
  });

  it("gives up waiting for a connection at the deadline", async () => {
    const { file } = await buildDatabase(workspaceOf([sourceFile(folder, "csv", "raw.n", "n\n1\n")]), {
      stateDir: folder,
      signal: call.signal,
    });
    const other = await openDuckdbWarehouse({ file, catalog: "main", connections: 1 });
    const long =
      "SELECT COUNT(*) AS c FROM range(100000) a, range(100000) b WHERE (a.range * b.range) % 7 = 3";
    const first = other.run(approvedSql(long), { ...call, timeoutMs: 600 });
    const second = other.run(approvedSql("SELECT 1 AS x"), { ...call, timeoutMs: 100 });
    await expect(second).rejects.toMatchObject({ code: "warehouse_timeout" });
    await expect(first).rejects.toMatchObject({ code: "warehouse_timeout" });
    await other.close();
  });
});
