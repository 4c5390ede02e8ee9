import { NO_STRAIN, type Reading } from "../../contracts/reading.js";
import { capitalisedQuestion } from "../answerable.js";
import type { Plan } from "../ports.js";
import type { RunScope } from "../run-scope.js";
import type { Work } from "../state.js";

const FRESH = {
  given: null,
  verified: null,
  flaw: null,
  language: null,
  vouched: [] as string[],
  statement: null,
  problem: null,
  extracted: null,
  strain: NO_STRAIN,
} as const;

/** A reading of the deterministic reader, to be worked on. */
export function workOfReading(reading: Reading, role: Work["role"] = "reading"): Work {
  const { query, ledger, notes, label, question, weight, strain } = reading;
  const own = { query, ledger, notes, label, question, weight, strain };
  return { ...FRESH, role, source: "reader", readAs: query, ...own };
}

/** The same work with its query in words, so that a person who is asked about it sees how it was read. */
export function inWords(work: Work, { rooms, lexicon }: Pick<RunScope, "rooms" | "lexicon">): Work {
  const phrased = work.query ? rooms.phrase(work.query, lexicon) : "";
  return phrased === "" ? work : { ...work, question: capitalisedQuestion(phrased) };
}

/** A model's plan, to be worked on; null where it had none. */
export function workOfPlan(plan: Plan, question: string): Work | null {
  if (plan.kind === "none") return null;
  const base = { ...FRESH, role: "reading", source: "model", label: "", question, weight: 1 } as const;
  const { ledger, notes } = plan;
  if (plan.kind === "flawed") {
    const { problem, draft, of, sql } = plan;
    return { ...base, query: null, readAs: null, flaw: { problem, draft, of, sql }, ledger, notes };
  }
  const { language = null, vouched = [] } = plan;
  if (plan.kind === "query")
    return { ...base, language, query: plan.query, readAs: plan.query, ledger, notes, vouched };
  const given = { sql: plan.sql, parameters: plan.parameters, columns: null, reconcile: null };
  return { ...base, language, query: null, readAs: null, given, ledger, notes, vouched };
}
