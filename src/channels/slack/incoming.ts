import { z } from "zod";
import type { IncomingMessage } from "../../contracts/conversation.js";
import { fromMrkdwn } from "./mrkdwn.js";

const eventSchema = z.object({
  type: z.string(),
  subtype: z.string().optional(),
  channel: z.string(),
  channel_type: z.string().optional(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  text: z.string().optional(),
  ts: z.string(),
  thread_ts: z.string().optional(),
});

/** A person's words on Slack, before their e-mail is known. */
export interface SlackWords {
  team: string;
  channel: string;
  user: string;
  text: string;
  ts: string;
  threadTs: string;
  eventId: string;
  /** True where the bot was named or written to directly: it must answer. Otherwise only in threads of its own. */
  addressed: boolean;
}

/**
 * Reads an app_mention or message event. Null for what needs no answer: the bot's own and other bots' messages, edits,
 * joins, and messages that begin by naming somebody else.
 */
export function slackWords(
  event: unknown,
  meta: { team: string; eventId: string; botUserId: string | null },
): SlackWords | null {
  const parsed = eventSchema.safeParse(event);
  if (!parsed.success) return null;
  const { type, subtype, channel, channel_type, user, bot_id, text = "", ts, thread_ts } = parsed.data;
  if (bot_id !== undefined || user === undefined || user === meta.botUserId) return null;
  if (subtype !== undefined && subtype !== "thread_broadcast" && subtype !== "file_share") return null;
  const direct = channel_type === "im";
  const named = type === "app_mention" || (meta.botUserId !== null && text.includes(`<@${meta.botUserId}`));
  if (!direct && !named && /^\s*<@[A-Z0-9]+/.test(text)) return null;
  if (!direct && !named && thread_ts === undefined) return null;
  const words = fromMrkdwn(text, meta.botUserId);
  if (words === "" && !named) return null;
  return {
    team: meta.team,
    channel,
    user,
    text: words,
    ts,
    threadTs: thread_ts ?? ts,
    eventId: meta.eventId,
    addressed: direct || named,
  };
}

export function slackPlace(team: string, channel: string): string {
  return `slack:${team}/${channel}`;
}

export function slackThread(team: string, channel: string, threadTs: string): string {
  return `slack:${team}/${channel}/${threadTs}`;
}

/** The message as the conversation takes it. `about`: the answer whose button was pressed, or null. */
export function slackMessage(
  words: SlackWords,
  user: IncomingMessage["user"],
  about: string | null,
): IncomingMessage {
  return {
    channel: "slack",
    eventId: words.eventId,
    messageId: words.ts,
    place: slackPlace(words.team, words.channel),
    thread: slackThread(words.team, words.channel, words.threadTs),
    user,
    text: words.text,
    reply: { team: words.team, channel: words.channel, threadTs: words.threadTs },
    order: words.ts,
    receivedAt: Date.now(),
    overrides: null,
    about,
  };
}
