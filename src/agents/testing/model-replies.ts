import type { PlanDraft, SqlDraft } from "../plan/plan-draft.js";

/** A reading as a model sends it: nothing, but for what is given. */
export function draftOf(change: Partial<PlanDraft>): PlanDraft {
  return {
    kind: "query",
    reason: "",
    needs_sql: false,
    language: "en",
    follows: false,
    view: "receipts",
    measures: [],
    counts: [],
    group_by: [],
    filters: [],
    terms: [],
    periods: [],
    compare: "none",
    share: false,
    top: null,
    sort: "none",
    having: [],
    words: [],
    ...change,
  };
}

export function sqlDraftOf(change: Partial<SqlDraft>): SqlDraft {
  return { kind: "sql", reason: "", language: "en", sql: "", period: "", words: [], ...change };
}
