import { createHash } from "node:crypto";
import type { AppError } from "../contracts/errors.js";
import type { CallOptions } from "../contracts/ports.js";

/** One request as it goes to a model, whatever carries it. */
export interface WireRequest {
  model: string;
  system: string;
  user: string;
  schema: { name: string; schema: Record<string, unknown> } | null;
  maxOutputTokens: number;
}

export interface WireReply {
  kind: "reply";
  text: string;
  /** The model that answered, by its own word. */
  model: string;
  /** Null where the server did not count. */
  inputTokens: number | null;
  outputTokens: number | null;
  /** False where the reply was cut at its length. */
  whole: boolean;
}

export interface WireFault {
  kind: "fault";
  error: AppError;
  retry: boolean;
  /** How long the server asked to be left alone; null = it did not say. */
  retryAfterMs: number | null;
  /** False where it is sure that nothing was computed, and so nothing is owed. */
  owed: boolean;
  /** Counts against the server's health. */
  sick: boolean;
}

/** One attempt. Faults are values here; it throws only the reason of the caller's own signal. */
export interface ModelTransport {
  send(request: WireRequest, options: CallOptions): Promise<WireReply | WireFault>;
  /** True where nothing is paid for a reply: recorded exchanges. */
  readonly free: boolean;
}

export const TEMPERATURE = 0;
export const SEED = 7;

/** Identifies a prompt: model, parameters and words, after NFC and with runs of white space as one space; nothing looser. */
export function promptKey(request: WireRequest): string {
  const parts = [
    request.model,
    TEMPERATURE,
    SEED,
    request.maxOutputTokens,
    request.schema,
    normalised(request.system),
    normalised(request.user),
  ];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

function normalised(text: string): string {
  return text.normalize("NFC").replace(/\s+/gu, " ").trim();
}
