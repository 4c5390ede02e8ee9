import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createFlush } from "./wal-flush.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-flush-"));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** Counts the system's flushes, and lets each take 20 ms. */
async function countFlushes(): Promise<{ begun: number; ended: number }> {
  const any = await open(join(folder, "any"), "w");
  const kind = Object.getPrototypeOf(any) as FileHandle;
  await any.close();
  const counts = { begun: 0, ended: 0 };
  const real = kind.datasync;
  vi.spyOn(kind, "datasync").mockImplementation(async function (this: FileHandle) {
    counts.begun++;
    await new Promise((resolve) => setTimeout(resolve, 20));
    await real.call(this);
    counts.ended++;
  });
  return counts;
}

it("shares one flush among those who come together, and gives those who come during it the next", async () => {
  const path = join(folder, "log");
  writeFileSync(path, "x");
  const counts = await countFlushes();
  const flush = createFlush(path);
  const together = [flush.flush(), flush.flush(), flush.flush()];
  await vi.waitFor(() => expect(counts.begun).toBe(1));
  const late = flush.flush();
  await Promise.all(together);
  expect(counts.ended).toBe(1);
  await late;
  expect(counts).toEqual({ begun: 2, ended: 2 });
  flush.close();
});

it("says when the file cannot be flushed, and tries again for the next", async () => {
  const path = join(folder, "log");
  const flush = createFlush(path);
  await expect(flush.flush()).rejects.toMatchObject({ code: "ENOENT" });
  writeFileSync(path, "x");
  await expect(flush.flush()).resolves.toBeUndefined();
  flush.close();
});
