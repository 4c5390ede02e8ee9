import type { Answer } from "../contracts/answer.js";
import type { IncomingMessage } from "../contracts/conversation.js";
import { AppError } from "../contracts/errors.js";

/** Whose answer it is: everything that stands in an answer before anything was asked. */
export interface AnswerIdentity {
  answerId: string;
  message: IncomingMessage;
  workspace: string;
}

/** An answer that needs no data: help, a change of workspace. `interpretation` says what the words were taken as. */
export function noticeAnswer(
  identity: AnswerIdentity,
  text: { headline: string; narrative: string; as: string; followUps: string[] },
): Answer {
  return {
    ...emptyAnswer(identity),
    status: "answered",
    path: "defined",
    headline: text.headline,
    narrative: text.narrative,
    confidence: 1,
    followUps: text.followUps,
    interpretation: [{ words: identity.message.text.trim(), as: text.as }],
  };
}

/** The answer that reports a fault. What is no AppError is reported as a bug, without its text. */
export function faultAnswer(identity: AnswerIdentity, fault: unknown): Answer {
  const { code, message, remedy } = fault instanceof AppError ? fault : UNEXPECTED;
  return { ...emptyAnswer(identity), headline: message, error: { code, message, remedy } };
}

const UNEXPECTED = {
  code: "bug",
  message: "Something went wrong inside Assay while answering.",
  remedy: "Ask again; if it happens again, give the answer's id to whoever runs Assay.",
};

function emptyAnswer({ answerId, message, workspace }: AnswerIdentity): Answer {
  return {
    id: answerId,
    request: message.overrides?.request ?? message.messageId,
    thread: message.thread,
    workspace,
    question: message.text,
    status: "failed",
    path: null,
    headline: "",
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
    error: null,
    interpretation: [],
    freshness: null,
    checks: [],
    citations: [],
    usage: { inputTokens: 0, outputTokens: 0, usd: 0, cache: "miss" },
    timings: { totalMs: 0, databaseMs: 0, modelMs: 0, steps: {} },
  };
}
