import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "../../contracts/conversation.js";

/** Prefix of thread ids that the web console may read and continue; other channels' threads are not its business. */
export const WEB_THREAD = "web/";

/** A question from the console or the HTTP API. */
export function webMessage(question: {
  text: string;
  thread: string | null;
  workspace: string | null;
  about: string | null;
  user: string;
}): IncomingMessage {
  const id = randomUUID();
  return {
    channel: "web",
    eventId: id,
    messageId: id,
    place: "web",
    thread: `${WEB_THREAD}${question.thread ?? randomUUID()}`,
    user: { id: question.user, name: null, email: null },
    text: question.text,
    reply: {},
    order: String(Date.now()).padStart(16, "0"),
    receivedAt: Date.now(),
    overrides: { workspace: question.workspace, asOf: null, request: null },
    about: question.about,
  };
}

/** The thread id as the API shows it. */
export function webThread(thread: string): string {
  return thread.startsWith(WEB_THREAD) ? thread.slice(WEB_THREAD.length) : thread;
}
