import {
  appendFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, it } from "vitest";
import type { TableSource } from "../../../contracts/semantic-model.js";
import { approvedSql } from "../../testing/approved-sql.js";
import { sourceFile, temporaryFolder, workspaceOf } from "../../testing/test-workspace.js";
import { openDuckdbWarehouse } from "../duckdb-warehouse.js";
import { buildDatabase } from "./database-build.js";

const call = { signal: new AbortController().signal, timeoutMs: 10_000 };

describe("the database of a workspace", () => {
  it("is built once and found afterwards", async () => {
    const { folder, tables } = sales();
    const first = await build(folder, tables);
    const again = await build(folder, tables);
    expect([first.built, again.built]).toEqual([true, false]);
    expect(again).toMatchObject({ file: first.file, tables: first.tables, index: first.index });
  });

  it("is found again after its sources were only touched", async () => {
    const { folder, tables } = sales();
    await build(folder, tables);
    utimesSync(tables[0]?.path ?? "", new Date(), new Date());
    expect((await build(folder, tables)).built).toBe(false);
  });

  it("is another one after a source changed, and only what reads it has another version", async () => {
    const { folder, tables } = sales();
    const other = sourceFile(folder, "csv", "raw.other", "x\n1\n");
    const before = await build(folder, [...tables, other]);
    appendFileSync(tables[0]?.path ?? "", "3,30\n");
    const after = await build(folder, [...tables, other]);
    expect(after.built).toBe(true);
    const changed = after.tables.filter((table) => versionIn(before, table.name) !== table.version);
    expect(changed.map((table) => table.name)).toEqual(["main.raw.sales", "main.gold.total"]);
    expect(await total(after.file)).toBe(60);
  });

  it.each([
    ["cut short", (file: string) => truncateSync(file, 8192)],
    ["overwritten", (file: string) => writeFileSync(file, "not a database")],
    ["changed in one byte", (file: string) => flipByte(file)],
    ["without its seal", (file: string) => rmSync(file.replace(/\.duckdb$/, ".json"))],
    ["with a broken seal", (file: string) => writeFileSync(file.replace(/\.duckdb$/, ".json"), "{")],
  ])("is rebuilt where the file is %s", async (_, damage) => {
    const { folder, tables } = sales();
    const first = await build(folder, tables);
    damage(first.file);
    const again = await build(folder, tables);
    expect(again.built).toBe(true);
    expect(await total(again.file)).toBe(30);
  });

  it("is not served where it was never finished", async () => {
    const file = join(temporaryFolder(), "half.duckdb");
    const instance = await DuckDBInstance.create(file);
    instance.closeSync();
    await expect(openDuckdbWarehouse({ file, catalog: "main" })).rejects.toMatchObject({
      code: "warehouse_unavailable",
    });
    await expect(openDuckdbWarehouse({ file: `${file}.gone`, catalog: "main" })).rejects.toMatchObject({
      code: "warehouse_unavailable",
    });
  });

  it("leaves nothing behind where building fails or is cancelled", async () => {
    const { folder, tables } = sales();
    const broken = sourceFile(folder, "sql", "gold.broken", "SELECT no_such FROM main.raw.sales");
    await expect(build(folder, [...tables, broken])).rejects.toMatchObject({
      code: "bad_source",
      message: expect.stringMatching(/gold\.broken\.sql.*no_such/),
    });
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    await expect(
      buildDatabase(workspaceOf(tables), { stateDir: folder, signal: controller.signal, onProgress }),
    ).rejects.toMatchObject({ code: "warehouse_cancelled" });
    expect(readdirSync(join(folder, "warehouse"))).toEqual([]);
  });

  it("says that the state folder can't be written", async () => {
    const { folder, tables } = sales();
    const stateDir = join(folder, "occupied");
    writeFileSync(stateDir, "");
    await expect(build(stateDir, tables)).rejects.toMatchObject({ code: "state_not_writable" });
  });

  it("builds SQL tables after what they read, and names a circle", async () => {
    const folder = temporaryFolder();
    const tables = [
      sourceFile(folder, "sql", "gold.third", "SELECT x + 1 AS x FROM main.gold.second"),
      sourceFile(
        folder,
        "sql",
        "gold.second",
        "WITH t AS (SELECT x FROM raw.first) SELECT x + 1 AS x FROM t",
      ),
      sourceFile(folder, "csv", "raw.first", "x\n1\n"),
    ];
    const built = await build(folder, tables);
    const warehouse = await openDuckdbWarehouse({ file: built.file, catalog: "main" });
    expect((await warehouse.run(approvedSql("SELECT x FROM main.gold.third"), call)).rows).toEqual([[3]]);
    await warehouse.close();
    const circle = [
      sourceFile(folder, "sql", "gold.a", "SELECT * FROM main.gold.b"),
      sourceFile(folder, "sql", "gold.b", "SELECT * FROM main.gold.a"),
    ];
    await expect(build(folder, circle)).rejects.toThrow(/circle: main\.gold\.a, main\.gold\.b/);
  });

  it("holds known schemas as empty tables", async () => {
    const folder = temporaryFolder();
    const columns = { employee: "string", salary: "decimal(10,2)", tags: "array<string>", born: "date" };
    const built = await build(folder, [
      { name: "main.hr.payroll", kind: "schema_only", path: null, columns },
    ]);
    const warehouse = await openDuckdbWarehouse({ file: built.file, catalog: "main" });
    const { tables } = await warehouse.catalog(call);
    expect(Object.fromEntries((tables[0]?.columns ?? []).map(({ name, type }) => [name, type]))).toEqual(
      columns,
    );
    await warehouse.close();
    const unknown = build(folder, [
      { name: "main.hr.x", kind: "schema_only", path: null, columns: { a: "blob9" } },
    ]);
    await expect(unknown).rejects.toThrow(/blob9/);
  });

  it("reads Parquet files, folders and globs with their partitions", async () => {
    const folder = temporaryFolder();
    const instance = await DuckDBInstance.create();
    const connection = await instance.connect();
    await connection.run(
      `COPY (SELECT i AS n, 'area ' || (i % 2) AS area, TIMESTAMPTZ '2024-01-01 23:30:00Z' AS seen FROM range(10) AS t(i))
       TO '${folder}/data' (FORMAT parquet, PARTITION_BY (area))`,
    );
    connection.closeSync();
    instance.closeSync();
    for (const path of [join(folder, "data"), join(folder, "data", "**", "*.parquet")]) {
      const tables: TableSource[] = [{ name: "main.raw.p", kind: "parquet", path, columns: null }];
      const built = await buildDatabase(workspaceOf(tables, { timezone: "Asia/Tokyo" }), {
        stateDir: folder,
        signal: call.signal,
      });
      const warehouse = await openDuckdbWarehouse({ file: built.file, catalog: "main" });
      const sql = "SELECT area, sum(n) AS n, min(seen) AS seen FROM main.raw.p GROUP BY area ORDER BY area";
      expect((await warehouse.run(approvedSql(sql), call)).rows).toEqual([
        ["area 0", 20, "2024-01-02 08:30:00"],
        ["area 1", 25, "2024-01-02 08:30:00"],
      ]);
      await warehouse.close();
    }
    await expect(
      build(folder, [
        { name: "main.raw.p", kind: "parquet", path: join(folder, "none*.parquet"), columns: null },
      ]),
    ).rejects.toMatchObject({ code: "bad_source" });
  });

  it("keeps values of denied columns out of the metadata index", async () => {
    const folder = temporaryFolder();
    const tables = [sourceFile(folder, "csv", "raw.people", "name,age\nAda,36\nBo,\nAda,41\n")];
    const workspace = workspaceOf(tables);
    workspace.policy.deniedColumns = ["Name"];
    const { index } = await buildDatabase(workspace, { stateDir: folder, signal: call.signal });
    expect(index.tables[0]?.bytes).toBe(24);
    expect(index.tables[0]?.columns).toEqual([
      {
        name: "name",
        type: "string",
        comment: null,
        distinctCount: 2,
        nullRate: 0,
        min: null,
        max: null,
        values: null,
      },
      {
        name: "age",
        type: "bigint",
        comment: null,
        distinctCount: 2,
        nullRate: 1 - 2 / 3,
        min: 36,
        max: 41,
        values: [
          { value: 36, count: 1 },
          { value: 41, count: 1 },
        ],
      },
    ]);
  });
});

function sales(): { folder: string; tables: TableSource[] } {
  const folder = temporaryFolder();
  return {
    folder,
    tables: [
      sourceFile(folder, "csv", "raw.sales", "id,amount\n1,10\n2,20\n"),
      sourceFile(folder, "sql", "gold.total", "SELECT SUM(amount) AS total FROM main.raw.sales"),
    ],
  };
}

function build(stateDir: string, tables: TableSource[]) {
  return buildDatabase(workspaceOf(tables), { stateDir, signal: call.signal });
}

function versionIn(built: { tables: { name: string; version: string }[] }, name: string): string | undefined {
  return built.tables.find((table) => table.name === name)?.version;
}

async function total(file: string): Promise<unknown> {
  const warehouse = await openDuckdbWarehouse({ file, catalog: "main" });
  const { rows } = await warehouse.run(approvedSql("SELECT total FROM main.gold.total"), call);
  await warehouse.close();
  return rows[0]?.[0];
}

function flipByte(file: string): void {
  const bytes = Buffer.from(readFileSync(file));
  const at = bytes.length - 100;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}
