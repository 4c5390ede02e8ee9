import { AppError } from "../../contracts/errors.js";
import type { CallOptions } from "../../contracts/ports.js";

/**
 * Waits for work no longer than the caller does. The work itself goes on; `onLeft` gets its result when it comes
 * after all, to cancel and close it.
 */
export async function bounded<T>(
  options: CallOptions,
  work: Promise<T>,
  onLeft: (late: T) => Promise<unknown>,
): Promise<T> {
  let left = false;
  let deadline: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const stopped = new Promise<never>((_, reject) => {
    onAbort = () => reject(cancelled());
    if (options.signal.aborted) onAbort();
    options.signal.addEventListener("abort", onAbort, { once: true });
    deadline = setTimeout(() => reject(timedOut(options.timeoutMs)), options.timeoutMs);
  });
  work.then(
    (late) => (left ? onLeft(late).catch(() => undefined) : undefined),
    () => undefined,
  );
  try {
    return await Promise.race([work, stopped]);
  } catch (error) {
    left = true;
    throw error;
  } finally {
    clearTimeout(deadline);
    if (onAbort) options.signal.removeEventListener("abort", onAbort);
  }
}

function timedOut(timeoutMs: number): AppError {
  return new AppError(
    "warehouse_timeout",
    "warehouse",
    `The warehouse did not answer within ${Math.round(timeoutMs / 100) / 10} s; it may still be starting.`,
    "Ask again in a minute, or ask for a shorter period.",
  );
}

function cancelled(): AppError {
  return new AppError("warehouse_cancelled", "user", "The statement was cancelled.", "Ask again.");
}
