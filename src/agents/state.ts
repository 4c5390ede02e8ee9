import type { AnswerPath, Check, Clarification } from "../contracts/answer.js";
import type { Grouping, MetricQuery } from "../contracts/metric-query.js";
import type { Parameters } from "../contracts/policy.js";
import type { LedgerEntry, ReadingOption, RefusalCode, Strain, ThreadContext } from "../contracts/reading.js";
import type { Cell, OutputColumn, ResultSet } from "../contracts/result.js";
import type { Reconciliation } from "../semantics/reconciliation.js";
import type { StepName } from "./ports.js";

/** SQL that shall pass the gate, and what its columns mean (null: known from the result alone). */
export interface Statement {
  sql: string;
  parameters: Parameters;
  columns: OutputColumn[] | null;
  /** A query whose single row must equal sums over these rows; null where nothing adds up. */
  reconcile: Reconciliation | null;
}

export interface Extracted {
  result: ResultSet;
  columns: OutputColumn[];
  checks: Check[];
  versions: Record<string, string>;
  /** Databricks SQL after bounding by the gate. */
  boundedSql: string;
  /** When rows from the cache were fetched (ISO text); null = just now. */
  cachedAt: string | null;
}

/** Why a reading can't become rows. `outcome`: what a person gets when it is the only one. */
export interface Problem {
  stage: "reading" | "compile" | "gate" | "explain" | "cost";
  code: string;
  message: string;
  outcome: "clarify" | "deny";
  /** Rewordings that would go through: questions. */
  narrower: string[];
}

/** One way to understand the question, with how far it has come. */
export interface Work {
  /** `part` decomposes the change of a "why". */
  role: "reading" | "part";
  source: "reader" | "model" | "verified";
  query: MetricQuery | null;
  /** What a follow-up goes on from: the query, or for SQL what the reader makes of the same words. */
  readAs: MetricQuery | null;
  /** Set where there is SQL and no metric query. */
  given: Statement | null;
  verified: string | null;
  /** Why a model's reply can't be used, and the reply itself, for the one repair. */
  flaw: { problem: string; draft: string; of: "query" | "sql"; sql: string | null } | null;
  /** Language of the question (ISO 639-1), where a model read it. */
  language: string | null;
  ledger: LedgerEntry[];
  notes: string[];
  /** Sentences on what stands on a model's word alone: said like notes, and one doubt together. */
  vouched: string[];
  label: string;
  question: string;
  weight: number;
  strain: Strain;
  statement: Statement | null;
  problem: Problem | null;
  extracted: Extracted | null;
}

export type Topic =
  | { kind: "measure"; view: string; name: string }
  | { kind: "field"; view: string; name: string }
  | { kind: "term"; name: string }
  | { kind: "passage"; title: string; text: string; file: string }
  | { kind: "catalog" }
  | { kind: "explain" }
  | { kind: "reset" };

/** A question back. `options` are what the thread remembers; `shown` is what a person sees. */
export interface Asking {
  shown: Clarification;
  options: ReadingOption[];
}

export interface Refusing {
  code: RefusalCode;
  message: string;
}

/** What `respond` made, before ids, timings and usage are known. */
export interface Draft {
  path: AnswerPath;
  headline: string;
  narrative: string;
  work: Work | null;
  /** What is shown instead of the work's own rows: the parts of a "why". */
  table: { columns: OutputColumn[]; rows: Cell[][] } | null;
  /** SQL that is shown without having run: how an earlier answer was computed. */
  sql: string | null;
  confidence: number;
  uncertainty: string[];
  followUps: string[];
  interpretation: { words: string; as: string }[];
  freshness: { newest: string | null; stale: boolean } | null;
  checks: Check[];
  citations: { title: string; file: string }[];
}

/** Plain data of one run: what LangGraph keeps while a clarification is open. */
export interface RunState {
  build: string;
  text: string;
  thread: ThreadContext;
  /** A reply chose a reading: there is no second clarification. */
  clarified: boolean;
  work: Work[];
  /** Index into `work` of the one in hand. */
  at: number;
  repairs: number;
  /** A model has said how it reads a doubtful question; it is asked once. */
  opinionAsked: boolean;
  /** Set for "why" questions: groupings of the parts, in the order of the `part` works. */
  by: Grouping[];
  topic: Topic | null;
  /** Ledger of a question that gave no reading. */
  ledger: LedgerEntry[];
  asking: Asking | null;
  /** The reader's own question back, for when a model's reading comes to nothing. */
  readerAsked: Asking | null;
  refusing: Refusing | null;
  draft: Draft | null;
  /** Where the agent that just ran sends the question. */
  next: StepName | "end";
}

export function initialState(build: string, text: string, thread: ThreadContext): RunState {
  return {
    build,
    text,
    thread,
    clarified: false,
    work: [],
    at: 0,
    repairs: 0,
    opinionAsked: false,
    by: [],
    topic: null,
    ledger: [],
    asking: null,
    readerAsked: null,
    refusing: null,
    draft: null,
    next: "resolve",
  };
}

/** The work in hand. */
export function currentWork(state: RunState): Work {
  const work = state.work[state.at];
  if (!work) throw new RangeError(`There is no work ${state.at} of ${state.work.length}.`);
  return work;
}

/** The same list with the work in hand changed. */
export function withCurrent(state: RunState, change: Partial<Work>): Work[] {
  return state.work.map((work, index) => (index === state.at ? { ...work, ...change } : work));
}
