import { emptyCheckpoint } from "@langchain/langgraph-checkpoint";
import { deltaChannelHistoryTests, validate } from "@langchain/langgraph-checkpoint-validation";
import Database from "libsql";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } from "vitest";
import { RunSaver } from "./run-saver.js";

const initializer = {
  checkpointerName: "RunSaver",
  createCheckpointer: () => new RunSaver(new Database(":memory:")),
};

// The conformance suite finds its test functions on the global object.
Object.assign(globalThis, { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test });
validate(initializer);
deltaChannelHistoryTests(initializer);

describe("RunSaver", () => {
  it("does not find a run after its time, and sweeps it on the next write", async () => {
    let now = 1_000;
    const database = new Database(":memory:");
    const saver = new RunSaver(database, { ttlMs: 500, now: () => now });
    const metadata = { source: "loop", step: 1, parents: {} } as const;
    const at = { configurable: { thread_id: "run_1" } };
    const saved = await saver.put(at, emptyCheckpoint(), metadata, {});
    await saver.putWrites(saved, [["channel", "value"]], "task");
    expect(await saver.getTuple(at)).toBeDefined();

    now = 2_000;
    expect(await saver.getTuple(at)).toBeUndefined();
    await saver.put({ configurable: { thread_id: "run_2" } }, emptyCheckpoint(), metadata, {});
    expect(database.prepare("SELECT thread_id FROM run_checkpoint").all()).toEqual([{ thread_id: "run_2" }]);
    expect(database.prepare("SELECT thread_id FROM run_write").all()).toEqual([]);
  });

  it("forgets a deleted run and leaves others", async () => {
    const saver = new RunSaver(new Database(":memory:"));
    const metadata = { source: "loop", step: 1, parents: {} } as const;
    for (const thread_id of ["a", "b"])
      await saver.put({ configurable: { thread_id } }, emptyCheckpoint(), metadata, {});
    await saver.deleteThread("a");
    expect(await saver.getTuple({ configurable: { thread_id: "a" } })).toBeUndefined();
    expect(await saver.getTuple({ configurable: { thread_id: "b" } })).toBeDefined();
  });
});
