import { beforeEach, describe, expect, it } from "vitest";
import { approvedSql } from "../testing/approved-sql.js";
import { openDatabricksWarehouse } from "./databricks-warehouse.js";
import type { Driver, DriverOperation, DriverSession } from "./driver.js";

const SCHEMA = { columns: [{ columnName: "a", typeDesc: { types: [{ primitiveEntry: { type: 3 } }] } }] };
const LOST = {
  name: "Status Error",
  message: "Invalid SessionHandle: the handle does not exist or has expired.",
};

describe("statements on Databricks", () => {
  let calls: string[];
  /** What the next calls of a kind answer instead of their result. */
  let faults: { openSession: unknown[]; executeStatement: unknown[]; fetchChunk: unknown[] };
  beforeEach(() => {
    calls = [];
    faults = { openSession: [], executeStatement: [], fetchChunk: [] };
  });

  const answer = async <T>(call: keyof typeof faults, result: T): Promise<T> => {
    calls.push(call);
    const fault = faults[call].shift();
    if (fault !== undefined) throw fault;
    return result;
  };
  const operation: DriverOperation = {
    fetchChunk: ({ maxRows }) => answer("fetchChunk", [{ a: 1 }, { a: 2 }].slice(0, maxRows)),
    hasMoreRows: async () => false,
    getSchema: async () => SCHEMA,
    cancel: async () => calls.push("cancel"),
    close: async () => calls.push("closeOperation"),
  };
  const session: DriverSession = {
    executeStatement: () => answer("executeStatement", operation),
    close: async () => calls.push("closeSession"),
  };
  const driver: Driver = { openSession: () => answer("openSession", session), close: async () => undefined };
  const run = (timeoutMs = 30_000, signal = new AbortController().signal) =>
    openDatabricksWarehouse({
      driver,
      makeParameter: (type, value) => ({ type, value }),
      catalog: "main",
      timezone: "UTC",
      relations: [],
      statementTimeoutMs: 60_000,
    }).run(approvedSql("SELECT a FROM main.gold.t"), { signal, timeoutMs });

  const count = (call: string) => calls.filter((one) => one === call).length;

  it.each([429, 503])(
    "ask again where a session or a statement is turned away with %i",
    async (statusCode) => {
      faults.openSession = [{ statusCode }];
      faults.executeStatement = [{ statusCode }];
      expect((await run()).rows).toEqual([[1], [2]]);
      expect([count("openSession"), count("executeStatement"), count("closeSession")]).toEqual([2, 2, 0]);
    },
  );

  it("take another session where theirs is lost", async () => {
    faults.executeStatement = [LOST];
    expect((await run()).rows).toEqual([[1], [2]]);
    expect([count("openSession"), count("executeStatement"), count("closeSession")]).toEqual([2, 2, 1]);
  });

  it.each([
    ["the connection breaks", "executeStatement", new Error("socket hang up")],
    ["the gateway fails", "executeStatement", { statusCode: 502 }],
    [
      "its error speaks of sessions",
      "executeStatement",
      { message: "[RAISED] session 0123456789 not found" },
    ],
    ["its result is gone", "fetchChunk", { message: "Invalid OperationHandle: it has expired." }],
    ["the service turns the fetch away", "fetchChunk", { statusCode: 503 }],
    ["the session is lost between", "fetchChunk", LOST],
  ] as const)("are submitted once where %s", async (_, call, fault) => {
    faults[call] = [fault];
    await expect(run()).rejects.toMatchObject({ code: expect.stringMatching(/^warehouse_/) });
    expect(count("executeStatement")).toBe(1);
    if (call === "fetchChunk") await expect.poll(() => count("closeOperation")).toBe(1);
    await expect.poll(() => count("closeSession")).toBe(1);
  });

  it("give up where they are asked for more patience than the caller has", async () => {
    const busy = { statusCode: 429, response: { headers: new Headers({ "Retry-After": "60" }) } };
    faults.executeStatement = [busy, busy, busy, busy];
    await expect(run(5_000)).rejects.toMatchObject({ code: "warehouse_unavailable" });
    expect(count("executeStatement")).toBe(1);
  });

  it("begin nothing for a caller that has gone", async () => {
    await expect(run(5_000, AbortSignal.abort())).rejects.toMatchObject({ code: "warehouse_cancelled" });
    expect(calls).toEqual([]);
  });
});
