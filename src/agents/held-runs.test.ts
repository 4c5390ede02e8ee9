import { emptyCheckpoint, MemorySaver } from "@langchain/langgraph-checkpoint";
import { describe, expect, it } from "vitest";
import { createHeldRuns } from "./held-runs.js";

const metadata = { source: "loop", step: 1, parents: {} } as const;
const at = (runId: string) => ({ configurable: { thread_id: runId, checkpoint_ns: "" } });

async function waiting(runs: ReturnType<typeof createHeldRuns>, runId: string): Promise<void> {
  const checkpoint = {
    ...emptyCheckpoint(),
    channel_values: { run: { text: runId } },
    channel_versions: { run: 1 },
  };
  const saved = await runs.active.put(at(runId), checkpoint, metadata, { run: 1 });
  await runs.active.putWrites(saved, [["__interrupt__", "which?"]], "task");
}

describe("held runs", () => {
  it("move to the durable saver while they wait, whole, and back when taken up", async () => {
    const durable = new MemorySaver();
    const runs = createHeldRuns(durable, () => {});
    await waiting(runs, "a");
    await runs.keep("a");
    expect(await runs.active.getTuple(at("a"))).toBeUndefined();

    const elsewhere = createHeldRuns(durable, () => {});
    const taken = await elsewhere.take("a");
    expect(taken?.checkpoint.channel_values.run).toEqual({ text: "a" });
    expect(taken?.pendingWrites).toEqual([["task", "__interrupt__", "which?"]]);
    await elsewhere.end("a");
    expect(await durable.getTuple(at("a"))).toBeUndefined();
    expect(await elsewhere.take("a")).toBeNull();
  });

  it("cost nothing but themselves where the store fails", async () => {
    const broken = new MemorySaver();
    broken.put = () => Promise.reject(new Error("read-only"));
    broken.getTuple = () => Promise.reject(new Error("read-only"));
    const faults: unknown[] = [];
    const runs = createHeldRuns(broken, (fault) => faults.push(fault));
    await waiting(runs, "a");
    await runs.keep("a");
    expect(await runs.take("a")).toBeNull();
    expect(faults).toHaveLength(2);
  });

  it("stay in memory without a durable saver, the newest of them", async () => {
    const runs = createHeldRuns(null, () => {});
    for (let n = 0; n <= 200; n += 1) {
      await waiting(runs, `r${n}`);
      await runs.keep(`r${n}`);
    }
    expect(await runs.take("r0")).toBeNull();
    expect(await runs.take("r200")).not.toBeNull();
  });
});
