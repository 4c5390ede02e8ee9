import { askPlanner } from "./plan/ask-planner.js";
import type { Plan } from "./ports.js";
import { dropUnloaded } from "./resolve/drop-unloaded.js";
import { planRequest } from "./resolve/planned.js";
import { sameQuery } from "./resolve/same-query.js";
import { daysOf, PROMPT_TOKENS, search } from "./resolve/search.js";
import { inWords, workOfPlan } from "./resolve/work-of-plan.js";
import type { RunScope } from "./run-scope.js";
import type { RunState, Work } from "./state.js";

/**
 * Asks a model, once, how it reads a question whose reading is doubtful. The same reading is said to be confirmed, and its
 * confidence stays what its words are worth, for nothing is measured yet of what agreement is worth. Another one is run as a rival.
 */
export async function confirm(state: RunState, scope: RunScope): Promise<Partial<RunState>> {
  const done = state.work.filter(({ role, extracted }) => role === "reading" && extracted);
  const [best] = done;
  const asked = { opinionAsked: true, next: "respond" } as const;
  if (!best) return asked;
  const period = daysOf(best.query?.periods ?? []);
  await search({ question: state.text, period, maxTokens: PROMPT_TOKENS }, scope);
  const plan = await askPlanner(
    {
      ...planRequest(state.text, state.thread, scope),
      ledger: best.ledger,
      ground: "low_confidence",
      classify: false,
      repair: null,
    },
    scope,
  );
  if (plan === null) return asked;
  const rival = rivalOf(plan, state, scope);
  if (rival === null) {
    scope.notices.push(
      `A language model was asked too, and gave no reading of "${state.text}" that can be run, so this one is not confirmed.`,
    );
    return asked;
  }
  if (done.some(({ query }) => query && rival.query && sameQuery(query, rival.query))) {
    scope.notices.push(`A language model read "${state.text}" the same way.`);
    return asked;
  }
  // What the model read is no reason to doubt rows that both readings give, and its reply is not mended here.
  return { ...asked, work: [...state.work, rival], at: state.work.length, repairs: 1, next: "validate" };
}

function rivalOf(plan: Plan, state: RunState, scope: RunScope): Work | null {
  const work = plan.kind === "query" ? workOfPlan(plan, state.text) : null;
  if (!work?.query || dropUnloaded([work], scope).next !== "validate") return null;
  const phrased = inWords(work, scope);
  return { ...phrased, label: phrased.question, weight: 0 };
}
