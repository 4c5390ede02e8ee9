import type { FieldValue, Grouping, MetricQuery } from "./metric-query.js";

/** How sure a binding of words is, from certain to weak. */
export type BindingStrength = "exact" | "synonym" | "inflection" | "alias" | "fuzzy" | "default";

/** What a run of words of the question was bound to. The union of all runs covers every content word. */
export interface LedgerEntry {
  /** Words as typed. */
  words: string;
  /** Half-open range of word positions in the question; null for defaults that no word asked for. */
  span: { from: number; to: number } | null;
  kind: "measure" | "field" | "value" | "period" | "operation" | "number" | "term" | "ignorable" | "context";
  /** What it became, for people: "Sales Date from 2025-10-01 to before 2025-11-01". */
  as: string;
  strength: BindingStrength;
  /** 0..1: similarity of a fuzzy match, 1 otherwise. */
  score: number;
}

/** One way to understand the question. */
/** How far a reading strays from words that all fit, in the reader's own costs. */
export interface Strain {
  /** Costs of its bindings and of how they were put together; 0 where every word is a plain name in its place. */
  own: number;
  /** 0..1: how near the next reading came that was not run; 0 = none. */
  next: number;
  /** How much cheaper a reading was that did not work out; 0 = none. */
  stuck: number;
}

/** Nothing strays. */
export const NO_STRAIN: Strain = { own: 0, next: 0, stuck: 0 };

export interface Reading {
  query: MetricQuery;
  ledger: LedgerEntry[];
  /** Sentences on what was assumed or corrected; each names its own word, number or date. */
  notes: string[];
  /** 0..1, relative weight among the readings of one question. */
  weight: number;
  strain: Strain;
  /** A short label that tells it from its rivals: "Takings", "Ship Date". */
  label: string;
  /** The question in words that read to this alone, for a clarification's option. */
  question: string;
}

export interface ReadingOption {
  label: string;
  question: string;
  query: MetricQuery | null;
}

export type RefusalCode = "no_such_data" | "not_allowed" | "not_supported" | "not_a_data_question" | "unsafe";

/** Outcome of reading one question. Refusing and asking are values, not faults. */
export type ReadResult =
  /** Best first, at most three. More than one: rivals, to be run and compared. */
  | { kind: "readings"; readings: Reading[] }
  | { kind: "clarification"; question: string; options: ReadingOption[]; ledger: LedgerEntry[] }
  /** `statistic`: what is asked is in the data, but no metric query computes it ("standard deviation"). */
  | { kind: "refusal"; code: RefusalCode; message: string; ledger: LedgerEntry[]; statistic?: true }
  /** A definition or catalogue question, answered from the model alone. */
  | {
      kind: "definition";
      topic:
        | { kind: "measure"; view: string; name: string }
        | { kind: "field"; view: string; name: string }
        | { kind: "term"; name: string }
        | { kind: "catalog" };
      ledger: LedgerEntry[];
    }
  /** "Why did profit drop in Q4?": `query` has a comparison; every field in `by` decomposes its change. */
  | { kind: "why"; reading: Reading; by: Grouping[] }
  /** "start over", "undo", "how did you get that?" */
  | { kind: "command"; command: "reset" | "undo" | "explain"; ledger: LedgerEntry[] };

/** What a thread remembers, as the reader sees it. */
export interface ThreadContext {
  /** Queries of answered turns, newest last; undo pops one. */
  queries: MetricQuery[];
  /** Rows shown last, for "the second one" and "that region". */
  shown: { columns: string[]; rows: FieldValue[][] } | null;
  /** The open clarification, whose labels a reply may name. */
  open: {
    question: string;
    original: string;
    options: ReadingOption[];
    /** The agents' kept run that asked; absent or gone, the option's question is asked afresh. */
    runId?: string;
  } | null;
}

export const EMPTY_THREAD: ThreadContext = { queries: [], shown: null, open: null };
