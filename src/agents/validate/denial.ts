import type { Verdict } from "../../contracts/policy.js";
import type { Problem, Work } from "../state.js";

/** Denials that say what the SQL tries to do, not how it is written. */
const FORBIDDEN = new Set([
  "not_a_query",
  "several_statements",
  "function_not_allowed",
  "table_function_not_allowed",
  "character_not_allowed",
  "time_travel_not_allowed",
  "relation_not_allowed",
  "column_denied",
]);

/** What a denial of the gate means for the person: a right they lack, or, for a model's SQL in a form that may not run, a question that was not understood. */
export function denialOf(verdict: Extract<Verdict, { verdict: "deny" }>, work: Work): Problem {
  return {
    stage: "gate",
    code: verdict.code,
    message: verdict.message,
    outcome: work.source === "model" && !FORBIDDEN.has(verdict.code) ? "clarify" : "deny",
    narrower: [],
  };
}
