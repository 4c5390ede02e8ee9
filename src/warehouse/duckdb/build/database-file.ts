import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { AppError } from "../../../contracts/errors.js";
import type { MetadataIndex } from "../../../contracts/metadata.js";
import type { BuildRecord } from "./build-record.js";
import type { HashMemory } from "./hash-memory.js";
import { fileHash } from "./source-files.js";

const sealSchema = z.object({
  hash: z.string(),
  size: z.number(),
  sha256: z.string(),
  notices: z.array(z.string()),
  record: z.unknown(),
  index: z.unknown(),
});

/** What stands beside a finished database: proof that the file is whole, and what was found while building. */
export interface DatabaseSeal {
  hash: string;
  size: number;
  sha256: string;
  notices: string[];
  record: BuildRecord;
  index: MetadataIndex;
}

/** Path of the database for these sources. */
export function databaseFile(stateDir: string, workspace: string, hash: string): string {
  const name = workspace.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return join(stateDir, "warehouse", `${name}-${hash.slice(0, 16)}.duckdb`);
}

/** The seal of a whole, finished database; null where the file is missing, half-written or changed. */
export async function readSeal(file: string, hash: string, memory: HashMemory): Promise<DatabaseSeal | null> {
  if (!existsSync(file) || !existsSync(sealFile(file))) return null;
  const seal = parsedSeal(sealFile(file));
  if (seal?.hash !== hash || seal.size !== statSync(file).size) return null;
  return (await memory.hash(file)) === seal.sha256 ? seal : null;
}

/** A path beside the database to build into. Throws AppError where the state folder can't be written. */
export async function temporaryFile(file: string): Promise<string> {
  try {
    await mkdir(dirname(file), { recursive: true });
    const temporary = `${file}.building-${process.pid}-${randomBytes(4).toString("hex")}`;
    await writeFile(temporary, "");
    await rm(temporary);
    return temporary;
  } catch (cause) {
    throw new AppError(
      "state_not_writable",
      "configuration",
      `The state folder ${dirname(file)} can't be written.`,
      "Give another folder with --state or ASSAY_STATE.",
      { cause },
    );
  }
}

/** Moves a finished database into place. Its seal follows: without one, or with an older one, the file is not served. */
export async function sealDatabase(
  temporary: string,
  file: string,
  findings: Pick<DatabaseSeal, "hash" | "notices" | "record" | "index">,
): Promise<DatabaseSeal> {
  await flush(temporary);
  const { size } = await stat(temporary);
  const seal: DatabaseSeal = { ...findings, size, sha256: await fileHash(temporary) };
  const temporarySeal = `${temporary}.json`;
  await writeFile(temporarySeal, JSON.stringify(seal));
  await flush(temporarySeal);
  await rename(temporary, file);
  await rename(temporarySeal, sealFile(file));
  return seal;
}

/** Removes what an unfinished build left. */
export async function discard(temporary: string): Promise<void> {
  for (const suffix of ["", ".wal", ".tmp", ".json"]) {
    await rm(temporary + suffix, { force: true, recursive: true });
  }
}

/** Removes older databases of the workspace and abandoned builds, except the newest `keep`. */
export async function pruneDatabases(file: string, keep: number): Promise<void> {
  const folder = dirname(file);
  const prefix = file.slice(folder.length + 1).replace(/[0-9a-f]{16}\.duckdb$/, "");
  const databases = (await readdir(folder)).filter((name) =>
    new RegExp(`^${prefix}[0-9a-f]{16}\\.duckdb$`).test(name),
  );
  const aged = await Promise.all(
    databases.map(async (name) => ({
      path: join(folder, name),
      age: (await stat(join(folder, name))).mtimeMs,
    })),
  );
  aged.sort((a, b) => b.age - a.age);
  for (const { path } of aged.slice(keep)) {
    if (path === file) continue;
    await rm(path, { force: true });
    await rm(sealFile(path), { force: true });
  }
}

function sealFile(file: string): string {
  return file.replace(/\.duckdb$/, ".json");
}

function parsedSeal(path: string): DatabaseSeal | null {
  try {
    const seal = sealSchema.parse(JSON.parse(readFileSync(path, "utf8")));
    return seal as DatabaseSeal;
  } catch {
    return null;
  }
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
