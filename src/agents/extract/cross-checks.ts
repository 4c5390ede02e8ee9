import type { Check } from "../../contracts/answer.js";
import type { RunScope } from "../run-scope.js";
import type { Extracted, Work } from "../state.js";

/** Proofs of the rows that cost little. A failed one is said on the answer and lowers its confidence. */
export async function crossChecks(_work: Work, _extracted: Extracted, _scope: RunScope): Promise<Check[]> {
  return [];
}
