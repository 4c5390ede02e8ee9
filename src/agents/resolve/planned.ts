import { AppError } from "../../contracts/errors.js";
import type { ReadResult, ThreadContext } from "../../contracts/reading.js";
import type { RunScope } from "../run-scope.js";
import { addUsage, callOptions } from "../run-scope.js";
import type { RunState } from "../state.js";
import { dropUnloaded } from "./drop-unloaded.js";
import { workOfPlan } from "./work-of-plan.js";

/** A model's reading where the reader had none. Null: not asked, no plan, or the model is out, so that the reader's word stands. */
export async function planned(
  read: ReadResult,
  text: string,
  thread: ThreadContext,
  scope: RunScope,
): Promise<Partial<RunState> | null> {
  const { planner } = scope.ports;
  if (!planner || !wantsModel(read)) return null;
  try {
    const { plan, usage } = await planner.plan(
      {
        question: text,
        user: scope.set.user,
        asOf: scope.asOf,
        thread,
        ledger: read.ledger,
        set: scope.set,
        repair: null,
      },
      callOptions(scope),
    );
    addUsage(scope.meter, usage);
    const work = workOfPlan(plan, text);
    return work ? { ...dropUnloaded([work], scope), ledger: read.ledger } : null;
  } catch (error) {
    if (error instanceof AppError && error.fault === "model") return null;
    throw error;
  }
}

/** Questions that no word of the workspace explains. Rules, rights and small talk are never the model's to decide. */
function wantsModel(
  read: ReadResult,
): read is Extract<ReadResult, { kind: "clarification" } | { kind: "refusal" }> {
  if (read.kind === "clarification") return read.options.every(({ query }) => query === null);
  return read.kind === "refusal" && ["no_such_data", "not_supported"].includes(read.code);
}
