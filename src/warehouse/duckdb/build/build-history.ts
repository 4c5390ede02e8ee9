import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { BuiltTable } from "./build-record.js";

const entrySchema = z.object({
  workspace: z.string(),
  versions: z.record(z.string(), z.string()),
  /** Delta tables among them, by their version's number. */
  delta: z.record(z.string(), z.number()),
});
export type HistoryEntry = z.infer<typeof entrySchema>;

/** Notes which versions stood together in a database: a table made from others has no number that could be asked for later. */
export async function rememberBuild(
  stateDir: string,
  workspace: string,
  tables: readonly BuiltTable[],
): Promise<void> {
  const versions = Object.fromEntries(tables.map(({ name, version }) => [name, version]));
  const delta = Object.fromEntries(
    tables
      .filter(({ kind }) => kind === "delta")
      .map(({ name, version }) => [name, Number(version.replace(/^v/, ""))]),
  );
  const entry: HistoryEntry = { workspace, versions, delta };
  await appendFile(historyFile(stateDir), `${JSON.stringify(entry)}\n`);
}

/** Databases of a workspace that were built here, newest first. Lines that were cut off by a crash are passed over. */
export async function buildHistory(stateDir: string, workspace: string): Promise<HistoryEntry[]> {
  const text = await readFile(historyFile(stateDir), "utf8").catch(() => "");
  return text
    .split("\n")
    .flatMap((line) => entryOf(line) ?? [])
    .filter((entry) => entry.workspace === workspace)
    .reverse();
}

function historyFile(stateDir: string): string {
  return join(stateDir, "warehouse", "history.jsonl");
}

function entryOf(line: string): HistoryEntry | null {
  try {
    return entrySchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
