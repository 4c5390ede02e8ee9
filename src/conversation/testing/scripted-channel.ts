import type {
  ChannelName,
  ChannelPort,
  Delivery,
  DeliveryOutcome,
  Stage,
} from "../../contracts/conversation.js";

/** What the platform does with the next attempt. */
export type ScriptedFault =
  | { kind: "rate-limit"; retryAfterMs: number }
  | { kind: "refuse" }
  /** The message arrives, its confirmation does not. */
  | { kind: "lost-confirmation" }
  /** Neither the message nor a confirmation arrives. */
  | { kind: "lost-message" }
  | { kind: "throw-after-arrival" }
  | { kind: "permanent" }
  | { kind: "hang" };

export interface ScriptedChannel extends ChannelPort {
  /** What people see: every message that arrived, in order of arrival. */
  readonly arrived: { delivery: Delivery; at: number }[];
  readonly attempts: { id: string; at: number }[];
  readonly stages: Stage[];
  /** Faults for the next attempts, first first. */
  readonly faults: ScriptedFault[];
  finds: number;
}

/** A platform in memory that keeps what arrives and fails as told. */
export function scriptedChannel(name: ChannelName = "slack"): ScriptedChannel {
  const arrived: ScriptedChannel["arrived"] = [];
  const attempts: ScriptedChannel["attempts"] = [];
  const faults: ScriptedFault[] = [];
  const stages: Stage[] = [];
  const channel: ScriptedChannel = {
    name,
    arrived,
    attempts,
    stages,
    faults,
    finds: 0,
    working: async (_message, stage) => void stages.push(stage),
    deliver: async (delivery, signal) => {
      attempts.push({ id: delivery.id, at: Date.now() });
      const fault = faults.shift();
      const arrive = (): void => void arrived.push({ delivery, at: Date.now() });
      if (fault === undefined) {
        arrive();
        return { kind: "delivered", reference: String(arrived.length) };
      }
      return suffer(fault, arrive, signal);
    },
    find: async (delivery) => {
      channel.finds++;
      const index = arrived.findIndex((seen) => seen.delivery.id === delivery.id);
      return index < 0 ? null : String(index + 1);
    },
  };
  return channel;
}

async function suffer(
  fault: ScriptedFault,
  arrive: () => void,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  switch (fault.kind) {
    case "rate-limit":
      return { kind: "retry", retryAfterMs: fault.retryAfterMs, uncertain: false, reason: "rate limited" };
    case "refuse":
      return { kind: "retry", retryAfterMs: null, uncertain: false, reason: "503" };
    case "lost-confirmation":
      arrive();
      return { kind: "retry", retryAfterMs: null, uncertain: true, reason: "timeout" };
    case "lost-message":
      return { kind: "retry", retryAfterMs: null, uncertain: true, reason: "timeout" };
    case "throw-after-arrival":
      arrive();
      throw new Error("socket hang up");
    case "permanent":
      return { kind: "failed", reason: "channel_not_found" };
    case "hang":
      return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  }
}
