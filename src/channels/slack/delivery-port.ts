import type { WebClient } from "@slack/web-api";
import { z } from "zod";
import type { Answer } from "../../contracts/answer.js";
import type { ChannelPort, Delivery, DeliveryOutcome, Stage } from "../../contracts/conversation.js";
import { answerMessage, fallbackText, type SlackMessage } from "./answer-blocks.js";
import { mrkdwn } from "./mrkdwn.js";
import { createStatusLine } from "./status-line.js";
import { outcomeOf, platformError } from "./web-client.js";

/** Where an answer goes on Slack; travels with the message as its opaque `reply`. */
export const replySchema = z.object({ team: z.string(), channel: z.string(), threadTs: z.string() });

export interface SlackPortOptions {
  client: WebClient;
  /** PNG of the answer's chart, or null where a chart says nothing. A failure costs the chart, never the answer. */
  chart: (answer: Answer, signal: AbortSignal) => Promise<Uint8Array | null>;
  onWarning: (what: string, error: unknown) => void;
}

const EVENT_TYPE = "assay_delivery";

const STAGE_WORDS: Record<Stage, string> = {
  reading: "is reading the question…",
  checking: "is checking the query…",
  querying: "is asking the warehouse…",
  answering: "is writing the answer…",
};

/** Posts answers in their Slack threads. Every message carries its delivery's id as metadata, by which `find` recognises it. */
export function createSlackPort({ client, chart, onWarning }: SlackPortOptions): ChannelPort {
  const status = createStatusLine(({ channel, threadTs }, words) =>
    client.assistant.threads.setStatus({ channel_id: channel, thread_ts: threadTs, status: words }),
  );

  const post = async (delivery: Delivery, message: SlackMessage): Promise<DeliveryOutcome> => {
    const reply = replySchema.parse(delivery.reply);
    const envelope = {
      channel: reply.channel,
      thread_ts: reply.threadTs,
      text: message.text,
      unfurl_links: false,
      unfurl_media: false,
      mrkdwn: false,
      metadata: {
        event_type: EVENT_TYPE,
        event_payload: { delivery: delivery.id, answer: delivery.answer?.id ?? "" },
      },
    };
    try {
      const sent = await client.chat.postMessage({ ...envelope, blocks: message.blocks });
      return { kind: "delivered", reference: sent.ts ?? "" };
    } catch (error) {
      const platform = platformError(error);
      if (platform === "not_in_channel") {
        await client.conversations.join({ channel: reply.channel });
        return { kind: "retry", retryAfterMs: 0, uncertain: false, reason: "joined the channel" };
      }
      if (
        platform !== "invalid_blocks" &&
        platform !== "invalid_blocks_format" &&
        platform !== "msg_too_long"
      )
        throw error;
      onWarning("blocks refused, posting text", error);
      const sent = await client.chat.postMessage(envelope);
      return { kind: "delivered", reference: sent.ts ?? "" };
    }
  };

  return {
    name: "slack",

    async working(message, stage) {
      status.show(replySchema.parse(message.reply), STAGE_WORDS[stage]);
    },

    async deliver(delivery, signal) {
      try {
        const file = delivery.answer === null ? null : await uploadChart(delivery.answer, signal);
        const message =
          delivery.answer === null
            ? { text: mrkdwn(delivery.text), blocks: [] }
            : answerMessage(delivery.answer, file);
        await status.end(replySchema.parse(delivery.reply));
        return await post(delivery, message.blocks.length > 0 ? message : { text: message.text, blocks: [] });
      } catch (error) {
        return outcomeOf(error);
      }
    },

    async find(delivery) {
      const reply = replySchema.parse(delivery.reply);
      let cursor: string | undefined;
      do {
        const page = await client.conversations.replies({
          channel: reply.channel,
          ts: reply.threadTs,
          include_all_metadata: true,
          limit: 200,
          ...(cursor ? { cursor } : {}),
        });
        const found = (page.messages ?? []).find((message) => deliveryOf(message) === delivery.id);
        if (found?.ts) return found.ts;
        cursor = page.response_metadata?.next_cursor || undefined;
      } while (cursor !== undefined);
      return null;
    },
  };

  async function uploadChart(answer: Answer, signal: AbortSignal): Promise<string | null> {
    if (answer.status !== "answered") return null;
    try {
      const png = await chart(answer, signal);
      if (png === null) return null;
      const alt = fallbackText(answer).slice(0, 1000);
      const slot = await client.files.getUploadURLExternal({
        filename: "chart.png",
        length: png.byteLength,
        alt_text: alt,
      });
      if (!slot.upload_url || !slot.file_id) return null;
      const body = new Blob([new Uint8Array(png)], { type: "image/png" });
      const upload = await fetch(slot.upload_url, { method: "POST", body, signal });
      if (!upload.ok) throw new Error(`upload answered ${upload.status}`);
      await client.files.completeUploadExternal({
        files: [{ id: slot.file_id, title: answer.headline.slice(0, 200) }],
      });
      return slot.file_id;
    } catch (error) {
      onWarning("chart left out", error);
      return null;
    }
  }
}

const metadataSchema = z.object({
  metadata: z.object({
    event_type: z.literal(EVENT_TYPE),
    event_payload: z.object({ delivery: z.string() }),
  }),
});

function deliveryOf(message: unknown): string | null {
  const parsed = metadataSchema.safeParse(message);
  return parsed.success ? parsed.data.metadata.event_payload.delivery : null;
}
