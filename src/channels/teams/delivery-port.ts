import { z } from "zod";
import type { Answer } from "../../contracts/answer.js";
import type { ChannelPort, Delivery, DeliveryOutcome } from "../../contracts/conversation.js";
import type { KeyValue } from "../../contracts/ports.js";
import { answerCard, FRESH } from "./answer-card.js";
import { cardText } from "./card-text.js";
import type { Connector } from "./connector.js";
import { teamsReplySchema } from "./incoming.js";

export interface TeamsPortOptions {
  connector: Connector;
  /** Remembers placeholders over restarts, so that an answer sent again replaces itself. */
  placeholders: KeyValue;
  chart: (answer: Answer, signal: AbortSignal) => Promise<Uint8Array | null>;
  onWarning: (what: string, error: unknown) => void;
}

type TeamsReply = z.infer<typeof teamsReplySchema>;

const KEEP_MS = 24 * 60 * 60_000;
const WORKING = "Working on it…";

/**
 * Posts "Working on it…" once for a question and replaces it with the answer. Replacing is repeatable, so an answer
 * that may have arrived is simply sent again: it never stands twice.
 */
export function createTeamsPort({
  connector,
  placeholders,
  chart,
  onWarning,
}: TeamsPortOptions): ChannelPort {
  const posting = new Map<string, Promise<string | DeliveryOutcome>>();

  /** A quick answer may come while the placeholder is still on its way: it waits for that one. */
  const placeholder = (reply: TeamsReply, signal: AbortSignal): Promise<string | DeliveryOutcome> => {
    const key = `teams/placeholder/${reply.conversation}/${reply.key}`;
    const begun = posting.get(key) ?? postPlaceholder(key, reply, signal);
    posting.set(key, begun);
    return begun.finally(() => posting.delete(key));
  };

  const postPlaceholder = async (
    key: string,
    reply: TeamsReply,
    signal: AbortSignal,
  ): Promise<string | DeliveryOutcome> => {
    const known = await placeholders.get<string>(key);
    if (known !== null) return known;
    const sent = await connector.post(
      reply.serviceUrl,
      reply.conversation,
      { type: "message", text: WORKING },
      signal,
    );
    if (sent.kind === "outcome") return sent.outcome;
    const { id } = z.object({ id: z.string() }).parse(sent.body);
    await placeholders.set(key, id, KEEP_MS);
    return id;
  };

  return {
    name: "teams",

    async working(message, stage, signal) {
      if (stage === "reading") await placeholder(teamsReplySchema.parse(message.reply), signal);
    },

    async deliver(delivery, signal) {
      const reply = teamsReplySchema.parse(delivery.reply);
      const id = await placeholder(reply, signal);
      if (typeof id !== "string") return id;
      const sent = await connector.put(
        reply.serviceUrl,
        reply.conversation,
        id,
        await activityOf(delivery, id, signal),
        signal,
      );
      return sent.kind === "ok" ? { kind: "delivered", reference: id } : sent.outcome;
    },

    async find() {
      return null;
    },
  };

  async function activityOf(delivery: Delivery, id: string, signal: AbortSignal): Promise<object> {
    if (delivery.answer === null) return { type: "message", id, text: cardText(delivery.text) };
    const content = answerCard(delivery.answer, await picture(delivery.answer, signal), FRESH);
    return {
      type: "message",
      id,
      summary: content.fallbackText,
      attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", content }],
    };
  }

  async function picture(answer: Answer, signal: AbortSignal): Promise<string | null> {
    if (answer.status !== "answered") return null;
    try {
      const png = await chart(answer, signal);
      return png === null ? null : `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
    } catch (error) {
      onWarning("chart left out", error);
      return null;
    }
  }
}
