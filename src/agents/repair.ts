import { askPlanner } from "./plan/ask-planner.js";
import type { Plan } from "./ports.js";
import { planRequest } from "./resolve/planned.js";
import { inWords, workOfPlan } from "./resolve/work-of-plan.js";
import type { RunScope } from "./run-scope.js";
import type { RunState, Work } from "./state.js";
import { currentWork, withCurrent } from "./state.js";
import { giveUp } from "./validate/give-up.js";

/** Shows the model its own failed attempt, once. What it gives back is validated like the first. */
export async function repair(state: RunState, scope: RunScope): Promise<Partial<RunState>> {
  const work = currentWork(state);
  if (!work.problem) return giveUp(work, state);
  const plan = await askPlanner(
    {
      ...planRequest(state.text, state.thread, scope),
      ledger: state.ledger,
      ground: "ledger_incomplete",
      classify: false,
      repair: { plan: planOf(work), problem: work.problem.message },
    },
    scope,
  );
  const repairs = state.repairs + 1;
  const repaired = plan && workOfPlan(plan, state.text);
  if (!repaired) return { ...giveUp(work, state), repairs };
  return { work: withCurrent(state, inWords(repaired, scope)), repairs, next: "validate" };
}

function planOf(work: Work): Plan {
  const { ledger, notes, flaw } = work;
  if (flaw) return { kind: "flawed", ...flaw, ledger, notes };
  if (work.query) return { kind: "query", query: work.query, ledger, notes };
  if (work.given)
    return { kind: "sql", sql: work.given.sql, parameters: work.given.parameters, ledger, notes };
  return { kind: "none", reason: "" };
}
