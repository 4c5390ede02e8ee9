import type { ChannelName, ChannelPort, Delivery, DeliveryOutcome } from "../contracts/conversation.js";
import type { ConversationStore, DeliveryClaim, DeliveryVerdict } from "../contracts/conversation-store.js";
import type { Clock } from "../contracts/ports.js";
import type { Logger } from "../observability/logger.js";
import type { Metrics } from "../observability/metrics.js";
import { orAborted } from "./abortable.js";
import { backoffMs } from "./backoff.js";
import type { ConversationSettings } from "./settings.js";

export interface DeliveryRoom {
  store: Pick<ConversationStore, "settleDelivery" | "addDelivery">;
  channels: ReadonlyMap<ChannelName, ChannelPort>;
  settings: ConversationSettings;
  clock: Clock;
  random: () => number;
  logger: Logger;
  metrics: Metrics;
  /** Takes a write that the store would not take, to try it again later. */
  onUnkept: (write: () => Promise<unknown>) => void;
}

/** Sends one claimed delivery, after looking whether an earlier attempt arrived, and settles it. Never rejects. */
export async function workDelivery(
  room: DeliveryRoom,
  claim: DeliveryClaim,
  signal: AbortSignal,
): Promise<void> {
  const { delivery } = claim;
  const channel = room.channels.get(delivery.channel);
  if (channel === undefined) return;
  const outcome = await attempt(channel, claim, room.settings.deliverMs, signal);
  const now = room.clock.now();
  const verdict = judge(room, claim, outcome, now);
  const keep = async (): Promise<void> => {
    await room.store.settleDelivery(claim, verdict, now);
    if (verdict.kind === "failed" && delivery.kind === "answer")
      await room.store.addDelivery(noticeOfFailure(delivery), now);
  };
  try {
    await keep();
  } catch (error) {
    room.logger.error(
      { deliveryId: delivery.id, err: error },
      "The outcome of a delivery could not be kept yet.",
    );
    room.onUnkept(keep);
  }
  report(room, claim, verdict, now);
}

type AttemptOutcome = DeliveryOutcome & { found?: true };

/** A throw, and a deadline that passed, leave open whether it arrived. */
async function attempt(
  channel: ChannelPort,
  { delivery, reconcile }: DeliveryClaim,
  deliverMs: number,
  signal: AbortSignal,
): Promise<AttemptOutcome> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(deliverMs)]);
  try {
    if (reconcile) {
      const reference = await orAborted(channel.find(delivery, bounded), bounded);
      if (reference !== null) return { kind: "delivered", reference, found: true };
    }
    return await orAborted(channel.deliver(delivery, bounded), bounded);
  } catch (error) {
    const reason = bounded.aborted ? "no reply in time" : error instanceof Error ? error.name : "unknown";
    return { kind: "retry", retryAfterMs: null, uncertain: true, reason };
  }
}

function judge(
  room: DeliveryRoom,
  { delivery, createdAt }: DeliveryClaim,
  outcome: DeliveryOutcome,
  now: number,
): DeliveryVerdict {
  if (outcome.kind !== "retry") return outcome;
  const { retryBaseMs: baseMs, retryCapMs: capMs, giveUpMs } = room.settings;
  const wait = backoffMs(delivery.attempt, outcome.retryAfterMs, { baseMs, capMs, random: room.random });
  if (now + wait - createdAt > giveUpMs)
    return { kind: "failed", reason: `given up after ${delivery.attempt} attempts: ${outcome.reason}` };
  return { kind: "retry", notBefore: now + wait, uncertain: outcome.uncertain, reason: outcome.reason };
}

function noticeOfFailure(delivery: Delivery): Delivery {
  const id = delivery.answer?.id ?? delivery.id;
  return {
    ...delivery,
    id: `${delivery.id}/notice`,
    kind: "notice",
    answer: null,
    text: `An answer to your question is ready but could not be shown here. It is kept as ${id}; ask again to see it.`,
    attempt: 0,
  };
}

function report(
  room: DeliveryRoom,
  { delivery, createdAt, reconcile }: DeliveryClaim,
  verdict: DeliveryVerdict,
  now: number,
): void {
  const { channel } = delivery;
  room.metrics.deliveries.inc({ channel, outcome: verdict.kind });
  if (reconcile) room.metrics.resumed.inc({ what: "delivery" });
  const fields = { deliveryId: delivery.id, channel, attempt: delivery.attempt };
  switch (verdict.kind) {
    case "delivered":
      room.metrics.deliverySeconds.observe({ channel }, (now - createdAt) / 1000);
      room.logger.info({ ...fields, durationMs: now - createdAt }, "An answer was delivered.");
      return;
    case "retry":
      room.logger.warn(
        { ...fields, reason: verdict.reason, retryAfterMs: verdict.notBefore - now },
        "A delivery will be tried again.",
      );
      return;
    case "failed":
      room.logger.error({ ...fields, reason: verdict.reason }, "A delivery was given up.");
  }
}
