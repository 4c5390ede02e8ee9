import type { Verdict } from "../contracts/policy.js";

/** Every reason for which a statement is denied. Codes are stable: people and tools read them. */
export type DenialCode =
  | "empty"
  | "not_a_query"
  | "several_statements"
  | "syntax_error"
  | "character_not_allowed"
  | "hint_not_allowed"
  | "construct_not_allowed"
  | "too_long"
  | "too_complex"
  | "parameter_not_bound"
  | "relation_not_allowed"
  | "relation_ambiguous"
  | "time_travel_not_allowed"
  | "recursion_not_allowed"
  | "column_denied"
  | "star_not_allowed"
  | "column_unknown"
  | "window_unknown"
  | "function_not_allowed"
  | "argument_not_allowed"
  | "table_function_not_allowed"
  | "join_without_equality"
  | "limit_not_allowed";

/** Why and where a statement is denied. `position` is in code points. */
export interface Denial {
  code: DenialCode;
  message: string;
  position: number | null;
}

export function denied(denial: Denial): Verdict {
  return { verdict: "deny", code: denial.code, message: denial.message, position: denial.position };
}
