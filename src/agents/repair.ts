import type { Plan } from "./ports.js";
import { workOfPlan } from "./resolve/work-of-plan.js";
import type { RunScope } from "./run-scope.js";
import { addUsage, callOptions } from "./run-scope.js";
import type { RunState, Work } from "./state.js";
import { currentWork, withCurrent } from "./state.js";
import { askNarrower } from "./validate/ask-narrower.js";

/** Shows the model its own failed attempt, once. What it gives back is validated like the first. */
export async function repair(state: RunState, scope: RunScope): Promise<Partial<RunState>> {
  const work = currentWork(state);
  const { planner } = scope.ports;
  if (!planner || !work.problem) return askNarrower(work);
  const { plan, usage } = await planner.plan(
    {
      question: state.text,
      user: scope.set.user,
      asOf: scope.asOf,
      thread: state.thread,
      ledger: state.ledger,
      set: scope.set,
      repair: { plan: planOf(work), problem: work.problem.message },
    },
    callOptions(scope),
  );
  addUsage(scope.meter, usage);
  const repaired = workOfPlan(plan, state.text);
  if (!repaired) return { ...askNarrower(work), repairs: state.repairs + 1 };
  return { work: withCurrent(state, repaired), repairs: state.repairs + 1, next: "validate" };
}

function planOf(work: Work): Plan {
  const { ledger, notes } = work;
  if (work.query) return { kind: "query", query: work.query, ledger, notes };
  if (work.given)
    return { kind: "sql", sql: work.given.sql, parameters: work.given.parameters, ledger, notes };
  return { kind: "none", reason: "" };
}
