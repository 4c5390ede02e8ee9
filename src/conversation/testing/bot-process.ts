import { createInterface } from "node:readline";
import type { ChannelPort, IncomingMessage } from "../../contracts/conversation.js";
import { createLogger } from "../../observability/logger.js";
import { createMetrics } from "../../observability/metrics.js";
import { openConversationStore } from "../../stores/open-conversation-store.js";
import { createConversation } from "../conversation.js";
import { scriptedAnswerer } from "./scripted-answerer.js";

/**
 * A bot in a process of its own, to be killed. Arguments: its state folder, a Redis URL or nothing, and the platform's URL.
 * A message a line comes in; `ack ID` goes out once it is durable.
 */
const [stateDir = "", redisUrl = "", platform = ""] = process.argv.slice(2);

const channel: ChannelPort = {
  name: "slack",
  working: async () => undefined,
  deliver: async (delivery, signal) => {
    const body = JSON.stringify({
      id: delivery.id,
      thread: delivery.thread,
      question: delivery.answer?.question ?? delivery.text,
    });
    const response = await fetch(`${platform}/post`, { method: "POST", body, signal });
    if (response.status === 429) {
      const seconds = Number(response.headers.get("retry-after"));
      return { kind: "retry", retryAfterMs: seconds * 1000, uncertain: false, reason: "429" };
    }
    const { reference } = (await response.json()) as { reference: string };
    return { kind: "delivered", reference };
  },
  find: async (delivery, signal) => {
    const response = await fetch(`${platform}/find?id=${encodeURIComponent(delivery.id)}`, { signal });
    return ((await response.json()) as { reference: string | null }).reference;
  },
};

const logger = createLogger({ level: "error" });
const store = await openConversationStore({
  stateDir,
  redisUrl: redisUrl === "" ? null : redisUrl,
  logger,
});
const conversation = createConversation({
  store: store.conversations,
  workspaces: [{ name: "orchard", description: null, answerer: scriptedAnswerer(), suggestions: [] }],
  placeMap: {},
  channels: [channel],
  clock: { now: Date.now },
  logger,
  metrics: createMetrics(),
  settings: {
    pollMs: 20,
    retryBaseMs: 10,
    retryCapMs: 100,
    leaseMs: 5000,
    settleMs: 0,
    reconcileMs: 100,
    queueNoticeAt: 1000,
  },
});
await conversation.start();
process.stdout.write("ready\n");
for await (const line of createInterface({ input: process.stdin })) {
  const message: IncomingMessage = JSON.parse(line);
  void conversation.accept(message).then(
    () => process.stdout.write(`ack ${message.messageId}\n`),
    (error: unknown) => process.stdout.write(`error ${message.messageId} ${String(error)}\n`),
  );
}
