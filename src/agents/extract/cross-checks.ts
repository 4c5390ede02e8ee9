import type { Check } from "../../contracts/answer.js";
import type { RunScope } from "../run-scope.js";
import type { Extracted, Work } from "../state.js";
import { checkJoins } from "./check-joins.js";
import { checkRows } from "./check-rows.js";
import { checkTotal } from "./check-total.js";

/** A statement that took longer than this is not followed by further ones for the sake of proof. */
const BUDGET_MS = 1500;

/** Proofs of the rows that cost little. A failed one is said on the answer and lowers its confidence. */
export async function crossChecks(work: Work, extracted: Extracted, scope: RunScope): Promise<Check[]> {
  const free = checkRows(work, extracted);
  if (extracted.result.databaseMs > BUDGET_MS) return free;
  const total = await checkTotal(work, extracted, scope);
  const joins = await checkJoins(work, extracted, scope);
  return [...free, ...total, ...joins];
}
