import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createResultSource } from "../src/agents/extract/result-source.js";
import type { ApprovedSql } from "../src/contracts/policy.js";
import type { Warehouse } from "../src/contracts/ports.js";
import { SILENT_LOGGER } from "../src/observability/logger.js";
import { createMetrics } from "../src/observability/metrics.js";
import { openDatabase } from "../src/stores/database.js";
import { createKeyValue } from "../src/stores/key-value.js";
import { sqliteEntries } from "../src/stores/key-value-sqlite.js";

/** A hit of the result cache in the state folder: p50 and p95 by size, and warehouse calls for 200 equal questions at once. */
const ROUNDS = 2000;
const folder = mkdtempSync(join(tmpdir(), "assay-bench-cache-"));
const clock = { now: Date.now };
const database = openDatabase(folder, "assay");
const cache = createKeyValue({
  adapter: sqliteEntries(database, { clock }),
  name: "result",
  clock,
  logger: SILENT_LOGGER,
  metrics: createMetrics(),
});

for (const rows of [1, 100, 1000]) {
  let calls = 0;
  const warehouse: Warehouse = {
    engine: "duckdb",
    catalog: async () => ({ tables: [] }),
    explain: async () => ({ ok: true }),
    run: async () => {
      calls += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
      return {
        columns: [
          { name: "Name", type: "string" },
          { name: "Number", type: "number" },
        ],
        rows: Array.from({ length: rows }, (_, at) => [`member ${at}`, at * 1.25]),
        truncated: false,
        executedSql: "SELECT 1",
        databaseMs: 20,
      };
    },
    versions: async () => ({ "c.s.t": "1" }),
    close: async () => {},
  };
  const source = createResultSource(warehouse, cache, clock);
  const approved = {
    sql: `SELECT ${rows}`,
    parameters: {},
    relations: ["c.s.t"],
    rowCap: 1000,
    policyKey: "all",
  } as unknown as ApprovedSql;
  const key = { workspaceHash: "w", asOf: "2026-01-01" };
  const call = { signal: new AbortController().signal, timeoutMs: 5000 };
  await Promise.all(Array.from({ length: 200 }, () => source.rows(approved, key, call)));
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now();
    const { cachedAt } = await source.rows(approved, key, call);
    if (cachedAt === null) throw new Error("A look-up missed.");
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(2);
  process.stdout.write(
    `${rows} rows: hit p50 ${at(0.5)} ms, p95 ${at(0.95)} ms; 200 at once made ${calls} warehouse call\n`,
  );
}
database.close();
rmSync(folder, { recursive: true, force: true });
