import type { ConfidenceModel } from "../../contracts/confidence.js";
import type { AgentQuestion } from "../../contracts/conversation.js";
import { type MetricQuery, queryOn } from "../../contracts/metric-query.js";
import type { PolicySet } from "../../contracts/policy.js";
import type { LedgerEntry, Reading, ThreadContext } from "../../contracts/reading.js";
import { EMPTY_THREAD, NO_STRAIN } from "../../contracts/reading.js";
import { FITTED_SIGNALS } from "../respond/confidence.js";

/** A confidence for tests: high, and less for every doubt. */
export const PLAIN_CONFIDENCE: ConfidenceModel = {
  base: 4,
  weights: Object.fromEntries(FITTED_SIGNALS.map((signal) => [signal, signal === "distance" ? -4 : -0.3])),
};

export const NO_LIMITS: PolicySet["limits"] = {
  maxRows: 1000,
  statementTimeoutMs: 10_000,
  maxScanBytes: null,
  tokensPerQuestion: null,
  usdPerUserPerDay: null,
};

export function questionOf(
  text: string,
  context: ThreadContext = EMPTY_THREAD,
  change: Partial<AgentQuestion> = {},
): AgentQuestion {
  return {
    answerId: `ans_${text.length}`,
    request: "r1",
    thread: "t1",
    text,
    user: "local",
    asOf: null,
    context,
    signal: new AbortController().signal,
    onStage: () => {},
    ...change,
  };
}

export function queryOf(change: Partial<MetricQuery>): MetricQuery {
  return queryOn("sales", { select: [{ kind: "measure", measure: "Amount" }], ...change });
}

export function entryOf(words: string, change: Partial<LedgerEntry> = {}): LedgerEntry {
  return { words, span: null, kind: "measure", as: words, strength: "exact", score: 1, ...change };
}

export function readingOf(query: MetricQuery, change: Partial<Reading> = {}): Reading {
  return {
    query,
    ledger: [entryOf("amount")],
    notes: [],
    weight: 1,
    strain: NO_STRAIN,
    label: "Amount",
    question: "amount",
    ...change,
  };
}
