import type { CallOptions } from "../../contracts/ports.js";

/**
 * Runs a call that knows no deadline of its own. Rejects when time or patience is over; `alive` tells the call that nobody
 * waits for it any more.
 */
export async function inTime<T>(
  call: (alive: () => boolean) => Promise<T>,
  { signal, timeoutMs }: CallOptions,
): Promise<T> {
  const stop = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  stop.throwIfAborted();
  return new Promise<T>((resolve, reject) => {
    const give = (): void => reject(stop.reason);
    stop.addEventListener("abort", give, { once: true });
    call(() => !stop.aborted)
      .then(resolve, reject)
      .finally(() => stop.removeEventListener("abort", give));
  });
}
