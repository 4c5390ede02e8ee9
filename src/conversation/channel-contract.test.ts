import type { Conversation, IncomingMessage } from "../contracts/conversation.js";
import { type ChannelHarness, channelContract } from "./testing/channel-contract.js";
import { personSays } from "./testing/conversation-room.js";
import { type ScriptedChannel, scriptedChannel } from "./testing/scripted-channel.js";

/** The contract itself, over a platform in memory. */
channelContract("memory", async () => memoryHarness(), { redelivery: true, echo: true, faults: true });

function memoryHarness(): ChannelHarness {
  const channel: ScriptedChannel = scriptedChannel();
  let conversation: Conversation | null = null;
  let threads = 0;
  const accept = async (message: IncomingMessage): Promise<IncomingMessage> => {
    await conversation?.accept(message);
    return message;
  };
  const feedback = (answerId: string, rest: object) =>
    conversation?.feedback({
      answerId,
      user: "U1",
      channel: "slack",
      vote: "down",
      kind: null,
      comment: null,
      ...rest,
    });
  return {
    port: channel,
    start: async (serving) => {
      conversation = serving;
    },
    stop: async () => undefined,
    newThread: () => `slack:T1/C1/${++threads}`,
    say: (thread, text) => accept(personSays(text, { thread })),
    again: async (said) => void (await accept(said as IncomingMessage)),
    echo: async () => undefined,
    press: async (thread, about, label) => void (await accept(personSays(label, { thread, about }))),
    vote: async (_thread, answerId, vote) => void (await feedback(answerId, { vote })),
    correct: async (_thread, answerId, correction) => void (await feedback(answerId, correction)),
    shown: async (thread) =>
      channel.arrived
        .filter(({ delivery }) => delivery.thread === thread)
        .map(({ delivery: { text, answer } }) => `${text} ${JSON.stringify(answer)}`),
    fail: (fault) => {
      if (fault === "rate-limit") channel.faults.push({ kind: "rate-limit", retryAfterMs: 50 });
      else channel.faults.push({ kind: fault });
    },
  };
}
