import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import type { Workspace } from "../contracts/semantic-model.js";
import type { FoundMetricView } from "../warehouse/databricks/metric-views.js";

/** A sentence for each metric view of the warehouse that the workspace lacks, or that says something else than its file does. */
export async function deployedViewNotices(
  workspace: Workspace,
  found: readonly FoundMetricView[],
): Promise<string[]> {
  const notices = found.map(async ({ name, definition }) => {
    const last = name.split(".").at(-1)?.toLowerCase();
    const view = workspace.views.find((one) => one.name.toLowerCase() === last);
    if (!view) return `The warehouse has the metric view ${name}, which no file in metrics/ describes.`;
    const file = await readFile(join(workspace.root, view.place.file), "utf8");
    if (definition === null || isSame(definition, file)) return null;
    return `The metric view ${name} differs from metrics/${basename(view.place.file)}: deploy the file (\`assay export metric-views\`), or bring it up to date.`;
  });
  return (await Promise.all(notices)).filter((notice) => notice !== null);
}

/** The order of keys, quotes and comments say nothing. */
function isSame(left: string, right: string): boolean {
  try {
    return isDeepStrictEqual(parse(left), parse(right));
  } catch {
    return false;
  }
}
