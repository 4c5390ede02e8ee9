/**
 * Milliseconds to wait before the next attempt: what the platform asked for and a little more, otherwise doubling from `baseMs` up to
 * `capMs`, spread over its upper half. `random` is in [0, 1).
 */
export function backoffMs(
  attempt: number,
  retryAfterMs: number | null,
  { baseMs, capMs, random }: { baseMs: number; capMs: number; random: () => number },
): number {
  if (retryAfterMs !== null) return Math.ceil(retryAfterMs + random() * Math.min(250, retryAfterMs * 0.1));
  const full = Math.min(capMs, baseMs * 2 ** Math.min(attempt - 1, 30));
  return Math.ceil(full / 2 + (random() * full) / 2);
}
