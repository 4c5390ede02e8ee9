import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../../../src/contracts/answer.js";
import { superstoreCsv } from "../../../src/warehouse/testing/superstore-tables.js";
import { temporaryFolder } from "../../../src/warehouse/testing/test-workspace.js";
import { ask, type Comparison, compareEngines, openOn } from "../../databricks-server/compare-engines.js";
import { ingestByNotebook } from "../../databricks-server/lakehouse-tables.js";
import type { DatabricksServer } from "../../databricks-server/start-server.js";

const PROJECT = resolve(import.meta.dirname, "..", "..", "..");
const SUITES = [
  { suite: "superstore-core", workspace: "superstore", take: 70, copy: false },
  { suite: "wholesale", workspace: "wholesale", take: 30, copy: true },
  { suite: "clinic", workspace: "clinic", take: 20, copy: true },
];

/** The whole app on the warehouse, with tables that the notebooks made, answers as it does on the embedded engine. */
export function lakehouseAnswers(server: () => DatabricksServer): void {
  describe("the app on Databricks", () => {
    beforeAll(() => ingestByNotebook(server(), superstoreCsv()), 1_200_000);

    it.each(SUITES)(
      "answers $take cases of $suite with the embedded engine's numbers",
      async (one) => {
        const compared = await compareEngines(server(), {
          ...one,
          suite: join(PROJECT, "eval", `${one.suite}.yaml`),
          workspace: join(PROJECT, "workspaces", one.workspace),
        });
        process.stdout.write(`${summary(one.suite, compared)}\n`);
        expect(compared.differences).toEqual([]);
        expect(compared.cases).toBe(one.take);
        expect(compared.answered).toBeGreaterThan(one.take / 2);
      },
      1_800_000,
    );

    it("reads one month's files for a question about one month", async () => {
      const app = await openOn(join(PROJECT, "workspaces", "superstore"), temporaryFolder(), {});
      try {
        const month = await filesOf(await ask(app, asking("What were sales in March 2017?")));
        expect(month.length).toBeGreaterThan(0);
        expect(month.filter((file) => !/_month=2017-03-01\//.test(file))).toEqual([]);
        const all = await filesOf(await ask(app, asking("What were sales?")));
        process.stdout.write(`files read: ${month.length} for one month, ${all.length} for all\n`);
        expect(all.length).toBeGreaterThanOrEqual(48);
      } finally {
        await app.close();
      }
    }, 300_000);

    const filesOf = ({ sql, parameters }: Answer): Promise<string[]> =>
      server().inputFiles(sql ?? "", parameters);
  });
}

function asking(text: string) {
  return { text, thread: text, user: undefined, asOf: undefined };
}

function summary(suite: string, { cases, turns, answered, seconds }: Comparison): string {
  return `${suite}: ${cases} cases, ${turns} turns, ${answered} with rows, ${seconds.toFixed(0)} s`;
}
