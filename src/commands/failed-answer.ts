import { randomUUID } from "node:crypto";
import type { Answer } from "../contracts/answer.js";

/** A `failed` answer for something that never became a question, such as a bad line of a batch. */
export function failedAnswer(failure: {
  request: string;
  question: string;
  code: string;
  message: string;
  remedy: string;
}): Answer {
  return {
    id: `ans_${randomUUID()}`,
    request: failure.request,
    thread: "",
    workspace: "",
    question: failure.question,
    status: "failed",
    path: null,
    headline: failure.message,
    narrative: "",
    columns: [],
    rows: [],
    totalRows: null,
    truncated: false,
    sql: null,
    parameters: {},
    executedSql: null,
    confidence: null,
    uncertainty: [],
    followUps: [],
    clarification: null,
    refusal: null,
    error: { code: failure.code, message: failure.message, remedy: failure.remedy },
    interpretation: [],
    freshness: null,
    checks: [],
    citations: [],
    usage: { inputTokens: 0, outputTokens: 0, usd: 0, cache: "miss" },
    timings: { totalMs: 0, databaseMs: 0, modelMs: 0, steps: {} },
  };
}
