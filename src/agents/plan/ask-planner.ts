import type { Plan, PlanRequest } from "../ports.js";
import type { RunScope } from "../run-scope.js";
import { addUsage, modelOptions, noteModelFault } from "../run-scope.js";
import { isModelFault } from "./model-call.js";

/** A model's plan, its cost counted and its notices kept; null where there is no model or it is out, which the person is then told. */
export async function askPlanner(request: PlanRequest, scope: RunScope): Promise<Plan | null> {
  const { planner } = scope.ports;
  if (!planner) return null;
  try {
    const { plan, usage, notices = [] } = await planner.plan(request, modelOptions(scope));
    addUsage(scope.meter, usage);
    scope.notices.push(...notices);
    return plan;
  } catch (error) {
    if (!isModelFault(error)) throw error;
    noteModelFault(scope, error);
    return null;
  }
}
