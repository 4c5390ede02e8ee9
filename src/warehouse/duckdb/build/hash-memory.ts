import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { fileHash } from "./source-files.js";

const entrySchema = z.object({ stamp: z.string(), hash: z.string() });
const memorySchema = z.record(z.string(), entrySchema);

/** Remembers hashes of files that have not been written since, so that large ones are not read at every start. */
export class HashMemory {
  readonly #path: string;
  readonly #known: Map<string, z.infer<typeof entrySchema>>;
  #changed = false;

  private constructor(path: string, known: Map<string, z.infer<typeof entrySchema>>) {
    this.#path = path;
    this.#known = known;
  }

  static async load(stateDir: string): Promise<HashMemory> {
    const path = join(stateDir, "warehouse", "hashes.json");
    try {
      const known = memorySchema.parse(JSON.parse(await readFile(path, "utf8")));
      return new HashMemory(path, new Map(Object.entries(known)));
    } catch {
      return new HashMemory(path, new Map());
    }
  }

  /** SHA-256 of the file's content. */
  async hash(file: string): Promise<string> {
    const stamp = await stampOf(file);
    const known = this.#known.get(file);
    if (known?.stamp === stamp) return known.hash;
    const hash = await fileHash(file);
    this.#known.set(file, { stamp, hash });
    this.#changed = true;
    return hash;
  }

  /** Keeps what was learnt. A memory that can't be written costs time, nothing else. */
  async save(): Promise<void> {
    if (!this.#changed) return;
    try {
      await mkdir(dirname(this.#path), { recursive: true });
      const temporary = `${this.#path}.${process.pid}`;
      await writeFile(temporary, JSON.stringify(Object.fromEntries(this.#known)));
      await rename(temporary, this.#path);
    } catch {
      this.#changed = true;
    }
  }
}

/** The time of the last change of the inode can't be set back by a program, unlike that of the content. */
async function stampOf(file: string): Promise<string> {
  const { size, mtimeMs, ctimeMs, ino } = await stat(file);
  return `${size} ${mtimeMs} ${ctimeMs} ${ino}`;
}
