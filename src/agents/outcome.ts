import type { Answer } from "../contracts/answer.js";
import type { AgentOutcome } from "../contracts/conversation.js";
import { AppError } from "../contracts/errors.js";
import type { ThreadContext } from "../contracts/reading.js";
import { answeredFields, blankAnswer, clarificationFields, refusedFields } from "./answer-fields.js";
import type { RunEnd } from "./graph.js";
import { receiptOf } from "./receipt.js";
import { restRow } from "./respond/rest-row.js";
import type { RunScope } from "./run-scope.js";
import type { Draft, RunState, Work } from "./state.js";

const KEPT_QUERIES = 20;
const KEPT_ROWS = 50;
/** A result that was fetched a moment ago is as good as one fetched now. */
const WORTH_SAYING_MS = 60_000;

/** What a run gives back: the answer, what the thread shall remember, and the receipt. */
export function outcomeOf(end: RunEnd, runId: string, scope: RunScope, startedAt: number): AgentOutcome {
  const { state } = end;
  const base = blankAnswer(scope.question, scope.ports.workspace.name, scope.meter, startedAt);
  if (end.waiting && state.asking) {
    const { shown, options } = state.asking;
    const open = { question: shown.question, original: state.text, options, runId };
    return outcome({ ...base, ...clarificationFields(state, shown) }, { ...state.thread, open }, null, scope);
  }
  if (state.refusing) {
    const answer = { ...base, ...refusedFields(state, state.refusing) };
    return outcome(answer, { ...state.thread, open: null }, null, scope);
  }
  const { draft } = state;
  if (!draft)
    throw new AppError("run_without_end", "bug", "A question ended without an answer.", "Report this.");
  const answer = { ...base, ...answeredFields(draft, base.usage) };
  return outcome(answer, threadAfter(state, draft), draft.work, scope);
}

function outcome(answer: Answer, context: ThreadContext, work: Work | null, scope: RunScope): AgentOutcome {
  const { cachedAt } = answer.usage;
  if (cachedAt !== undefined && scope.ports.clock.now() - Date.parse(cachedAt) >= WORTH_SAYING_MS)
    scope.notices.push(
      `These numbers were computed at ${cachedAt.slice(0, 16).replace("T", " ")} UTC; the tables are unchanged since.`,
    );
  const told = { ...answer, uncertainty: [...new Set([...answer.uncertainty, ...scope.notices])] };
  return { answer: told, context, receipt: receiptOf(told, work, scope) };
}

/** An answered query is remembered with the rows that were shown; definitions leave the thread as it was. */
function threadAfter(state: RunState, draft: Draft): ThreadContext {
  const thread = { ...state.thread, open: null };
  const { work } = draft;
  if (!work?.extracted) return thread;
  const { columns, result } = work.extracted;
  const rest = restRow(work.query, result.rows);
  // "The last one" is a member, and no sum of members.
  const named = rest < 0 ? result.rows : result.rows.slice(0, rest);
  const shown = { columns: columns.map(({ name }) => name), rows: named.slice(0, KEPT_ROWS) };
  // A fragment that follows must never be read into an older question than the last.
  if (!work.readAs) return { ...thread, queries: [], shown };
  return { ...thread, queries: [...thread.queries, work.readAs].slice(-KEPT_QUERIES), shown };
}
