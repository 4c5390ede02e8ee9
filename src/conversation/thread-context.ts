import type { Answer } from "../contracts/answer.js";
import type { ThreadState } from "../contracts/conversation-store.js";
import { EMPTY_THREAD, type ThreadContext } from "../contracts/reading.js";
import type { ConversationSettings } from "./settings.js";

type Bounds = Pick<ConversationSettings, "maxQueries" | "maxShownRows" | "clarificationMs">;

/** What a question may refer to: nothing of another workspace, and no clarification that has expired. */
export function contextFor(state: ThreadState | null, workspace: string, now: number): ThreadContext {
  if (state === null || state.workspace !== workspace) return EMPTY_THREAD;
  const expired = state.open === null || state.open.expires <= now;
  return expired ? { ...state.context, open: null } : state.context;
}

/** The thread after an answer: its context within bounds, newest first to stay. */
export function nextState(
  previous: ThreadState | null,
  turn: { answer: Answer; context: ThreadContext; workspace: string; now: number },
  bounds: Bounds,
): ThreadState {
  const context = boundContext(turn.context, bounds);
  return {
    version: 1,
    turn: (previous?.turn ?? 0) + 1,
    workspace: turn.workspace,
    context,
    lastAnswerId: turn.answer.id,
    open:
      context.open === null
        ? null
        : openClarification(previous, turn.answer, turn.now + bounds.clarificationMs),
  };
}

function boundContext(context: ThreadContext, { maxQueries, maxShownRows }: Bounds): ThreadContext {
  const { shown } = context;
  return {
    ...context,
    queries: context.queries.slice(-maxQueries),
    shown: shown === null ? null : { ...shown, rows: shown.rows.slice(0, maxShownRows) },
  };
}

/** A clarification opened by this answer, or the one that was open before and still is (after a failure, say). */
function openClarification(
  previous: ThreadState | null,
  answer: Answer,
  expires: number,
): ThreadState["open"] {
  if (answer.status === "clarification") return { answerId: answer.id, expires };
  return previous?.open ?? null;
}
