import { join, resolve } from "node:path";
import { superstoreCsv } from "../src/warehouse/testing/superstore-tables.js";
import { compareEngines } from "../test/databricks-server/compare-engines.js";
import { ingestByNotebook } from "../test/databricks-server/lakehouse-tables.js";
import { startDatabricksServer } from "../test/databricks-server/start-server.js";

/** Every case of every suite on a Databricks warehouse (Spark with Delta Lake behind its wire protocol) and on the embedded engine; exit 1 where they differ. */
const PROJECT = resolve(import.meta.dirname, "..");
const SUITES = [
  { suite: "superstore-core", workspace: "superstore", copy: false },
  { suite: "wholesale", workspace: "wholesale", copy: true },
  { suite: "clinic", workspace: "clinic", copy: true },
];

const server = await startDatabricksServer();
try {
  const started = performance.now();
  await ingestByNotebook(server, superstoreCsv());
  process.stdout.write(`ingested in ${((performance.now() - started) / 1000).toFixed(0)} s\n`);
  for (const { suite, workspace, copy } of SUITES) {
    const compared = await compareEngines(server, {
      workspace: join(PROJECT, "workspaces", workspace),
      suite: join(PROJECT, "eval", `${suite}.yaml`),
      take: null,
      copy,
    });
    process.stdout.write(
      `${suite}: ${compared.cases} cases, ${compared.turns} turns, ${compared.answered} with rows, ${compared.differences.length} differ, ${compared.seconds.toFixed(0)} s\n`,
    );
    for (const difference of compared.differences) process.stdout.write(`  ${difference}\n`);
    if (compared.differences.length > 0) process.exitCode = 1;
  }
} finally {
  await server.stop();
}
