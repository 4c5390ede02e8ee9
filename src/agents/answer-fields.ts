import { type Answer, type AnswerColumn, type Clarification, emptyAnswer } from "../contracts/answer.js";
import type { AgentQuestion } from "../contracts/conversation.js";
import type { Parameters, ParameterValue } from "../contracts/policy.js";
import type { Cell, OutputColumn } from "../contracts/result.js";
import { interpretationOf } from "./respond/interpretation.js";
import type { Meter } from "./run-scope.js";
import type { Draft, Refusing, RunState } from "./state.js";

/** An answer with nothing in it yet: all fields of the contract, with what the run cost. */
export function blankAnswer(
  question: AgentQuestion,
  workspace: string,
  meter: Meter,
  startedAt: number,
): Answer {
  const { answerId: id, request, thread, text } = question;
  return {
    ...emptyAnswer({ id, request, thread, workspace, question: text }),
    totalRows: 0,
    usage: usageOf(meter),
    timings: {
      totalMs: rounded(performance.now() - startedAt),
      databaseMs: rounded(meter.databaseMs),
      modelMs: rounded(meter.modelMs),
      steps: Object.fromEntries(Object.entries(meter.steps).map(([step, ms]) => [step, rounded(ms)])),
    },
  };
}

export function answeredFields(draft: Draft, usage: Answer["usage"]): Partial<Answer> {
  const { path, headline, narrative, confidence, uncertainty, followUps, interpretation } = draft;
  const { freshness, checks, citations, work } = draft;
  const told = { path, headline, narrative, confidence, uncertainty, followUps, interpretation };
  const fields = { status: "answered" as const, ...told, freshness, checks, citations };
  if (!work?.extracted) return { ...fields, sql: draft.sql };
  const { result, boundedSql, cachedAt } = work.extracted;
  const { columns, rows } = draft.table ?? { columns: work.extracted.columns, rows: result.rows };
  return {
    ...fields,
    columns: columns.map(answerColumn),
    rows,
    totalRows: result.truncated ? null : rows.length,
    truncated: result.truncated,
    sql: boundedSql,
    parameters: plainParameters(work.statement?.parameters ?? {}),
    executedSql: result.executedSql,
    usage: cachedAt === null ? usage : { ...usage, cache: "hit-result", cachedAt },
  };
}

export function clarificationFields(state: RunState, clarification: Clarification): Partial<Answer> {
  const ledger = state.ledger.length > 0 ? state.ledger : (state.work[0]?.ledger ?? []);
  return {
    status: "clarification",
    headline: clarification.question,
    clarification,
    interpretation: interpretationOf(ledger),
  };
}

export function refusedFields(state: RunState, refusal: Refusing): Partial<Answer> {
  const ledger = state.ledger.length > 0 ? state.ledger : (state.work[0]?.ledger ?? []);
  return { status: "refused", headline: refusal.message, refusal, interpretation: interpretationOf(ledger) };
}

function answerColumn({ name, type, role, unit, decimals }: OutputColumn): AnswerColumn {
  return { name, type, role, ...(unit === null ? {} : { unit }), ...(decimals === null ? {} : { decimals }) };
}

function plainParameters(parameters: Parameters): Record<string, Cell> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, plain(value)]));
}

function plain(value: ParameterValue): Cell {
  return value !== null && typeof value === "object" ? value.value : value;
}

function usageOf({ inputTokens, outputTokens, usd, promptCacheHit }: Meter): Answer["usage"] {
  return { inputTokens, outputTokens, usd, cache: promptCacheHit ? "hit-prompt" : "miss" };
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}
