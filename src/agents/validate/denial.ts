import type { Verdict } from "../../contracts/policy.js";
import type { Problem, Work } from "../state.js";

/** What a denial of the gate means for the person: a right they lack, or, for a model's SQL, a question that was not understood. */
export function denialOf(verdict: Extract<Verdict, { verdict: "deny" }>, work: Work): Problem {
  return {
    stage: "gate",
    code: verdict.code,
    message: verdict.message,
    outcome: work.source === "model" ? "clarify" : "deny",
    narrower: [],
  };
}
