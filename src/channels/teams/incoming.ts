import { z } from "zod";
import type { IncomingMessage } from "../../contracts/conversation.js";

/** The parts of a Bot Framework activity that Assay reads. */
export const activitySchema = z.object({
  type: z.string(),
  id: z.string().optional(),
  name: z.string().optional(),
  text: z.string().optional(),
  timestamp: z.union([z.string(), z.date()]).optional(),
  serviceUrl: z.string(),
  from: z.object({ id: z.string(), name: z.string().optional(), aadObjectId: z.string().optional() }),
  recipient: z.object({ id: z.string() }).optional(),
  conversation: z.object({
    id: z.string(),
    tenantId: z.string().optional(),
    conversationType: z.string().optional(),
  }),
  channelData: z
    .object({
      tenant: z.object({ id: z.string() }).optional(),
      team: z.object({ id: z.string() }).optional(),
      channel: z.object({ id: z.string() }).optional(),
    })
    .optional(),
  entities: z
    .array(
      z.object({
        type: z.string(),
        text: z.string().optional(),
        mentioned: z.object({ id: z.string() }).optional(),
      }),
    )
    .optional(),
  value: z.unknown().optional(),
});
export type TeamsActivity = z.infer<typeof activitySchema>;

/** What an answer needs to reach its place on Teams; travels as the opaque `reply`. */
export const teamsReplySchema = z.object({
  serviceUrl: z.string(),
  conversation: z.string(),
  /** Names the placeholder message that the answer replaces. */
  key: z.string(),
});

/** The words of a message without the mention of the bot itself. */
export function teamsText(activity: TeamsActivity): string {
  const bot = activity.recipient?.id;
  let text = activity.text ?? "";
  for (const entity of activity.entities ?? []) {
    if (entity.type === "mention" && entity.text && entity.mentioned?.id === bot)
      text = text.replace(entity.text, " ");
  }
  return text
    .replace(/<\/?at>/g, " ")
    .replace(/&nbsp;|&#160;/g, " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replace(/[ \t]+/g, " ")
    .trim();
}

export function tenantOf(activity: TeamsActivity): string {
  return activity.conversation.tenantId ?? activity.channelData?.tenant?.id ?? "";
}

/** Channel or chat; the same for every reply chain in it. */
export function teamsPlace(activity: TeamsActivity): string {
  const chat = activity.channelData?.channel?.id ?? activity.conversation.id.replace(/;messageid=.*$/, "");
  return `teams:${tenantOf(activity)}/${chat}`;
}

/** The reply chain in a channel (its id is part of the conversation's), or the whole chat. */
export function teamsThread(activity: TeamsActivity): string {
  return `teams:${tenantOf(activity)}/${activity.conversation.id}`;
}

/** The message as the conversation takes it. `about`: the answer whose button was pressed; `messageId` names the press. */
export function teamsMessage(
  activity: TeamsActivity,
  user: IncomingMessage["user"],
  words: { text: string; messageId: string; about: string | null },
): IncomingMessage {
  return {
    channel: "teams",
    eventId: words.messageId,
    messageId: words.messageId,
    place: teamsPlace(activity),
    thread: teamsThread(activity),
    user,
    text: words.text,
    reply: { serviceUrl: activity.serviceUrl, conversation: activity.conversation.id, key: words.messageId },
    order: orderOf(activity),
    receivedAt: Date.now(),
    overrides: null,
    about: words.about,
  };
}

function orderOf(activity: TeamsActivity): string {
  const at = activity.timestamp === undefined ? Number.NaN : new Date(activity.timestamp).valueOf();
  return String(Number.isFinite(at) ? at : Date.now()).padStart(16, "0");
}
