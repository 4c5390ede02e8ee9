/** How often and when failed attempts are tried again, over all questions of a process. */
export interface RetryPace {
  /** Milliseconds to wait before the next attempt, or null where there shall be none. */
  next(failed: { attempt: number; retryAfterMs: number | null; leftMs: number }): number | null;
  /** A first attempt earns part of a retry for anyone. */
  started(): void;
}

const MAX_ATTEMPTS = 3;
const BASE_MS = 250;
const MAX_MS = 4000;
/** A reply that comes sooner than this is worth waiting for. */
const USEFUL_MS = 500;
/** Retries are a tenth of the load at most, after a small stock: a server in trouble is not trodden on. */
const STOCK = 10;
const EARNED = 0.1;

/** `random` gives 0..1. Waits are spread over the whole of a growing span; Retry-After is the least. */
export function createRetryPace(random: () => number): RetryPace {
  let stock = STOCK;
  return {
    started: () => {
      stock = Math.min(STOCK, stock + EARNED);
    },
    next({ attempt, retryAfterMs, leftMs }) {
      if (attempt >= MAX_ATTEMPTS || stock < 1) return null;
      const span = Math.min(MAX_MS, BASE_MS * 2 ** attempt);
      const waitMs = (retryAfterMs ?? 0) + random() * span;
      if (waitMs + USEFUL_MS > leftMs) return null;
      stock -= 1;
      return waitMs;
    },
  };
}
