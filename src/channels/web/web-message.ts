import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "../../contracts/conversation.js";
import type { WebPerson } from "./web-identity.js";

/** The place of every web thread; it chooses the workspace where the request names none. */
export const WEB_PLACE = "web";

/** What a client asks. */
export interface WebQuestion {
  question: string;
  thread: string | null;
  workspace: string | null;
  /** What "today" is, "YYYY-MM-DD"; null = the workspace decides. */
  asOf: string | null;
  /** The client's own id for the question. */
  request: string | null;
  /** Id of the answer whose button was pressed. */
  about: string | null;
}

/** A question from the console or the HTTP API. Without a thread it opens one. */
export function webMessage(asked: WebQuestion, { user, prefix }: WebPerson): IncomingMessage {
  const id = randomUUID();
  const now = Date.now();
  return {
    channel: "web",
    eventId: id,
    messageId: id,
    place: WEB_PLACE,
    thread: `${prefix}${asked.thread ?? randomUUID()}`,
    user: { id: user, name: null, email: user.includes("@") ? user : null },
    text: asked.question,
    reply: {},
    order: String(now).padStart(16, "0"),
    receivedAt: now,
    overrides: { workspace: asked.workspace, asOf: asked.asOf, request: asked.request },
    about: asked.about,
  };
}
