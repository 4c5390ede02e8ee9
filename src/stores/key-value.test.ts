import type { KeyvStoreAdapter } from "keyv";
import { describe, expect, it } from "vitest";
import { SILENT_LOGGER } from "../observability/logger.js";
import { createMetrics } from "../observability/metrics.js";
import { openMemoryDatabase } from "./database.js";
import { createKeyValue } from "./key-value.js";
import { sqliteEntries } from "./key-value-sqlite.js";

function open(options: { adapter?: KeyvStoreAdapter; maxEntries?: number; maxValueBytes?: number } = {}) {
  const clock = { at: Date.now(), now: () => clock.at };
  const database = openMemoryDatabase();
  const sizes = options.maxEntries === undefined ? {} : { maxEntries: options.maxEntries };
  const adapter = options.adapter ?? sqliteEntries(database, { clock, ...sizes });
  const metrics = createMetrics();
  const bytes = options.maxValueBytes === undefined ? {} : { maxValueBytes: options.maxValueBytes };
  const store = (name: string) =>
    createKeyValue({ adapter, name, clock, logger: SILENT_LOGGER, metrics, timeoutMs: 30, ...bytes });
  return { store, clock, database, metrics };
}

describe("key-value over SQLite", () => {
  it("gives back what was set, apart by name, until deleted", async () => {
    const { store } = open();
    const [a, b] = [store("a"), store("b")];
    await a.set("k", { rows: [["x", 1, null]] }, null);
    expect(await a.get("k")).toEqual({ rows: [["x", 1, null]] });
    expect(await b.get("k")).toBeNull();
    await a.delete("k");
    expect(await a.get("k")).toBeNull();
  });

  it("keeps null apart from nothing being there", async () => {
    const { store } = open();
    await store("a").set("k", false, null);
    expect(await store("a").get("k")).toBe(false);
  });

  it("forgets after its time, and deletes on sweeping", async () => {
    const { store, clock, database } = open();
    const a = store("a");
    await a.set("k", 1, 1000);
    clock.at += 999;
    expect(await a.get("k")).toBe(1);
    clock.at += 2;
    expect(await a.get("k")).toBeNull();
    for (let n = 0; n < 200; n++) await a.set("same", n, null);
    expect(database.row<{ n: number }>("SELECT count(*) AS n FROM entry")?.n).toBe(1);
  });

  it("stays within its number of entries, dropping the oldest", async () => {
    const { store, clock, database } = open({ maxEntries: 50 });
    const a = store("a");
    for (let n = 0; n < 400; n++) {
      clock.at++;
      await a.set(`k${n}`, n, null);
    }
    expect(database.row<{ n: number }>("SELECT count(*) AS n FROM entry")?.n).toBe(50);
    expect(await a.get("k399")).toBe(399);
  });

  it("does not keep a value that is too large", async () => {
    const { store } = open({ maxValueBytes: 100 });
    await store("a").set("k", "x".repeat(101), null);
    expect(await store("a").get("k")).toBeNull();
  });
});

describe("key-value over a store that fails", () => {
  function failing(fail: () => Promise<never>) {
    let calls = 0;
    let broken = true;
    const kept = new Map<string, unknown>();
    const call = async <T>(work: () => T): Promise<T> => {
      calls++;
      return broken ? fail() : work();
    };
    const adapter: KeyvStoreAdapter = {
      opts: {},
      get: (key: string) => call(() => kept.get(key) as never),
      set: (key: string, value: unknown) => call(() => void kept.set(key, value)),
      delete: (key: string) => call(() => kept.delete(key)),
      clear: async () => undefined,
      on: () => adapter,
    };
    const mend = (): void => {
      broken = false;
    };
    return { adapter, calls: () => calls, mend };
  }

  it.each([
    ["throws", async () => Promise.reject(new Error("down"))],
    ["hangs", () => new Promise<never>(() => undefined)],
  ])("misses when it %s, and stops asking for a while", async (_, fail) => {
    const { adapter, calls, mend } = failing(fail);
    const { store, clock, metrics } = open({ adapter });
    const a = store("a");
    for (let n = 0; n < 10; n++) {
      expect(await a.get("k")).toBeNull();
      await a.set("k", n, null);
    }
    expect(calls()).toBe(3);
    expect((await metrics.storeFaults.get()).values[0]?.value).toBe(3);
    mend();
    clock.at += 5001;
    await a.set("k", 7, null);
    expect(await a.get("k")).toBe(7);
  });
});
