import type { ModelDoor, ModelReading, ModelReply, ModelRequest } from "../contracts/model.js";
import type { CallOptions, KeyValue } from "../contracts/ports.js";
import { type PaidCallParts, paidCall } from "./paid-call.js";
import { createRetryPace } from "./retry-pace.js";
import { modelFor, type RouteModels } from "./routes.js";
import { promptKey, type WireReply, type WireRequest } from "./wire-exchange.js";

export interface DoorOptions extends Omit<PaidCallParts, "pace" | "pause"> {
  /** Replies by prompt; null = none is kept. */
  prompts: KeyValue | null;
  routes: Partial<RouteModels>;
  /** Runs equal work once at a time for all who ask for it. */
  once<T>(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** 0..1, for jitter. */
  random?: () => number;
}

const PROMPT_TTL_MS = 24 * 3600_000;
const KEPT_TEXT = 4000;

/** The door over one transport: prompt cache, single flight, budget, retries and breaker, in this order. */
export function createModelDoor(options: DoorOptions): ModelDoor {
  const parts = { ...options, pace: createRetryPace(options.random ?? Math.random), pause: { until: 0 } };
  return {
    async ask<T>(request: ModelRequest<T>, call: CallOptions): Promise<ModelReply<T>> {
      const wire = wireOf(request, options.routes);
      const key = `prompt:${promptKey(wire)}`;
      const kept = await options.prompts?.get<WireReply>(key);
      if (kept) return cachedReply(kept, request);
      let mine = false;
      const payer = `${request.spender.workspace}\u0000${request.spender.user}`;
      const paid = await options.once(`${key}\u0000${payer}`, call.signal, (signal) => {
        mine = true;
        return paidCall(request, wire, { ...call, signal }, parts);
      });
      if (!mine) return cachedReply(paid.reply, request);
      const reading = readingOf(paid.reply, request);
      if (reading.ok) await options.prompts?.set(key, paid.reply, PROMPT_TTL_MS);
      return { ...base(paid.reply), reading, usage: paid.usage, notices: paid.notices };
    },
  };
}

function wireOf(
  { route, ground, system, user, schema, maxOutputTokens }: ModelRequest<unknown>,
  routes: Partial<RouteModels>,
): WireRequest {
  return { model: modelFor(route, ground, routes), system, user, schema, maxOutputTokens };
}

function readingOf<T>(reply: WireReply, { read }: ModelRequest<T>): ModelReading<T> {
  return reply.whole ? read(reply.text) : { ok: false, problem: "The reply was too long and was cut." };
}

function cachedReply<T>(reply: WireReply, request: ModelRequest<T>): ModelReply<T> {
  const usage = { inputTokens: 0, outputTokens: 0, usd: 0, modelMs: 0, cached: true };
  return { ...base(reply), reading: readingOf(reply, request), usage, notices: [] };
}

function base({ text, model }: WireReply): { text: string; model: string } {
  return { text: text.slice(0, KEPT_TEXT), model };
}
