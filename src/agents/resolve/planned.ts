import { assertUnreachable } from "../../contracts/errors.js";
import type { ReadResult, ThreadContext } from "../../contracts/reading.js";
import { askPlanner } from "../plan/ask-planner.js";
import type { PlanRequest } from "../ports.js";
import type { RunScope } from "../run-scope.js";
import type { RunState } from "../state.js";
import { unreadWords } from "../validate/give-up.js";
import { dropUnloaded } from "./drop-unloaded.js";
import { isForeign } from "./foreign.js";
import { PROMPT_TOKENS, search, spokenDays } from "./search.js";
import { inWords, workOfPlan } from "./work-of-plan.js";

/** A model's reading where the reader had none. Null: not asked, no plan, or the model is out, so that the reader's word stands. */
export async function planned(
  read: ReadResult,
  text: string,
  thread: ThreadContext,
  scope: RunScope,
): Promise<Partial<RunState> | null> {
  const { planner } = scope.ports;
  if (!planner || !wantsModel(read, text, thread)) return null;
  const ledger = read.kind === "clarification" || read.kind === "refusal" ? read.ledger : [];
  await search({ question: text, period: spokenDays(text, scope), maxTokens: PROMPT_TOKENS }, scope);
  const plan = await askPlanner(
    {
      ...planRequest(text, thread, scope),
      ledger,
      ground: "ledger_incomplete",
      classify: read.kind === "refusal" && !read.statistic,
      repair: null,
    },
    scope,
  );
  const work = plan && workOfPlan(plan, text);
  return work
    ? { ...dropUnloaded([inWords(work, scope)], scope), ledger, readerAsked: questionOf(read) }
    : null;
}

/** What every plan of a question is made from. */
export function planRequest(
  question: string,
  thread: ThreadContext,
  { asOf, set, ports, lexicon, profiles, retrieved, question: { answerId } }: RunScope,
): Omit<PlanRequest, "ledger" | "ground" | "classify" | "repair"> {
  const { workspace, catalog } = ports;
  return {
    answerId,
    question,
    thread,
    user: set.user,
    asOf,
    set,
    workspace,
    catalog,
    lexicon,
    profiles,
    retrieved,
  };
}

/** Questions that no word of the workspace explains, in a thread or by themselves, or in another language. A statistic that no metric query computes is for a statement of the model. Rules, rights and forecasts are never the model's to decide, and small talk only for where a question went before it. */
function wantsModel(read: ReadResult, text: string, { queries }: ThreadContext): boolean {
  switch (read.kind) {
    case "clarification":
      return isForeign(text) || read.options.every(({ query }) => query === null);
    case "refusal":
      // "Turnover in 1999" is understood: no other reading gives it days that are not loaded.
      if (read.code === "no_such_data") return unreadWords({ text, ledger: read.ledger }).length > 0;
      if (read.statistic) return true;
      if (read.code === "not_a_data_question" && queries.length > 0) return true;
      return ["not_supported", "not_a_data_question"].includes(read.code) && isForeign(text);
    case "readings":
    case "definition":
    case "why":
    case "command":
      return false;
    default:
      return assertUnreachable(read);
  }
}

function questionOf(read: ReadResult): RunState["readerAsked"] {
  if (read.kind !== "clarification") return null;
  const { question, options } = read;
  return {
    shown: { question, options: options.map(({ label, question: asks }) => ({ label, question: asks })) },
    options,
  };
}
