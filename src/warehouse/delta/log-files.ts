import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../contracts/errors.js";

/** Files to read for one version of a table, oldest first. */
export interface LogFiles {
  version: number;
  /** Parts of the checkpoint to start from; empty = from the first commit. */
  checkpoint: string[];
  commits: string[];
  /** What the version's checksum file is called, where there is one. */
  checksum: string;
}

const COMMIT = /^(\d{20})\.json$/;
const CHECKPOINT = /^(\d{20})\.checkpoint(?:\.(\d{10})\.(\d{10})|\.([0-9a-f-]{36}))?\.(parquet|json)$/;

/**
 * Chooses the newest whole checkpoint up to the version (null = the newest one) and the commits after it.
 * Throws AppError (bad_source) where the log has a gap or lacks the version.
 */
export function logFiles(tableFolder: string, version: number | null): LogFiles {
  const folder = join(tableFolder, "_delta_log");
  const names = listed(folder, tableFolder);
  const commits = new Map<number, string>();
  for (const name of names) {
    const match = COMMIT.exec(name);
    if (match) commits.set(Number(match[1]), join(folder, name));
  }
  const checkpoints = wholeCheckpoints(folder, names);
  const newest = Math.max(-1, ...commits.keys(), ...checkpoints.keys());
  const wanted = version ?? newest;
  if (newest < 0) throw badLog(tableFolder, "has no commits");
  if (wanted > newest) throw badLog(tableFolder, `has no version ${wanted}; its newest is ${newest}`);
  const from = Math.max(-1, ...[...checkpoints.keys()].filter((at) => at <= wanted));
  const needed = Array.from({ length: wanted - from }, (_, index) => {
    const commit = commits.get(from + 1 + index);
    if (commit === undefined)
      throw badLog(tableFolder, `lacks commit ${from + 1 + index} of version ${wanted}`);
    return commit;
  });
  return {
    version: wanted,
    checkpoint: checkpoints.get(from) ?? [],
    commits: needed,
    checksum: join(folder, `${String(wanted).padStart(20, "0")}.crc`),
  };
}

function wholeCheckpoints(folder: string, names: readonly string[]): Map<number, string[]> {
  const parts = new Map<string, { version: number; of: number; files: string[] }>();
  for (const name of names) {
    const match = CHECKPOINT.exec(name);
    // A file without a byte was never written: as if it were not there.
    if (!match || statSync(join(folder, name)).size === 0) continue;
    const [, version, , of, uuid] = match;
    const key = `${version} ${of ?? uuid ?? "one"}`;
    const entry = parts.get(key) ?? { version: Number(version), of: Number(of ?? 1), files: [] };
    entry.files.push(join(folder, name));
    parts.set(key, entry);
  }
  const whole = [...parts.values()].filter(({ of, files }) => files.length === of);
  return new Map(whole.map(({ version, files }) => [version, files.sort()]));
}

function listed(folder: string, tableFolder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw badLog(tableFolder, "has no _delta_log folder", cause);
  }
}

function badLog(tableFolder: string, what: string, cause?: unknown): AppError {
  return new AppError(
    "bad_source",
    "configuration",
    `The Delta table ${tableFolder} ${what}.`,
    "Name the folder of a whole Delta table, and a version that its log still holds.",
    { cause },
  );
}
