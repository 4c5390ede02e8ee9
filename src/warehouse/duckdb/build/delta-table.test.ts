import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Cell } from "../../../contracts/result.js";
import { unpackedTable } from "../../delta/testing/unpacked-table.js";
import { approvedSql } from "../../testing/approved-sql.js";
import { temporaryFolder, workspaceOf } from "../../testing/test-workspace.js";
import { openDuckdbWarehouse } from "../duckdb-warehouse.js";
import { type BuiltDatabase, buildDatabase } from "./database-build.js";

const TABLES = join(import.meta.dirname, "..", "..", "delta", "testing");
const signal = new AbortController().signal;

describe("Delta tables", () => {
  const expected: Record<string, { columns: string[]; rows: Cell[][] }> = JSON.parse(
    readFileSync(join(TABLES, "parcels.expected.json"), "utf8"),
  );

  it.each(Object.keys(expected))(
    "holds the rows that the Python reader sees at version %s",
    async (version) => {
      const built = await build(unpackedTable("parcels"), { "main.raw.parcels": Number(version) });
      expect(built.tables[0]?.version).toBe(`v${version}`);
      expect(await rowsOf(built)).toEqual(expected[version]?.rows);
    },
  );

  it("reads the newest version unless one is pinned", async () => {
    const built = await build(unpackedTable("parcels"));
    expect(built.tables[0]).toMatchObject({ version: "v6", partitionColumns: ["area"] });
    expect(built.index.tables[0]?.comment).toBe("Parcels, one row each");
  });

  it("starts from a checkpoint where earlier commits are gone", async () => {
    const folder = unpackedTable("parcels");
    for (const commit of [0, 1, 2, 3]) rmSync(commitFile(folder, commit));
    expect(await rowsOf(await build(folder))).toEqual(expected["6"]?.rows);
    await expect(build(folder, { "main.raw.parcels": 2 })).rejects.toMatchObject({
      code: "bad_source",
      message: expect.stringContaining("lacks commit 0"),
    });
  });

  it("leaves out the rows that a deletion vector names", async () => {
    const folder = unpackedTable("deleted-rows");
    const { warehouse } = await opened(await build(folder));
    const { rows } = await warehouse.run(approvedSql("SELECT value FROM main.raw.parcels ORDER BY value"), {
      signal,
      timeoutMs: 5000,
    });
    expect(rows.flat()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    await warehouse.close();
  });

  it("refuses a feature that it does not know by its name", async () => {
    const folder = unpackedTable("parcels");
    const protocol = {
      protocol: { minReaderVersion: 3, minWriterVersion: 7, readerFeatures: ["rowSparkles"] },
    };
    writeFileSync(commitFile(folder, 7), JSON.stringify(protocol));
    await expect(build(folder)).rejects.toMatchObject({
      code: "delta_feature_unknown",
      message: expect.stringContaining("rowSparkles"),
    });
    expect((await build(folder, { "main.raw.parcels": 6 })).tables[0]?.rows).toBe(7);
  });

  it("says which file is missing", async () => {
    const folder = unpackedTable("deleted-rows");
    rmSync(join(folder, "part-00000-fae5310a-a37d-4e51-827b-c3d5516560ca-c000.snappy.parquet"));
    await expect(build(folder)).rejects.toMatchObject({
      code: "bad_source",
      message: expect.stringContaining("part-00000-fae5310a"),
    });
  });

  it("refuses a folder without a log, and one with an empty log", async () => {
    const folder = temporaryFolder();
    await expect(build(folder)).rejects.toMatchObject({ code: "bad_source" });
    mkdirSync(join(folder, "_delta_log"));
    await expect(build(folder)).rejects.toMatchObject({ code: "bad_source" });
  });
});

function build(path: string, deltaVersions: Record<string, number> = {}): Promise<BuiltDatabase> {
  const workspace = workspaceOf([{ name: "main.raw.parcels", kind: "delta", path, columns: null }]);
  return buildDatabase(workspace, { stateDir: temporaryFolder(), signal, deltaVersions });
}

async function opened(built: BuiltDatabase) {
  return { warehouse: await openDuckdbWarehouse({ file: built.file, catalog: "main" }) };
}

async function rowsOf(built: BuiltDatabase): Promise<Cell[][]> {
  const { warehouse } = await opened(built);
  const { rows } = await warehouse.run(approvedSql("SELECT * FROM main.raw.parcels ORDER BY id"), {
    signal,
    timeoutMs: 5000,
  });
  await warehouse.close();
  return rows;
}

function commitFile(folder: string, version: number): string {
  return join(folder, "_delta_log", `${String(version).padStart(20, "0")}.json`);
}
