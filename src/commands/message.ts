import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "../contracts/conversation.js";

/** A question typed at a command line. Without a user it is the user `local`, who is in no role. */
export function terminalMessage(question: {
  text: string;
  thread: string;
  user: string | undefined;
  asOf: string | undefined;
  request: string | null;
}): IncomingMessage {
  const id = randomUUID();
  return {
    channel: "terminal",
    eventId: id,
    messageId: id,
    place: "terminal",
    thread: question.thread,
    user: { id: question.user ?? "local", name: null, email: null },
    text: question.text,
    reply: {},
    order: String(Date.now()).padStart(16, "0"),
    receivedAt: Date.now(),
    about: null,
    overrides: { workspace: null, asOf: question.asOf ?? null, request: question.request },
  };
}
