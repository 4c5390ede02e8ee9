import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { createResultSource } from "../../../src/agents/extract/result-source.js";
import type { ApprovedSql } from "../../../src/contracts/policy.js";
import type { Warehouse } from "../../../src/contracts/ports.js";
import { SILENT_LOGGER } from "../../../src/observability/logger.js";
import { createMetrics } from "../../../src/observability/metrics.js";
import { createKeyValue } from "../../../src/stores/key-value.js";
import { createLeases } from "../../../src/stores/leases.js";
import { openConversationStore } from "../../../src/stores/open-conversation-store.js";

/** What a process of the test is told, as JSON in its first argument. */
export interface AskerOrders {
  stateDir: string;
  redisUrl: string | null;
  /** A line a warehouse call: the process and the question. */
  log: string;
  /** Milliseconds since the epoch at which all processes ask. */
  askAt: number;
  question: string;
  /** How often it is asked at once. */
  times: number;
  /** How long the warehouse takes. */
  warehouseMs: number;
}

const orders = JSON.parse(process.argv[2] ?? "") as AskerOrders;
const { stateDir, redisUrl, log, question, times, warehouseMs } = orders;
const logger = SILENT_LOGGER;
const clock = { now: Date.now };
const metrics = createMetrics();
const stores = await openConversationStore({ stateDir, redisUrl, logger });
const cache = createKeyValue({
  adapter: stores.entries,
  name: "result",
  clock,
  logger,
  metrics,
  timeoutMs: 5000,
});

const warehouse: Warehouse = {
  engine: "duckdb",
  catalog: async () => ({ tables: [] }),
  explain: async () => ({ ok: true }),
  run: async () => {
    appendFileSync(log, `${process.pid} ${question}\n`);
    process.stdout.write("running\n");
    await sleep(warehouseMs);
    return { columns: [], rows: [[question]], truncated: false, executedSql: "", databaseMs: warehouseMs };
  },
  versions: async () => ({ "c.s.t": "1" }),
  close: async () => {},
};
const source = createResultSource(
  warehouse,
  cache,
  clock,
  createLeases(stores.leases, { clock, logger, metrics }),
);
const approved = {
  sql: question,
  parameters: {},
  relations: ["c.s.t"],
  rowCap: 10,
  policyKey: "all",
} as unknown as ApprovedSql;

await sleep(Math.max(0, orders.askAt - Date.now()));
const answers = await Promise.all(
  Array.from({ length: times }, () =>
    source.rows(
      approved,
      { workspaceHash: "w", asOf: "2026-01-01" },
      {
        signal: AbortSignal.timeout(60_000),
        timeoutMs: 60_000,
      },
    ),
  ),
);
process.stdout.write(`answers ${JSON.stringify(answers.map(({ result }) => result.rows))}\n`);
await stores.close();
