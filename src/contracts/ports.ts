import type { Answer } from "./answer.js";
import type { IsoDate } from "./dates.js";
import type { MetadataIndex } from "./metadata.js";
import type { MetricQuery } from "./metric-query.js";
import type { ApprovedSql, Catalog } from "./policy.js";
import type { ResultSet } from "./result.js";

/** Bounds of one outside call. */
export interface CallOptions {
  signal: AbortSignal;
  timeoutMs: number;
}

/** A SQL engine. Every statement it takes has passed the gate. */
export interface Warehouse {
  readonly engine: "duckdb" | "databricks";
  catalog(options: CallOptions): Promise<Catalog>;
  /** Binds the statement without running it. A failure is a value: the engine's complaint. */
  explain(sql: ApprovedSql, options: CallOptions): Promise<{ ok: true } | { ok: false; message: string }>;
  /** Runs it; rows are cut at `sql.rowCap`. Throws AppError (warehouse_timeout, warehouse_cancelled, warehouse_failed, warehouse_unavailable). */
  run(sql: ApprovedSql, options: CallOptions): Promise<ResultSet>;
  /** Versions of the relations now (Delta version, content hash), keyed by three-part name. */
  versions(relations: readonly string[], options: CallOptions): Promise<Record<string, string>>;
  close(): Promise<void>;
}

/** The metadata index of one workspace. */
export interface MetadataSource {
  load(options: CallOptions): Promise<MetadataIndex>;
}

/** Everything needed to prove an answer again. Rows are kept within the row cap. */
export interface Receipt {
  version: 1;
  answerId: string;
  createdAt: string;
  workspace: string;
  workspaceHash: string;
  user: string;
  policyKey: string;
  thread: string;
  question: string;
  asOf: IsoDate;
  query: MetricQuery | null;
  verifiedQuery: string | null;
  /** Databricks SQL before bounding by the gate, so that replay passes the gate again. */
  sql: string | null;
  parameters: Record<string, unknown>;
  tableVersions: Record<string, string>;
  /** SHA-256 over columns and rows in canonical form. */
  resultHash: string | null;
  /** Candidates before and after each stage of retrieval; null where none ran, absent on receipts from before there was one. */
  retrieval?: { name: string; before: number; after: number }[] | null;
  answer: Answer;
}

/** Key-value store with expiry; values are JSON. A fault of the store is a miss, never an exception to the question. */
export interface KeyValue {
  /** `again`: a look after the one that was counted, so that hits and misses stay one a question. */
  get<T>(key: string, again?: "again"): Promise<T | null>;
  set<T>(key: string, value: T, ttlMs: number | null): Promise<void>;
  delete(key: string): Promise<void>;
}

/** The right to do one thing alone for a while, over all processes that share the store. */
export interface Lease {
  /** Ends it early; a lease that was lost meanwhile stays with who has it now. */
  release(): Promise<void>;
}

export interface Leases {
  /**
   * Takes the lease of a key; null while somebody else has it. It is kept until released, or until its process has been gone for
   * some seconds. A fault of the store gives the lease: work is rather done twice than never.
   */
  take(key: string): Promise<Lease | null>;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}
