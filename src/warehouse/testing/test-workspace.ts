import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TableSource, Workspace } from "../../contracts/semantic-model.js";

const folders: string[] = [];
process.once("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is removed when the process ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "assay-warehouse-"));
  folders.push(folder);
  return folder;
}

/** A workspace that has tables and nothing else. */
export function workspaceOf(tables: TableSource[], overrides: Partial<Workspace> = {}): Workspace {
  return {
    name: "sample",
    description: null,
    root: "",
    timezone: "UTC",
    asOf: "today",
    calendar: { weekStarts: "monday", fiscalYearStarts: 1 },
    currency: null,
    engine: "duckdb",
    catalog: "main",
    tables,
    views: [],
    words: { ignore: [], terms: {} },
    documents: [],
    verified: [],
    policy: {
      tables: [],
      deniedColumns: [],
      unknownUsers: "everyone",
      roles: [],
      limits: {
        maxRows: 1000,
        statementTimeoutMs: 10_000,
        maxScanBytes: null,
        tokensPerQuestion: null,
        usdPerUserPerDay: null,
      },
    },
    hash: "",
    notices: [],
    ...overrides,
  };
}

/** Writes a file and declares it as the source of a table. */
export function sourceFile(
  folder: string,
  kind: "csv" | "sql",
  name: string,
  text: string,
  columns: Record<string, string> | null = null,
): TableSource {
  const path = join(folder, `${name}.${kind}`);
  writeFileSync(path, text);
  return { name: `main.${name}`, kind, path, columns };
}
