import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../contracts/errors.js";
import type { ModelReply, ModelRequest } from "../contracts/model.js";
import { ModelFault } from "../contracts/model-fault.js";
import type { CallOptions, Clock } from "../contracts/ports.js";
import type { Logger } from "../observability/logger.js";
import type { Metrics } from "../observability/metrics.js";
import { recordTokens } from "../observability/record-answer.js";
import type { Budget } from "./budget.js";
import type { RetryPace } from "./retry-pace.js";
import { nanoUsd } from "./routes.js";
import { likelyInputTokens, mostInputTokens } from "./token-estimate.js";
import type { ModelTransport, WireFault, WireReply, WireRequest } from "./wire-exchange.js";

export interface PaidCallParts {
  transport: ModelTransport;
  budget: Budget;
  /** Stops calls to a server that keeps failing. */
  breaker: { allows(now: number): boolean; succeeded(): void; failed(now: number): void };
  pace: RetryPace;
  /** Until when the server asked to be left alone. */
  pause: { until: number };
  clock: Clock;
  logger: Logger;
  metrics: Metrics;
}

export interface Paid {
  reply: WireReply;
  usage: ModelReply<unknown>["usage"];
  notices: string[];
}

/**
 * One call with its retries, each attempt reserved before it is made. Throws ModelFault where no reply is to be had in time, and
 * the reason of the caller's signal; what is then in flight stays reserved, for it may be charged.
 */
export async function paidCall(
  { route, ground, spender }: ModelRequest<unknown>,
  wire: WireRequest,
  { signal, timeoutMs }: CallOptions,
  parts: PaidCallParts,
): Promise<Paid> {
  const { transport, budget, breaker, clock, logger, metrics, pace, pause } = parts;
  const startedAt = clock.now();
  const endsAt = startedAt + timeoutMs;
  const estimate = estimateOf(wire, transport);
  let spent = 0;
  pace.started();
  for (let attempt = 1; ; attempt += 1) {
    const now = clock.now();
    if (now < pause.until || !breaker.allows(now)) throw new ModelFault(resting(), spent / NANO);
    const reservation = await reserved(() => budget.reserve(spender, estimate, now), spent);
    const outcome = await transport.send(wire, { signal, timeoutMs: endsAt - clock.now() });
    const said = { model: wire.model, kind: route, reason: ground, attempt, durationMs: clock.now() - now };
    if (outcome.kind === "reply") {
      breaker.succeeded();
      const { inputTokens, outputTokens, nanoUsd: cost } = costOf(outcome, wire);
      const paid = { tokens: inputTokens + outputTokens, nanoUsd: transport.free ? 0 : cost };
      const notices = await reservation.settle(paid);
      recordTokens(metrics, { model: wire.model, inputTokens, outputTokens });
      const usd = (spent + cost) / NANO;
      logger.info({ ...said, inputTokens, outputTokens, usd }, "A language model answered.");
      const usage = { inputTokens, outputTokens, usd, modelMs: clock.now() - startedAt, cached: false };
      return { reply: outcome, usage, notices };
    }
    const owed = outcome.owed ? estimate : { nanoUsd: 0, tokens: 0 };
    await reservation.settle(owed);
    spent += owed.nanoUsd;
    logger.warn({ ...said, code: outcome.error.code }, "A language model did not answer.");
    if (outcome.sick) breaker.failed(clock.now());
    const waitMs = waitAfter(outcome, attempt, endsAt - clock.now(), parts);
    if (waitMs === null) throw new ModelFault(outcome.error, spent / NANO);
    await sleep(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

const NANO = 1e9;

/** Where the server wants more time than the question has, the questions after it don't ask either. */
function waitAfter(fault: WireFault, attempt: number, leftMs: number, { pace, pause, clock }: PaidCallParts) {
  const { retry, retryAfterMs } = fault;
  if (retryAfterMs !== null && retryAfterMs > leftMs)
    pause.until = clock.now() + Math.min(retryAfterMs, MAX_PAUSE_MS);
  return retry ? pace.next({ attempt, retryAfterMs, leftMs }) : null;
}

const MAX_PAUSE_MS = 5 * 60_000;

async function reserved<T>(reserve: () => Promise<T>, spent: number): Promise<T> {
  try {
    return await reserve();
  } catch (error) {
    if (error instanceof AppError && error.fault === "model") throw new ModelFault(error, spent / NANO);
    throw error;
  }
}

function estimateOf(wire: WireRequest, { free }: ModelTransport) {
  return {
    nanoUsd: free ? 0 : nanoUsd(wire.model, mostInputTokens(wire), wire.maxOutputTokens),
    tokens: likelyInputTokens(wire) + wire.maxOutputTokens,
  };
}

/** What the server counted; where it did not count, the most that it can be. */
function costOf(reply: WireReply, wire: WireRequest) {
  const inputTokens = reply.inputTokens ?? mostInputTokens(wire);
  const outputTokens = reply.outputTokens ?? wire.maxOutputTokens;
  return { inputTokens, outputTokens, nanoUsd: nanoUsd(wire.model, inputTokens, outputTokens) };
}

function resting(): AppError {
  return new AppError(
    "model_unavailable",
    "model",
    "The language model's server is left alone for a while, as it failed or asked for it.",
    "Ask again later; what is read without a model goes on.",
  );
}
