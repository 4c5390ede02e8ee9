import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { MetadataIndex } from "../../contracts/metadata.js";
import type { Workspace } from "../../contracts/semantic-model.js";

/** Keeps the metadata index of a warehouse in the state folder, so that a start profiles only what has changed. */
export function keptIndex(
  stateDir: string,
  workspace: Workspace,
): { load(): Promise<MetadataIndex | null>; save(index: MetadataIndex): Promise<void> } {
  const folder = join(stateDir, "warehouse");
  const file = join(folder, `${workspace.name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}-index.json`);
  // Denied columns decide what an index may hold.
  const key = JSON.stringify([workspace.hash, [...workspace.policy.deniedColumns].sort()]);
  return {
    load: async () => {
      const text = await readFile(file, "utf8").catch(() => "null");
      const kept = parsed(text);
      return kept?.key === key ? kept.index : null;
    },
    save: async (index) => {
      await mkdir(folder, { recursive: true });
      const temporary = `${file}.${process.pid}`;
      await writeFile(temporary, JSON.stringify({ key, index }));
      await rename(temporary, file);
    },
  };
}

function parsed(text: string): { key: string; index: MetadataIndex } | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
