import type { CallOptions } from "./ports.js";

export const MODEL_ROUTES = ["classify", "plan", "write"] as const;
/** What a model is asked for: what kind of question it is, a reading of it, or prose. */
export type ModelRoute = (typeof MODEL_ROUTES)[number];

/** Why a model is asked at all; nothing else justifies a call. */
export type ModelGround =
  | "ledger_incomplete"
  | "low_confidence"
  | "no_metric_query"
  | "repair"
  | "why"
  | "several_findings"
  | "language";

/** Who pays for a call, and up to which limits. US dollars; null = no limit. */
export interface Spender {
  answerId: string;
  workspace: string;
  user: string;
  tokensPerQuestion: number | null;
  usdPerUserPerDay: number | null;
}

export interface ModelRequest<T> {
  route: ModelRoute;
  ground: ModelGround;
  /** Rules and catalogue: equal from question to question, so that providers can cache it. */
  system: string;
  /** What changes: fenced data, and the question last. */
  user: string;
  schema: { name: string; schema: Record<string, unknown> } | null;
  maxOutputTokens: number;
  /** Takes the reply apart; a problem is said in a sentence that a model can act on. */
  read(text: string): ModelReading<T>;
  spender: Spender;
}

export type ModelReading<T> = { ok: true; value: T } | { ok: false; problem: string };

export interface ModelUsage {
  inputTokens: number;
  outputTokens: number;
  usd: number;
  modelMs: number;
  /** Served from the prompt cache. */
  cached: boolean;
}

export interface ModelReply<T> {
  reading: ModelReading<T>;
  /** As it came, for a repair; at most some kilobytes. */
  text: string;
  /** The model that answered, by its own word. */
  model: string;
  usage: ModelUsage;
  /** Sentences that the person should read, such as that most of a budget is spent. */
  notices: string[];
}

/**
 * The one way to a language model. Throws AppError (fault "model": model_unavailable, model_rate_limited, model_timeout,
 * model_refused, model_reply_cut, model_reply_too_large, model_budget, model_calls) when there is no reply to be had; `spent` on
 * it is what was paid nevertheless.
 */
export interface ModelDoor {
  ask<T>(request: ModelRequest<T>, options: CallOptions): Promise<ModelReply<T>>;
}

/** One counter that a call adds to. Amounts are whole numbers: calls, tokens, or billionths of a US dollar. */
export interface SpendItem {
  key: string;
  amount: number;
  limit: number | null;
  /** Milliseconds since the epoch from which the counter may be forgotten. */
  expiresAt: number;
}

/** Counters that several processes share. Calls throw when the store is down: money is never spent uncounted. */
export interface SpendLedger {
  /** Adds every amount, or none of them where one would pass its limit. `totals` stand in the order of the items. */
  reserve(
    items: readonly SpendItem[],
  ): Promise<{ ok: true; totals: number[] } | { ok: false; index: number; total: number }>;
  /** Corrects what was reserved to what it came to; amounts may be negative. */
  settle(items: readonly { key: string; amount: number }[]): Promise<void>;
}
