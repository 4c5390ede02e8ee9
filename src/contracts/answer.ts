import type { RefusalCode } from "./reading.js";
import type { Cell } from "./result.js";
import type { ValueType } from "./semantic-model.js";

export interface AnswerColumn {
  name: string;
  type: ValueType;
  role: "dimension" | "measure";
  unit?: string;
  /** Decimal places to show. */
  decimals?: number;
}

export interface Clarification {
  question: string;
  options: { label: string; question: string; preview?: string }[];
}

export interface Check {
  name: string;
  passed: boolean;
  detail?: string;
}

export type AnswerPath = "compiled" | "verified" | "generated" | "defined";

/** One answer, the JSON that every channel renders. Section 3 of the contracts; fields may be added, never renamed. */
export interface Answer {
  id: string;
  request: string;
  thread: string;
  workspace: string;
  question: string;
  status: "answered" | "clarification" | "refused" | "failed";
  path: AnswerPath | null;
  headline: string;
  narrative: string;
  columns: AnswerColumn[];
  rows: Cell[][];
  totalRows: number | null;
  truncated: boolean;
  sql: string | null;
  parameters: Record<string, Cell>;
  executedSql: string | null;
  confidence: number | null;
  uncertainty: string[];
  followUps: string[];
  clarification: Clarification | null;
  refusal: { code: RefusalCode; message: string } | null;
  error: { code: string; message: string; remedy: string } | null;
  interpretation: { words: string; as: string }[];
  freshness: { newest: string | null; stale: boolean } | null;
  checks: Check[];
  /** Documents that a definition rests on. */
  citations: { title: string; file: string }[];
  usage: {
    inputTokens: number;
    outputTokens: number;
    usd: number;
    cache: "hit-result" | "hit-prompt" | "miss";
    /** When rows from the cache were fetched, as ISO text. */
    cachedAt?: string;
  };
  timings: { totalMs: number; databaseMs: number; modelMs: number; steps: Record<string, number> };
}

/** An answer in which nothing has happened yet: every field of the contract, at no cost. */
export function emptyAnswer(
  identity: Pick<Answer, "id" | "request" | "thread" | "workspace" | "question">,
): Answer {
  return {
    ...identity,
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
