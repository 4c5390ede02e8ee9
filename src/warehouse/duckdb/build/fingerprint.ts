import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import type { TableSource, Workspace } from "../../../contracts/semantic-model.js";
import { DUCKDB_MACROS } from "../../../sql/duckdb/macros.js";
import { logFiles } from "../../delta/log-files.js";
import type { HashMemory } from "./hash-memory.js";
import { sourceFiles } from "./source-files.js";
import { buildOrder } from "./sql-table.js";

// Raised when the same sources give another database.
const FORMAT = 4;

export interface PlannedTable {
  source: TableSource;
  files: string[];
  /** Text of a SQL table; null for the others. */
  sql: string | null;
  version: string;
  /** Version of a Delta table; null for the others. */
  deltaVersion: number | null;
}

export interface BuildPlan {
  /** Identifies the database: same sources and declarations, same hash. */
  hash: string;
  /** In build order. */
  tables: PlannedTable[];
}

/** What is to be built, with a version for every table made from the content of its files (and of the tables that it reads). */
export async function planBuild(
  workspace: Workspace,
  memory: HashMemory,
  deltaVersions: Readonly<Record<string, number>>,
): Promise<BuildPlan> {
  const sqlOf = new Map<string, string>();
  const filesOf = new Map<string, string[]>();
  const deltaOf = new Map<string, number>();
  for (const source of workspace.tables) {
    const log =
      source.kind === "delta" ? logFiles(source.path ?? "", deltaVersions[source.name] ?? null) : null;
    if (log) deltaOf.set(source.name, log.version);
    // A commit never changes: the last one read stands for the table at that version.
    const files = log ? [...log.checkpoint, ...log.commits].slice(-1) : sourceFiles(source);
    filesOf.set(source.name, files);
    if (source.kind === "sql") sqlOf.set(source.name, await readFile(files[0] ?? "", "utf8"));
  }
  const versions = new Map<string, string>();
  const tables: PlannedTable[] = [];
  for (const { source, reads } of buildOrder(workspace.tables, sqlOf, workspace.catalog)) {
    const files = filesOf.get(source.name) ?? [];
    const hashes = await Promise.all(
      files.map(async (file) => [relative(source.path ?? "", file), await memory.hash(file)]),
    );
    const inputs = reads.map((name) => [name, versions.get(name)]).sort();
    const version = digest([FORMAT, source.kind, source.columns, workspace.timezone, hashes, inputs]).slice(
      0,
      16,
    );
    versions.set(source.name, version);
    const deltaVersion = deltaOf.get(source.name) ?? null;
    const shown = deltaVersion === null ? version : `v${deltaVersion}`;
    tables.push({ source, files, sql: sqlOf.get(source.name) ?? null, version: shown, deltaVersion });
  }
  const named = [...versions].sort();
  // Denied columns decide what the metadata index may hold.
  return {
    hash: digest([FORMAT, DUCKDB_MACROS, workspace.catalog, workspace.policy.deniedColumns, named]),
    tables,
  };
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
