import type { Delivery, IncomingMessage } from "../../contracts/conversation.js";
import type { Claim, TurnCommit } from "../../contracts/conversation-store.js";
import { EMPTY_THREAD } from "../../contracts/reading.js";
import { exampleAnswer } from "../../observability/testing/example-answer.js";

/** A Slack message of thread t1; its order is its id. */
export function message(id: string, fields: Partial<IncomingMessage> = {}): IncomingMessage {
  return {
    channel: "slack",
    eventId: `e-${id}`,
    messageId: id,
    place: "T1/C1",
    thread: "t1",
    user: { id: "U1", name: null, email: null },
    text: "How many apples?",
    reply: {},
    order: id,
    receivedAt: 0,
    overrides: null,
    about: null,
    ...fields,
  };
}

/** What is to be posted on Slack: an answer where `answerId` names one, else a notice. */
export function delivery(id: string, answerId: string | null = null, thread = "t1"): Delivery {
  const answer = answerId === null ? null : exampleAnswer({ id: answerId });
  return {
    id,
    channel: "slack",
    thread,
    reply: {},
    kind: answer === null ? "notice" : "answer",
    answer,
    text: "",
    attempt: 0,
  };
}

/** The commit that answers a claimed question, with nothing to deliver. */
export function turnOf({ item, state }: Claim): TurnCommit {
  const turn = (state?.turn ?? 0) + 1;
  return {
    state: {
      version: 1,
      turn,
      workspace: "w",
      context: EMPTY_THREAD,
      lastAnswerId: item.answerId,
      open: null,
    },
    record: {
      answer: exampleAnswer({ id: item.answerId, thread: item.message.thread }),
      receipt: null,
      notice: false,
      channel: item.message.channel,
      place: item.message.place,
      user: item.message.user.id,
      at: item.message.receivedAt,
    },
    deliveries: [],
    now: 0,
  };
}
