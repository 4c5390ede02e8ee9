import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { SILENT_LOGGER } from "../observability/logger.js";
import { createMetrics } from "../observability/metrics.js";
import { type Database, openDatabase } from "./database.js";
import { createLeases, type LeaseStore } from "./leases.js";
import { sqliteLeases } from "./leases-sqlite.js";
import { leasesContract } from "./testing/leases-contract.js";

const folder = mkdtempSync(join(tmpdir(), "assay-leases-"));
const databases: Database[] = [];
afterAll(() => {
  for (const database of databases) database.close();
  rmSync(folder, { recursive: true, force: true });
});

let count = 0;
const CLOCK = { now: Date.now };
leasesContract(async () => {
  count += 1;
  const two = [openDatabase(folder, `leases-${count}`), openDatabase(folder, `leases-${count}`)] as const;
  databases.push(...two);
  return [sqliteLeases(two[0], CLOCK), sqliteLeases(two[1], CLOCK)];
});

describe("a lease", () => {
  const options = { clock: CLOCK, logger: SILENT_LOGGER, metrics: createMetrics() };

  it("outlives its time while its holder works, and ends when that releases it", async () => {
    const ends = new Map<string, number>();
    const store: LeaseStore = {
      take: async (key, _, ttlMs) => {
        if ((ends.get(key) ?? 0) > Date.now()) return false;
        ends.set(key, Date.now() + ttlMs);
        return true;
      },
      extend: async (key, _, ttlMs) => void ends.set(key, Date.now() + ttlMs),
      release: async (key) => void ends.delete(key),
    };
    const leases = createLeases(store, { ...options, ttlMs: 300 });
    const lease = await leases.take("a");
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(await leases.take("a")).toBeNull();
    await lease?.release();
    expect(await leases.take("a")).not.toBeNull();
  });

  it.each([
    ["is down", () => Promise.reject(new Error("gone"))],
    ["hangs", () => new Promise<never>(() => {})],
  ])("is given where its store %s: work is rather done twice than never", async (_, fault) => {
    const leases = createLeases({ take: fault, extend: fault, release: fault }, options);
    const taken = await Promise.all([leases.take("a"), leases.take("a")]);
    expect(taken).not.toContain(null);
    await Promise.all(taken.map((lease) => lease?.release()));
  });
});
