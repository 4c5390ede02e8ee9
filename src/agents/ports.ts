import type { BaseCheckpointSaver } from "@langchain/langgraph-checkpoint";
import type { ConfidenceModel, Signals } from "../contracts/confidence.js";
import type { IsoDate } from "../contracts/dates.js";
import type { ViewProfile } from "../contracts/metadata.js";
import type { MetricQuery } from "../contracts/metric-query.js";
import type { ModelGround, ModelUsage } from "../contracts/model.js";
import type { Catalog, Parameters, PolicySet } from "../contracts/policy.js";
import type { CallOptions, Clock, KeyValue, Leases, MetadataSource, Warehouse } from "../contracts/ports.js";
import type { LedgerEntry, ThreadContext } from "../contracts/reading.js";
import type { Retrieved, Retriever } from "../contracts/retrieval.js";
import type { Workspace } from "../contracts/semantic-model.js";
import type { Lexicon } from "./rooms.js";

/** What a model is given: the question, what the reader made of it, and what of the workspace the user may see. */
export interface PlanRequest {
  answerId: string;
  question: string;
  user: string;
  asOf: IsoDate;
  thread: ThreadContext;
  /** What the deterministic reader bound, however little: the model must account for the same words. */
  ledger: LedgerEntry[];
  set: PolicySet;
  workspace: Workspace;
  catalog: Catalog;
  lexicon: Lexicon;
  profiles: ViewProfile[];
  /** What retrieval let through; null where none ran. */
  retrieved: Retrieved | null;
  /** Why a model is asked: the reader left words over, or is not sure of its own reading. */
  ground: Extract<ModelGround, "ledger_incomplete" | "low_confidence">;
  /** Whether it is open that the question is about this data at all. */
  classify: boolean;
  /** Set on the one repair: what was tried and why it failed. */
  repair: { plan: Plan; problem: string } | null;
}

/** A model's reading: a metric query where one can say it, else Databricks SQL. `vouched`: sentences on what stands on the model's word alone, which is one doubt of the whole. `flawed`: a reply that can't be used. `none`: it could not. */
export type Plan =
  | {
      kind: "query";
      query: MetricQuery;
      ledger: LedgerEntry[];
      notes: string[];
      vouched?: string[];
      language?: string;
    }
  | {
      kind: "sql";
      sql: string;
      parameters: Parameters;
      ledger: LedgerEntry[];
      notes: string[];
      vouched?: string[];
      language?: string;
    }
  | {
      kind: "flawed";
      draft: string;
      problem: string;
      of: "query" | "sql";
      /** The SQL that the reply holds; null where there is none. */
      sql: string | null;
      ledger: LedgerEntry[];
      notes: string[];
    }
  | { kind: "none"; reason: string };

export interface Planned {
  plan: Plan;
  usage: ModelUsage;
  /** Sentences that the person should read, such as that most of a budget is spent. */
  notices?: string[];
}

/** The model behind one narrow door. Throws AppError (fault "model") on an outage; the zero-token path then serves alone. */
export interface Planner {
  plan(request: PlanRequest, options: CallOptions): Promise<Planned>;
}

/** What a narrative is written from, and in which language (ISO 639-1). */
export interface WriteRequest {
  answerId: string;
  ground: ModelGround;
  set: PolicySet;
  workspace: string;
  question: string;
  language: string;
  /** Sentences that were proved, and the rows as lines; the only numbers that may be used. */
  facts: string;
}

/** Writes prose about rows. Throws AppError (fault "model") on an outage; the template then stands. */
export interface Writer {
  write(
    request: WriteRequest,
    options: CallOptions,
  ): Promise<{
    /** Null where the reply was no text. */
    text: { headline: string; narrative: string } | null;
    usage: ModelUsage;
    notices: string[];
  }>;
}

export const STEP_NAMES = [
  "resolve",
  "validate",
  "repair",
  "extract",
  "rival",
  "respond",
  "confirm",
  "clarify",
  "deny",
] as const;
export type StepName = (typeof STEP_NAMES)[number];

/** What one agent did, for logs and metrics. Never holds rows or words of the question. */
export interface StepReport {
  answerId: string;
  step: StepName;
  durationMs: number;
  outcome: string;
}

/** Everything of one workspace that the agents reach outside of their own room. */
export interface AgentPorts {
  /** Bound to its catalogue: every field has its type. */
  workspace: Workspace;
  catalog: Catalog;
  warehouse: Warehouse;
  /** The warehouse as it was at the versions of a receipt; null where they can't be read any more, absent where no engine keeps any. The caller closes it. */
  warehouseAt?(versions: Readonly<Record<string, string>>, options: CallOptions): Promise<Warehouse | null>;
  metadata: MetadataSource;
  policySet(user: string): PolicySet;
  /** Words that this policy set may know. Cached by the caller. */
  lexicon(set: PolicySet, asOf: IsoDate, options: CallOptions): Promise<Lexicon>;
  /** Loaded days and values under the set's row rules, before `asOf`. */
  profiles(set: PolicySet, asOf: IsoDate, options: CallOptions): Promise<ViewProfile[]>;
  /** The workspace's `as_of`, or the override. */
  resolveAsOf(override: IsoDate | null, options: CallOptions): Promise<IsoDate>;
  results: KeyValue | null;
  /** Lets one process alone fetch a result that several want; absent or null = each fetches its own. */
  leases?: Leases | null;
  planner: Planner | null;
  /** Finds what of the workspace may help with a question; absent or null = all of it, in its own order. */
  retriever?: Retriever | null;
  /** Absent or null = every text is a template. */
  writer?: Writer | null;
  /** What the confidence of an answer is computed with. */
  confidence: ConfidenceModel;
  /** The signals of an answer, for calibration. */
  onSignals?(answerId: string, signals: Signals): void;
  onStep(report: StepReport): void;
  /** A fault that became a `failed` answer, for the log. */
  onFault?(answerId: string, fault: unknown): void;
  clock: Clock;
  /** A LangGraph checkpoint saver for open clarifications; null = every reply is asked afresh. */
  runSaver: BaseCheckpointSaver | null;
  /** Version of the program: a kept run of another build is not resumed. */
  build: string;
}
