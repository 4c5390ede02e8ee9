import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { ModelView } from "../contracts/semantic-model.js";
import { temporaryFolder, workspaceOf } from "../warehouse/testing/test-workspace.js";
import { deployedViewNotices } from "./deployed-views.js";

const FILE = "version: 1.1\nsource: main.gold.takings\nmeasures:\n  - { name: Takings, expr: SUM(amount) }\n";

it("names the metric views of a warehouse that the workspace lacks or has in another form", async () => {
  const root = temporaryFolder();
  mkdirSync(join(root, "metrics"));
  writeFileSync(join(root, "metrics", "takings.yaml"), FILE);
  const view = { name: "takings", place: { file: "metrics/takings.yaml", line: 1 } } as ModelView;
  const notices = (definition: string | null, name = "main.gold.Takings") =>
    deployedViewNotices(workspaceOf([], { root, views: [view] }), [{ name, definition }]);

  expect(await notices(FILE)).toEqual([]);
  const rewritten =
    "# deployed\nmeasures:\n  - expr: 'SUM(amount)'\n    name: Takings\nsource: main.gold.takings\nversion: 1.1";
  expect(await notices(rewritten)).toEqual([]);
  expect(await notices(null)).toEqual([]);
  for (const other of [FILE.replace("SUM", "MAX"), "{"])
    expect(await notices(other)).toEqual([
      expect.stringContaining("main.gold.Takings differs from metrics/takings.yaml"),
    ]);
  expect(await notices(FILE, "main.gold.refunds")).toEqual([
    "The warehouse has the metric view main.gold.refunds, which no file in metrics/ describes.",
  ]);
});
