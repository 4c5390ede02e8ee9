import { describe, expect, it } from "vitest";
import { createLogger } from "../observability/logger.js";
import { createMetrics } from "../observability/metrics.js";
import { createSqliteConversationStore } from "../stores/conversation-store-sqlite.js";
import { openMemoryDatabase } from "../stores/database.js";
import { createConversation } from "./conversation.js";
import { personSays, until } from "./testing/conversation-room.js";
import { scriptedAnswerer } from "./testing/scripted-answerer.js";
import { scriptedChannel } from "./testing/scripted-channel.js";

/** Words that stand in questions, rows, names, comments and transport data of this run, and must stand in no log line or metric. */
const PLANTED = [
  "PLANTEDWORD",
  "planted@example.com",
  "xoxb-planted-secret",
  "PLANTEDNAME",
  "PLANTEDCOMMENT",
];

describe("logs and metrics of a conversation", () => {
  it("hold no question, row, name, comment, address or token, whatever happens", async () => {
    const lines: string[] = [];
    const logger = createLogger({ level: "debug", destination: { write: (line) => void lines.push(line) } });
    const metrics = createMetrics();
    const channel = scriptedChannel();
    channel.faults.push({ kind: "throw-after-arrival" }, { kind: "refuse" }, { kind: "permanent" });
    const conversation = createConversation({
      store: createSqliteConversationStore(openMemoryDatabase()),
      workspaces: [{ name: "orchard", description: null, answerer: scriptedAnswerer(), suggestions: [] }],
      placeMap: {},
      channels: [channel],
      clock: { now: Date.now },
      logger,
      metrics,
      settings: { pollMs: 10, settleMs: 0, retryBaseMs: 10 },
    });
    await conversation.start();
    const user = { id: "U1", name: "PLANTEDNAME", email: "planted@example.com" };
    const reply = { token: "xoxb-planted-secret" };
    const texts = ["apples PLANTEDWORD", "crash", "outage", "PLANTEDWORD", "help", "use orchard"];
    for (const text of texts) await conversation.accept(personSays(text, { user, reply }));
    await until(async () => {
      const { waiting, working, outbox } = await conversation.measure();
      return waiting + working + outbox === 0;
    });
    const answerId = channel.arrived[0]?.delivery.answer?.id ?? "";
    const comment = "PLANTEDCOMMENT planted@example.com";
    await conversation.feedback({
      answerId,
      user: "planted@example.com",
      channel: "slack",
      vote: "down",
      kind: "other",
      comment,
    });
    await conversation.stop(100);

    const output = lines.join("") + (await metrics.registry.metrics());
    for (const planted of PLANTED) expect(output).not.toContain(planted);
    for (const event of ["accepted", "answered", "delivered", "tried again", "given up", "vote"])
      expect(output).toContain(event);
  });
});
