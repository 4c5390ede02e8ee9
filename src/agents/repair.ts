import { isModelFault } from "./plan/model-call.js";
import type { Plan } from "./ports.js";
import { planRequest } from "./resolve/planned.js";
import { workOfPlan } from "./resolve/work-of-plan.js";
import type { RunScope } from "./run-scope.js";
import { addUsage, modelOptions, noteModelFault } from "./run-scope.js";
import type { RunState, Work } from "./state.js";
import { currentWork, withCurrent } from "./state.js";
import { giveUp } from "./validate/give-up.js";

/** Shows the model its own failed attempt, once. What it gives back is validated like the first. */
export async function repair(state: RunState, scope: RunScope): Promise<Partial<RunState>> {
  const work = currentWork(state);
  const { planner } = scope.ports;
  if (!planner || !work.problem) return giveUp(work, state);
  try {
    const {
      plan,
      usage,
      notices = [],
    } = await planner.plan(
      {
        ...planRequest(state.text, state.thread, scope),
        ledger: state.ledger,
        classify: false,
        repair: { plan: planOf(work), problem: work.problem.message },
      },
      modelOptions(scope),
    );
    addUsage(scope.meter, usage);
    scope.notices.push(...notices);
    const repaired = workOfPlan(plan, state.text);
    if (!repaired) return { ...giveUp(work, state), repairs: state.repairs + 1 };
    return { work: withCurrent(state, repaired), repairs: state.repairs + 1, next: "validate" };
  } catch (error) {
    if (!isModelFault(error)) throw error;
    noteModelFault(scope, error);
    return { ...giveUp(work, state), repairs: state.repairs + 1 };
  }
}

function planOf(work: Work): Plan {
  const { ledger, notes, flaw } = work;
  if (flaw) return { kind: "flawed", ...flaw, ledger, notes };
  if (work.query) return { kind: "query", query: work.query, ledger, notes };
  if (work.given)
    return { kind: "sql", sql: work.given.sql, parameters: work.given.parameters, ledger, notes };
  return { kind: "none", reason: "" };
}
