import type { Claim, TurnCommit } from "../contracts/conversation-store.js";
import { AppError } from "../contracts/errors.js";
import type { Logger } from "../observability/logger.js";
import type { Metrics } from "../observability/metrics.js";
import { recordAnswer } from "../observability/record-answer.js";
import type { Signs } from "./signs.js";
import { type TurnRoom, takeTurn } from "./turn.js";

export interface QuestionRoom extends TurnRoom {
  logger: Logger;
  metrics: Metrics;
  /** Says that a delivery may be due. */
  onCommitted: () => void;
  /** Takes a write that the store would not take, to try it again later. */
  onUnkept: (write: () => Promise<unknown>) => void;
}

/**
 * Answers a claimed question and commits it; null when the commit was lost to another process, or the work was stopped and given
 * back. `signal` stops the work; `cancelled` ends the question, which is then answered as cancelled. A store that fails gives the
 * question back too.
 */
export async function workQuestion(
  room: QuestionRoom,
  claim: Claim,
  signs: Signs,
  signal: AbortSignal,
  cancelled: AbortSignal = NEVER,
): Promise<TurnCommit | null> {
  const { item } = claim;
  const started = room.clock.now();
  if (item.attempt > 1) room.metrics.resumed.inc({ what: "question" });
  const deadline = deadlineFor(room.settings.answerMs);
  try {
    const bounded = AbortSignal.any([signal, cancelled, deadline.signal]);
    const turn = await takeTurn(room, claim, signs.stage, bounded);
    await signs.end();
    if (signal.aborted) return await giveBack(room, claim, false);
    if ((await room.store.commit(claim, turn)) === "lost") {
      room.logger.warn(
        { answerId: item.answerId, attempt: item.attempt },
        "Another process took this question over.",
      );
      return null;
    }
    report(room, claim, turn, room.clock.now() - started);
    room.onCommitted();
    return turn;
  } catch (error) {
    if (!signal.aborted)
      room.logger.error({ answerId: item.answerId, err: error }, "A question could not be worked at.");
    return await giveBack(room, claim, !(error instanceof AppError));
  } finally {
    await signs.end();
    deadline.clear();
  }
}

const NEVER = new AbortController().signal;

/** `counted` where the question itself may be what fails: so it is not tried for ever. */
async function giveBack(room: QuestionRoom, claim: Claim, counted: boolean): Promise<null> {
  try {
    await room.store.release(claim, counted);
  } catch (error) {
    room.logger.error(
      { answerId: claim.item.answerId, err: error },
      "A question could not be given back yet.",
    );
    room.onUnkept(() => room.store.release(claim, counted));
  }
  return null;
}

function report(room: QuestionRoom, { item }: Claim, { record }: TurnCommit, durationMs: number): void {
  const { answer } = record;
  if (!record.notice) recordAnswer(room.metrics, answer, record.channel);
  const fields = {
    answerId: answer.id,
    channel: record.channel,
    workspace: answer.workspace,
    status: answer.status,
    path: answer.path,
    code: answer.error?.code ?? answer.refusal?.code ?? null,
    attempt: item.attempt,
    durationMs,
  };
  room.logger.info(fields, record.notice ? "A command was carried out." : "A question was answered.");
}

function deadlineFor(ms: number): { signal: AbortSignal; clear: () => void } {
  const controller = new AbortController();
  const late = new AppError(
    "deadline",
    "warehouse",
    `No answer was ready after ${Math.round(ms / 1000)} s.`,
    "Ask again, or narrow the question to a shorter period or fewer groups.",
  );
  const timer = setTimeout(() => controller.abort(late), ms);
  timer.unref();
  return { signal: controller.signal, clear: () => clearTimeout(timer) };
}
