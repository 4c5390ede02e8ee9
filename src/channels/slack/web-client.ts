import { ErrorCode, type Logger, LogLevel, WebClient } from "@slack/web-api";
import type { DeliveryOutcome } from "../../contracts/conversation.js";

const CALL_TIMEOUT_MS = 10_000;

/** A client that neither retries nor waits by itself: the outbox decides when to try again. */
export function createWebClient(token: string, apiUrl: string | null): WebClient {
  return new WebClient(token, {
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: CALL_TIMEOUT_MS,
    logger: SILENT,
  });
}

/** Failures come back as errors and are reported once, by whoever handles them; the library would print them beside the log. */
export const SILENT: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

/** The platform's own error code ("invalid_blocks"), or null where the failure is another. */
export function platformError(error: unknown): string | null {
  const data = read(error, "data");
  const code = read(data, "error");
  return read(error, "code") === ErrorCode.PlatformError && typeof code === "string" ? code : null;
}

/**
 * What a failed call means for a delivery. Rate limits and refusals are certain: nothing was posted. A broken
 * connection, a timeout or a 5xx may have come after Slack took the message.
 */
export function outcomeOf(error: unknown): DeliveryOutcome {
  if (read(error, "code") === ErrorCode.RateLimitedError) {
    const seconds = Number(read(error, "retryAfter"));
    return {
      kind: "retry",
      retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : null,
      uncertain: false,
      reason: "rate limited",
    };
  }
  const platform = platformError(error);
  if (platform !== null) {
    return PASSING.has(platform)
      ? { kind: "retry", retryAfterMs: null, uncertain: true, reason: platform }
      : { kind: "failed", reason: platform };
  }
  return {
    kind: "retry",
    retryAfterMs: null,
    uncertain: true,
    reason: String(read(error, "code") ?? "network"),
  };
}

/** Errors that Slack documents as passing. */
const PASSING = new Set([
  "internal_error",
  "fatal_error",
  "service_unavailable",
  "request_timeout",
  "ratelimited",
]);

function read(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && key in value ? Reflect.get(value, key) : undefined;
}
