import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError } from "../contracts/errors.js";
import { DEFAULT_WORKSPACE } from "./open.js";

/** `assay import dbt|ossie FILE`: writes workspace files from another semantic layer; every loss is a named warning. */
export async function importModel(format: string, file: string, options: { out: string }): Promise<void> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new AppError("no_file", "user", `There is no file ${file}.`, "Name an existing file.");
  });
  const { files, warnings } = await importer(format)(text);
  for (const [path, content] of Object.entries(files)) {
    const target = join(options.out, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
    process.stdout.write(`Wrote ${target}\n`);
  }
  for (const warning of warnings) process.stderr.write(`Warning: ${warning}\n`);
}

/** `assay export metric-views`: the DDL that deploys the workspace's views to Databricks. */
export async function exportModel(
  what: string,
  options: { workspace?: string; schema?: string },
): Promise<void> {
  if (what !== "metric-views") {
    throw new AppError(
      "bad_usage",
      "user",
      `There is no export of ${what}.`,
      "Use: assay export metric-views.",
    );
  }
  const { loadWorkspace } = await import("../semantics/load-workspace.js");
  const { exportMetricViews } = await import("../semantics/exchange/export-metric-views.js");
  const { sql, warnings } = await exportMetricViews(
    await loadWorkspace(options.workspace ?? DEFAULT_WORKSPACE),
    options.schema,
  );
  process.stdout.write(`${sql}\n`);
  for (const warning of warnings) process.stderr.write(`Warning: ${warning}\n`);
}

type Imported = { files: Record<string, string>; warnings: string[] };

function importer(format: string): (text: string) => Promise<Imported> {
  if (format === "dbt")
    return async (text) => (await import("../semantics/exchange/import-dbt.js")).importDbt(text);
  if (format === "ossie")
    return async (text) => (await import("../semantics/exchange/import-ossie.js")).importOssie(text);
  throw new AppError(
    "bad_usage",
    "user",
    `There is no import of ${format}.`,
    "Use dbt (semantic_manifest.json) or ossie.",
  );
}
