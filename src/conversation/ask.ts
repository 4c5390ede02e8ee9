import type { Answer } from "../contracts/answer.js";
import type { IncomingMessage, Stage } from "../contracts/conversation.js";
import { AppError } from "../contracts/errors.js";
import { pause } from "./abortable.js";
import { type QuestionRoom, workQuestion } from "./question-worker.js";

export interface AskRoom extends QuestionRoom {
  owner: string;
  newAnswerId: () => string;
}

/**
 * Asks and waits: in the thread's turn, behind what was said before. The same message asked again gives the same answer. Throws
 * AppError (queue_full, state_unavailable), or the signal's reason when the caller goes away.
 */
export async function askAndWait(
  room: AskRoom,
  message: IncomingMessage,
  onStage: (stage: Stage) => void,
  signal: AbortSignal,
): Promise<Answer> {
  const arrival = await arrive(room, message, signal);
  if (arrival.kind === "answered") return arrival.answer;
  try {
    return await answerInTurn(room, arrival, onStage, signal);
  } catch (error) {
    await room.store.cancel(arrival.seq).catch(() => undefined);
    throw error;
  }
}

type Mine = { kind: "mine"; seq: number; answerId: string };
type Arrival = Mine | { kind: "answered"; answer: Answer };

/** Into the inbox; or, for a message that somebody already asks, to its answer. */
async function arrive(room: AskRoom, message: IncomingMessage, signal: AbortSignal): Promise<Arrival> {
  for (;;) {
    signal.throwIfAborted();
    const enqueued = await room.store.enqueue(message, {
      mode: "ask",
      answerId: room.newAnswerId(),
      owner: room.owner,
      limit: room.settings.queueLimit,
      now: room.clock.now(),
    });
    room.metrics.messages.inc({ channel: message.channel, outcome: enqueued.kind });
    if (enqueued.kind === "accepted") {
      const { seq, answerId } = enqueued;
      return { kind: "mine", seq, answerId };
    }
    if (enqueued.kind === "full") throw queueFull(enqueued.waiting);
    const record = enqueued.done ? await room.store.answer(enqueued.answerId) : null;
    if (record !== null) return { kind: "answered", answer: record.answer };
    if (enqueued.done) throw forgotten();
    await pause(WAIT_MS, signal);
  }
}

async function answerInTurn(
  room: AskRoom,
  { seq, answerId }: Mine,
  onStage: (stage: Stage) => void,
  signal: AbortSignal,
): Promise<Answer> {
  const until = room.clock.now() + room.settings.answerMs;
  for (let waits = 0; ; waits++) {
    signal.throwIfAborted();
    const now = room.clock.now();
    const claim = await room.store.claimQuestion({ owner: room.owner, now, settleMs: 0, seq });
    if (claim !== null) {
      const turn = await workQuestion(room, claim, { stage: onStage, end: async () => undefined }, signal);
      if (turn !== null) return turn.record.answer;
      continue;
    }
    if (waits % LOOK_EVERY === LOOK_EVERY - 1) {
      const record = await room.store.answer(answerId);
      if (record !== null) return record.answer;
    }
    if (now > until) throw tooLongInQueue();
    await pause(Math.min(WAIT_MS, 2 ** waits), signal);
  }
}

/** A commit may have been kept although its confirmation was lost: so the answer is looked for now and then. */
const LOOK_EVERY = 10;
const WAIT_MS = 100;

/** The inbox takes no more. Platforms send an event again later, people are told. */
export function queueFull(waiting: number): AppError {
  return new AppError(
    "queue_full",
    "user",
    `${waiting} questions are waiting already.`,
    "Ask again in a minute.",
  );
}

function tooLongInQueue(): AppError {
  return new AppError(
    "queue_wait",
    "user",
    "The questions before this one in its thread took too long.",
    "Ask again, or start a new thread.",
  );
}

function forgotten(): AppError {
  return new AppError(
    "answer_gone",
    "user",
    "This message was answered before, and the answer is no longer kept.",
    "Ask it again as a new message.",
  );
}
