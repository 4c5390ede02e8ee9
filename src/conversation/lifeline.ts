import type { ConversationStore } from "../contracts/conversation-store.js";
import type { Clock } from "../contracts/ports.js";
import type { Logger } from "../observability/logger.js";
import { deadOwners, endOwner, newOwner } from "./process-owner.js";
import type { ConversationSettings } from "./settings.js";

/** Keeps this process known as alive, takes over from dead ones, and ticks. */
export interface Lifeline {
  readonly owner: string;
  /** Makes sure that this process counts as alive. */
  beat(): Promise<void>;
  start(): Promise<void>;
  /** Gives up all that this process still holds. */
  end(): Promise<void>;
}

export interface LifelineRoom {
  store: Pick<ConversationStore, "heartbeat" | "owners" | "retire" | "purge">;
  settings: ConversationSettings;
  clock: Clock;
  logger: Logger;
  onTick: () => void;
}

/** Timers never keep the process alive by themselves. */
export function createLifeline(room: LifelineRoom): Lifeline {
  const { store, settings, clock, logger } = room;
  const owner = newOwner();
  const timers: NodeJS.Timeout[] = [];
  let beating: Promise<void> | null = null;

  const beatNow = (): Promise<void> => store.heartbeat(owner, clock.now(), settings.leaseMs);
  const every = (ms: number, work: () => Promise<unknown>, complaint: string): void => {
    const timer = setInterval(() => {
      work().catch((error: unknown) => logger.error({ err: error }, complaint));
    }, ms);
    timer.unref();
    timers.push(timer);
  };
  const beat = (): Promise<void> => {
    beating ??= beatNow().then(
      () => every(settings.leaseMs / 3, beatNow, "This process could not say that it lives."),
      (error: unknown) => {
        beating = null;
        throw error;
      },
    );
    return beating;
  };
  const takeOver = async (): Promise<void> => {
    for (const dead of deadOwners(await store.owners(), owner)) {
      const freed = await store.retire(dead, clock.now() + settings.reconcileMs);
      if (freed.questions + freed.deliveries > 0)
        logger.warn(
          { count: freed.questions, waiting: freed.deliveries },
          "Work of a dead process was taken over.",
        );
    }
  };
  const purge = (): Promise<unknown> => {
    const now = clock.now();
    const answers = settings.keepAnswersMs === null ? null : now - settings.keepAnswersMs;
    return store.purge({ answers, events: now - settings.keepEventsMs });
  };

  return {
    owner,
    beat,
    start: async () => {
      await beat();
      await takeOver();
      await purge();
      every(settings.pollMs, async () => room.onTick(), "A tick failed.");
      every(settings.leaseMs, takeOver, "Work of dead processes could not be taken over.");
      every(PURGE_MS, purge, "Old answers could not be deleted.");
    },
    end: async () => {
      for (const timer of timers.splice(0)) clearInterval(timer);
      endOwner(owner);
      if (beating === null) return;
      await store.retire(owner, clock.now()).catch((error: unknown) => {
        logger.error(
          { err: error },
          "This process could not hand its work over; others wait for its lease to end.",
        );
      });
    },
  };
}

const PURGE_MS = 60 * 60_000;
