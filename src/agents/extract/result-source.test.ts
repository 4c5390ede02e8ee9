import { describe, expect, it } from "vitest";
import type { ApprovedSql } from "../../contracts/policy.js";
import type { Warehouse } from "../../contracts/ports.js";
import { memoryKeyValue } from "../../llm/testing/test-door.js";
import { createResultSource, type ResultKey } from "./result-source.js";

const KEY: ResultKey = { workspaceHash: "w1", asOf: "2026-01-01" };
const call = () => ({ signal: new AbortController().signal, timeoutMs: 1000 });

function approvedOf(change: Partial<Record<keyof ApprovedSql, unknown>> = {}): ApprovedSql {
  const plain = { sql: "SELECT 1", parameters: { a: 1 }, relations: ["c.s.t"], rowCap: 10, policyKey: "all" };
  return { ...plain, ...change } as unknown as ApprovedSql;
}

function warehouseOf(state = { version: "1", runs: 0 }) {
  const warehouse: Warehouse = {
    engine: "duckdb",
    catalog: async () => ({ tables: [] }),
    explain: async () => ({ ok: true }),
    run: async () => {
      state.runs += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
      return { columns: [], rows: [[state.runs]], truncated: false, executedSql: "", databaseMs: 5 };
    },
    versions: async () => ({ "c.s.t": state.version }),
    close: async () => {},
  };
  return { warehouse, state };
}

describe("the result cache", () => {
  it("makes one warehouse call of 200 that come at random moments, and gives all the same rows", async () => {
    const { warehouse, state } = warehouseOf();
    const source = createResultSource(warehouse, memoryKeyValue(), { now: Date.now });
    const results = await Promise.all(
      Array.from({ length: 200 }, async (_, n) => {
        await new Promise((resolve) => setTimeout(resolve, (n * 7) % 23));
        return source.rows(approvedOf(), KEY, call());
      }),
    );
    expect(state.runs).toBe(1);
    expect(new Set(results.map(({ result }) => JSON.stringify(result.rows)))).toEqual(new Set(["[[1]]"]));
  });

  it("says when a hit was fetched, and that the database was not asked", async () => {
    const { warehouse } = warehouseOf();
    const at = Date.UTC(2026, 0, 2, 3, 4, 5);
    const source = createResultSource(warehouse, memoryKeyValue(), { now: () => at });
    expect((await source.rows(approvedOf(), KEY, call())).cachedAt).toBeNull();
    const hit = await source.rows(approvedOf(), KEY, call());
    expect(hit).toMatchObject({ cachedAt: "2026-01-02T03:04:05.000Z", result: { databaseMs: 0 } });
  });

  it.each([
    ["another statement", { sql: "SELECT 2" }, {}],
    ["another value", { parameters: { a: 2 } }, {}],
    ["another name of a value", { parameters: { b: 1 } }, {}],
    ["another row cap", { rowCap: 11 }, {}],
    ["other rights", { policyKey: "emea" }, {}],
    ["another workspace", {}, { workspaceHash: "w2" }],
    ["another date", {}, { asOf: "2026-01-02" }],
  ])("never gives what belongs to %s", async (_, approved, key) => {
    const { warehouse, state } = warehouseOf();
    const source = createResultSource(warehouse, memoryKeyValue(), { now: Date.now });
    await source.rows(approvedOf(), KEY, call());
    await source.rows(approvedOf(approved), { ...KEY, ...key }, call());
    expect(state.runs).toBe(2);
  });

  it("fetches again once a table has another version", async () => {
    const { warehouse, state } = warehouseOf();
    const source = createResultSource(warehouse, memoryKeyValue(), { now: Date.now });
    await source.rows(approvedOf(), KEY, call());
    state.version = "2";
    const { result, cachedAt } = await source.rows(approvedOf(), KEY, call());
    expect([result.rows, cachedAt]).toEqual([[[2]], null]);
  });

  it("keeps nothing of a call that failed", async () => {
    const { warehouse, state } = warehouseOf();
    const failing = { ...warehouse, run: async () => Promise.reject(new Error("gone")) };
    const cache = memoryKeyValue();
    await expect(
      createResultSource(failing, cache, { now: Date.now }).rows(approvedOf(), KEY, call()),
    ).rejects.toThrow("gone");
    await createResultSource(warehouse, cache, { now: Date.now }).rows(approvedOf(), KEY, call());
    expect(state.runs).toBe(1);
  });
});
