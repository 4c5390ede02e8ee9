import type { BaseCheckpointSaver, CheckpointTuple } from "@langchain/langgraph-checkpoint";
import { MemorySaver } from "@langchain/langgraph-checkpoint";

/** Open runs that are held without a durable saver; the oldest gives way. */
const MOST_HELD = 200;

/** Runs of the graph: in memory while they go, in the durable saver only while they wait for a reply. */
export interface HeldRuns {
  /** The saver that the graph is compiled with. */
  active: BaseCheckpointSaver;
  /** Keeps a run that waits. A store that fails costs the run, not the answer: the reply is asked afresh. */
  keep(runId: string): Promise<void>;
  /** Takes a kept run up again; null where it is gone. */
  take(runId: string): Promise<CheckpointTuple | null>;
  /** Ends a run, wherever it is. */
  end(runId: string): Promise<void>;
}

export function createHeldRuns(
  durable: BaseCheckpointSaver | null,
  onFault: (fault: unknown) => void,
): HeldRuns {
  const active = new MemorySaver();
  const kept = new Set<string>();
  const guarded = async <T>(work: Promise<T>): Promise<T | null> => {
    try {
      return await work;
    } catch (fault) {
      onFault(fault);
      return null;
    }
  };
  const end = async (runId: string): Promise<void> => {
    await active.deleteThread(runId);
    if (kept.delete(runId) && durable) await guarded(durable.deleteThread(runId));
  };
  return {
    active,
    end,
    async keep(runId) {
      kept.add(runId);
      if (durable) {
        await guarded(copyRun(runId, active, durable));
        await active.deleteThread(runId);
        kept.delete(runId);
        return;
      }
      const [oldest] = kept;
      if (kept.size > MOST_HELD && oldest !== undefined) await end(oldest);
    },
    async take(runId) {
      if (durable) await guarded(copyRun(runId, durable, active));
      kept.add(runId);
      return (await active.getTuple(at(runId))) ?? null;
    },
  };
}

/** Copies the newest checkpoint of a run with its pending writes, among which is the interrupt. */
async function copyRun(runId: string, from: BaseCheckpointSaver, to: BaseCheckpointSaver): Promise<void> {
  const tuple = await from.getTuple(at(runId));
  if (!tuple) return;
  const { checkpoint, metadata, pendingWrites = [] } = tuple;
  if (!metadata) return;
  const saved = await to.put(at(runId), checkpoint, metadata, checkpoint.channel_versions);
  for (const taskId of new Set(pendingWrites.map(([task]) => task))) {
    const writes = pendingWrites.filter(([task]) => task === taskId);
    await to.putWrites(
      saved,
      writes.map(([, channel, value]) => [channel, value]),
      taskId,
    );
  }
}

function at(runId: string) {
  return { configurable: { thread_id: runId, checkpoint_ns: "" } };
}
