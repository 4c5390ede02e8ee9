import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "../../contracts/errors.js";
import { dataPath, pathKey } from "./data-path.js";
import { type DeletionVector, vectorId } from "./deletion-vector.js";
import { type DeltaColumn, deltaColumns } from "./delta-schema.js";
import {
  type FileAction,
  type LogAction,
  type MetadataAction,
  type ProtocolAction,
  parseAction,
} from "./log-actions.js";
import { logFiles } from "./log-files.js";
import { checkCoordination, checkProtocol } from "./protocol-check.js";

export interface DeltaFile {
  /** Absolute. */
  path: string;
  /** Physical column name -> text; null = null. */
  partitionValues: Record<string, string | null>;
  deletionVector: DeletionVector | null;
  bytes: number;
}

/** What a Delta table holds at one version. */
export interface DeltaSnapshot {
  version: number;
  description: string | null;
  columns: DeltaColumn[];
  /** Logical names. */
  partitionColumns: string[];
  files: DeltaFile[];
}

const checksumSchema = z.object({ numFiles: z.number().optional() });

/** Reads the rows of a Parquet file as JSON texts, one object each. */
export type ReadParquetJson = (file: string) => Promise<string[]>;

/**
 * Reads the log of a Delta table: active files, their partition values and deletion vectors, and the schema.
 * `version` null = the newest. Throws AppError (bad_source, delta_feature_unknown).
 */
export async function readDeltaSnapshot(
  tableFolder: string,
  version: number | null,
  readParquet: ReadParquetJson,
): Promise<DeltaSnapshot> {
  const log = logFiles(tableFolder, version);
  const active = new Map<string, FileAction>();
  let protocol: ProtocolAction | null = null;
  let metadata: MetadataAction | null = null;
  for await (const { action, file } of actions(tableFolder, log.checkpoint, log.commits, readParquet)) {
    if (action.protocol) protocol = action.protocol;
    if (action.metaData) metadata = action.metaData;
    if (action.remove) active.delete(fileKey(tableFolder, action.remove));
    if (action.add) active.set(fileKey(tableFolder, action.add), action.add);
    if (action.sidecar) throw broken(tableFolder, file, "a sidecar inside a sidecar");
  }
  if (!protocol || !metadata?.schemaString)
    throw broken(tableFolder, "_delta_log", "no protocol or no schema");
  checkProtocol(tableFolder, protocol);
  await checkFileCount(tableFolder, log.checksum, active.size);
  checkCoordination(tableFolder, metadata.configuration ?? {});
  const columns = deltaColumns(tableFolder, metadata.schemaString, metadata.configuration ?? {});
  return {
    version: log.version,
    description: metadata.description ?? null,
    columns,
    partitionColumns: metadata.partitionColumns,
    files: activeFiles(tableFolder, [...active.values()]),
  };
}

function activeFiles(tableFolder: string, active: readonly FileAction[]): DeltaFile[] {
  const paths = new Set<string>();
  return active.map((file) => {
    const path = pathOf(tableFolder, file);
    if (paths.has(path)) throw broken(tableFolder, file.path, "a file twice");
    paths.add(path);
    return {
      path,
      partitionValues: file.partitionValues ?? {},
      deletionVector: file.deletionVector ?? null,
      bytes: file.size ?? 0,
    };
  });
}

function pathOf(tableFolder: string, { path }: FileAction): string {
  try {
    return dataPath(tableFolder, path);
  } catch (cause) {
    throw broken(tableFolder, path, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

/** A log that was cut between two lines reads well: the checksum beside it tells. Not every writer leaves one. */
async function checkFileCount(tableFolder: string, checksum: string, count: number): Promise<void> {
  const text = await readFile(checksum, "utf8").catch(() => "null");
  const { numFiles } = checksumOf(text);
  if (numFiles === undefined || numFiles === count) return;
  throw broken(tableFolder, checksum, `${count} files, where its checksum says ${numFiles}`);
}

function checksumOf(text: string): { numFiles?: number | undefined } {
  try {
    return checksumSchema.parse(JSON.parse(text));
  } catch {
    return {};
  }
}

async function* actions(
  tableFolder: string,
  checkpoint: readonly string[],
  commits: readonly string[],
  readParquet: ReadParquetJson,
): AsyncGenerator<{ action: LogAction; file: string }> {
  for (const file of checkpoint) {
    for (const action of await readActions(tableFolder, file, readParquet)) {
      if (action.sidecar) {
        const folder = join(tableFolder, "_delta_log", "_sidecars");
        const sidecar = dataPath(folder, action.sidecar.path);
        for (const inner of await readActions(tableFolder, sidecar, readParquet))
          yield { action: inner, file };
      } else yield { action, file };
    }
  }
  for (const file of commits) {
    const read = await readActions(tableFolder, file, readParquet);
    // What a writer leaves that died before its first line.
    if (read.length === 0) throw broken(tableFolder, file, "a commit without entries");
    // Within a commit a file may be removed and added again with another deletion vector: removals come first.
    const removals = read.filter((action) => action.remove);
    for (const action of [...removals, ...read.filter((action) => !action.remove)]) yield { action, file };
  }
}

async function readActions(
  tableFolder: string,
  file: string,
  readParquet: ReadParquetJson,
): Promise<LogAction[]> {
  try {
    const lines = file.endsWith(".parquet")
      ? await readParquet(file)
      : (await readFile(file, "utf8")).split("\n");
    return lines.filter((line) => line.trim() !== "").map(parseAction);
  } catch (cause) {
    throw broken(tableFolder, file, "an entry that can't be read", cause);
  }
}

function fileKey(tableFolder: string, file: FileAction): string {
  return `${pathKey(tableFolder, file.path)} ${vectorId(file.deletionVector ?? null)}`;
}

function broken(tableFolder: string, file: string, what: string, cause?: unknown): AppError {
  return new AppError(
    "bad_source",
    "configuration",
    `The log of the Delta table ${tableFolder} holds ${what} (${file}).`,
    "Repair the table, or pin a version before the damage.",
    { cause },
  );
}
