import type { Answer } from "../../contracts/answer.js";

/** A complete answer for tests, with the given fields replaced. */
export function exampleAnswer(fields: Partial<Answer> = {}): Answer {
  return {
    id: "ans_example",
    request: "m1",
    thread: "t1",
    workspace: "w",
    question: "How many apples?",
    status: "answered",
    path: "compiled",
    headline: "There were 3 apples.",
    narrative: "3 in all.",
    columns: [{ name: "Apples", type: "number", role: "measure" }],
    rows: [[3]],
    totalRows: 1,
    truncated: false,
    sql: "SELECT 3 AS Apples",
    parameters: {},
    executedSql: "SELECT 3 AS Apples",
    confidence: 0.97,
    uncertainty: [],
    followUps: [],
    clarification: null,
    refusal: null,
    error: null,
    interpretation: [{ words: "apples", as: "Apples" }],
    freshness: null,
    checks: [],
    citations: [],
    usage: { inputTokens: 0, outputTokens: 0, usd: 0, cache: "miss" },
    timings: { totalMs: 12, databaseMs: 4, modelMs: 0, steps: {} },
    ...fields,
  };
}
