import type { ChannelPort, Stage } from "../contracts/conversation.js";
import type { Claim, ConversationStore } from "../contracts/conversation-store.js";
import type { Clock } from "../contracts/ports.js";
import type { ConversationSettings } from "./settings.js";

/** What a waiting person sees of one question's work. */
export interface Signs {
  stage(stage: Stage): void;
  /** The work has ended: nothing is shown after this has resolved. */
  end(): Promise<void>;
}

export interface SignRoom {
  store: Pick<ConversationStore, "addDelivery">;
  settings: Pick<ConversationSettings, "slowNoticeMs">;
  clock: Clock;
}

/** Shows the stages on the question's channel, and says once in the thread that the warehouse is slow. Its faults cost nothing but the sign itself. */
export function signsOf(
  room: SignRoom,
  claim: Claim,
  channel: ChannelPort | undefined,
  signal: AbortSignal,
): Signs {
  const { settings } = room;
  let slow: NodeJS.Timeout | null = null;
  let telling: Promise<unknown> = Promise.resolve();
  const calm = (): void => {
    if (slow !== null) clearTimeout(slow);
    slow = null;
  };
  return {
    stage: (stage) => {
      const bounded = AbortSignal.any([signal, AbortSignal.timeout(SIGN_MS)]);
      channel?.working(claim.item.message, stage, bounded).catch(() => undefined);
      calm();
      if (stage !== "querying" || claim.item.mode !== "deliver") return;
      slow = setTimeout(() => {
        telling = tellSlow(room, claim).catch(() => undefined);
      }, settings.slowNoticeMs);
      slow.unref();
    },
    end: async () => {
      calm();
      await telling;
    },
  };
}

const SIGN_MS = 5000;

function tellSlow({ store, settings, clock }: SignRoom, { item }: Claim): Promise<void> {
  const { channel, thread, reply } = item.message;
  const seconds = Math.round(settings.slowNoticeMs / 1000);
  const text = `The warehouse has not answered for ${seconds} s. It may be starting, which can take some minutes; the answer will come here.`;
  const id = `dlv_${item.answerId}/slow`;
  return store.addDelivery(
    { id, channel, thread, reply, kind: "notice", answer: null, text, attempt: 0 },
    clock.now(),
  );
}
