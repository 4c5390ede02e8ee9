import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, it } from "vitest";
import { temporaryFolder, workspaceOf } from "../../testing/test-workspace.js";
import { buildDatabase } from "./database-build.js";

const MONTHS = ["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"];
const APPENDS = 3;
const ROWS = 60_000;

it("keeps the rows of a partition together, however many appends brought them", async () => {
  const built = await buildDatabase(
    workspaceOf([{ name: "main.raw.sales", kind: "delta", path: await appendedTable(), columns: null }]),
    { stateDir: temporaryFolder(), signal: new AbortController().signal },
  );
  const instance = await DuckDBInstance.create(built.file, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  const blocks = await connection.runAndReadAll(
    "SELECT DISTINCT row_group_id, regexp_extract(stats, 'Min: ([0-9-]+)', 1) AS least, regexp_extract(stats, 'Max: ([0-9-]+)', 1) AS greatest FROM pragma_storage_info('raw.sales') WHERE column_name = 'day' AND segment_type = 'DATE'",
  );
  const counted = await connection.runAndReadAll(
    "SELECT month, COUNT(*) FROM raw.sales GROUP BY 1 ORDER BY 1",
  );
  connection.closeSync();
  instance.closeSync();

  expect(counted.getRows().map((row) => row.map(String))).toEqual(
    MONTHS.map((month) => [month, String(APPENDS * ROWS)]),
  );
  const spans = blocks.getRows().map(([, least, greatest]) => [String(least), String(greatest)] as const);
  expect(spans.length).toBeGreaterThanOrEqual(6);
  const inMarch = spans.filter(([least, greatest]) => least < "2024-04-01" && greatest >= "2024-03-01");
  // A month is the rows of one and a half blocks; in the order of the appends it would be in all of them.
  expect(inMarch.length).toBeLessThanOrEqual(3);
});

/** A Delta table by month, to which every append brought rows of every month. */
async function appendedTable(): Promise<string> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "_delta_log"));
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const fields = ["day", "month"].map((name) => ({ name, type: "date", nullable: true, metadata: {} }));
  const metaData = {
    id: "sales",
    format: { provider: "parquet", options: {} },
    schemaString: JSON.stringify({ type: "struct", fields }),
    partitionColumns: ["month"],
    configuration: {},
  };
  for (let append = 0; append < APPENDS; append += 1) {
    const actions: object[] =
      append === 0 ? [{ protocol: { minReaderVersion: 1, minWriterVersion: 2 } }, { metaData }] : [];
    for (const month of MONTHS) {
      const path = `${month}-${append}.parquet`;
      await connection.run(
        `COPY (SELECT DATE '${month}' + CAST(i % 28 AS INTEGER) AS day FROM range(${ROWS}) AS t(i)) TO '${join(folder, path)}' (FORMAT parquet)`,
      );
      actions.push({
        add: { path, partitionValues: { month }, size: 1, modificationTime: 0, dataChange: true },
      });
    }
    const commit = join(folder, "_delta_log", `${String(append).padStart(20, "0")}.json`);
    writeFileSync(commit, actions.map((action) => JSON.stringify(action)).join("\n"));
  }
  connection.closeSync();
  instance.closeSync();
  return folder;
}
