import { randomUUID } from "node:crypto";
import type { ChannelPort, IncomingMessage } from "../../contracts/conversation.js";
import type { ConversationStore } from "../../contracts/conversation-store.js";
import { SILENT_LOGGER } from "../../observability/logger.js";
import { createMetrics, type Metrics } from "../../observability/metrics.js";
import { createSqliteConversationStore } from "../../stores/conversation-store-sqlite.js";
import { openMemoryDatabase } from "../../stores/database.js";
import { createConversation, type RunningConversation } from "../conversation.js";
import type { ConversationSettings } from "../settings.js";
import type { ServedWorkspace } from "../workspace-choice.js";
import { type ScriptedAnswerer, scriptedAnswerer } from "./scripted-answerer.js";

export interface ConversationRoom {
  conversation: RunningConversation;
  answerer: ScriptedAnswerer;
  store: ConversationStore;
  metrics: Metrics;
}

/** A conversation over a database in memory, a scripted answerer for the workspaces `orchard` and `bakery`, quick retries. */
export function openConversationRoom(options: {
  channels?: ChannelPort[];
  settings?: Partial<ConversationSettings>;
  placeMap?: Record<string, string>;
  store?: ConversationStore;
  answerer?: ScriptedAnswerer;
  /** Milliseconds that this room's clock is ahead. */
  skew?: () => number;
}): ConversationRoom {
  const store = options.store ?? createSqliteConversationStore(openMemoryDatabase());
  const answerer = options.answerer ?? scriptedAnswerer();
  const metrics = createMetrics();
  const conversation = createConversation({
    store,
    workspaces: [served("orchard", answerer), served("bakery", scriptedAnswerer("bakery"))],
    placeMap: options.placeMap ?? {},
    channels: options.channels ?? [],
    clock: { now: () => Date.now() + (options.skew?.() ?? 0) },
    logger: SILENT_LOGGER,
    metrics,
    settings: { settleMs: 0, pollMs: 10, retryBaseMs: 10, retryCapMs: 50, ...options.settings },
  });
  return { conversation, answerer, store, metrics };
}

let count = 0;

/** A message of a person, unlike every other one unless told. */
export function personSays(text: string, fields: Partial<IncomingMessage> = {}): IncomingMessage {
  const id = fields.messageId ?? randomUUID();
  count++;
  return {
    channel: "slack",
    eventId: `event-${id}`,
    messageId: id,
    place: "T1/C1",
    thread: "slack:T1/C1/1",
    user: { id: "U1", name: "ana", email: null },
    text,
    reply: {},
    order: String(count).padStart(12, "0"),
    receivedAt: Date.now(),
    overrides: null,
    about: null,
    ...fields,
  };
}

/** Resolves as soon as the condition holds; rejects after `ms`. */
export async function until(holds: () => boolean | Promise<boolean>, ms = 5000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`It did not come to hold within ${ms} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function served(name: string, answerer: ScriptedAnswerer): ServedWorkspace {
  return { name, description: `All about the ${name}`, answerer, suggestions: [`apples of the ${name}`] };
}
