import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Cell } from "../../../src/contracts/result.js";
import { buildDatabase } from "../../../src/warehouse/duckdb/build/database-build.js";
import { openDuckdbWarehouse } from "../../../src/warehouse/duckdb/duckdb-warehouse.js";
import { approvedSql } from "../../../src/warehouse/testing/approved-sql.js";
import { temporaryFolder, workspaceOf } from "../../../src/warehouse/testing/test-workspace.js";
import type { DatabricksServer } from "../../databricks-server/start-server.js";

interface Seen {
  table: string;
  folder: string;
  version: number;
  rows: Cell[][];
}

const SCRIPT = join(import.meta.dirname, "foreign_tables.py");
const READ = `SELECT id, area, CAST(amount AS STRING) AS amount, ratio, CAST(day AS STRING) AS day,
  date_format(moment, 'yyyy-MM-dd HH:mm:ss') AS moment, CAST(clock AS STRING) AS clock, fresh
  FROM main.raw.foreign ORDER BY id`;

/** The embedded engine sees in every version of a Delta table what the writers' own readers see. */
export function foreignTables(server: () => DatabricksServer): void {
  describe("Delta tables of other writers", () => {
    let seen: Seen[] = [];
    beforeAll(async () => {
      const folder = join(temporaryFolder(), "tables");
      mkdirSync(folder);
      const printed = await server().run(SCRIPT, [folder]);
      seen = printed
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
    }, 900_000);

    it("were written by Spark and by the Python library, plain, partitioned, mapped and with deletion vectors", () => {
      expect(new Set(seen.map(({ table }) => table)).size).toBe(7);
      expect(seen.every(({ rows }, at) => rows.length > 0 || seen[at]?.version === 0)).toBe(true);
    });

    it("hold the same rows at every version, in a zone that is not UTC and over a change of clocks", async () => {
      const differing: string[] = [];
      for (const { table, folder, version, rows } of seen) {
        const found = await embeddedRows(folder, version);
        if (JSON.stringify(found) !== JSON.stringify(rows)) differing.push(`${table} at ${version}`);
      }
      expect(differing).toEqual([]);
      expect(seen.length).toBeGreaterThan(30);
    }, 600_000);
  });
}

async function embeddedRows(folder: string, version: number): Promise<Cell[][]> {
  const table = { name: "main.raw.foreign", kind: "delta" as const, path: folder, columns: null };
  const built = await buildDatabase(workspaceOf([table], { timezone: "Europe/Paris" }), {
    stateDir: temporaryFolder(),
    signal: new AbortController().signal,
    deltaVersions: { [table.name]: version },
  });
  const warehouse = await openDuckdbWarehouse({ file: built.file, catalog: "main" });
  try {
    const call = { signal: new AbortController().signal, timeoutMs: 60_000 };
    return (await warehouse.run(approvedSql(READ), call)).rows;
  } finally {
    await warehouse.close();
  }
}
