import { AppError } from "../../contracts/errors.js";
import type { CallOptions } from "../../contracts/ports.js";

/**
 * Waits for work no longer than the caller does. The work itself goes on; `onLeft` gets its result when it comes
 * after all, to cancel and close it.
 */
export function bounded<T>(
  options: CallOptions,
  work: Promise<T>,
  onLeft: (late: T) => Promise<unknown>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    // Whoever comes first decides, at once: a result is either given to the caller or to `onLeft`, never to none or both.
    let left = false;
    const leave = (reason: AppError) => {
      left = true;
      end();
      reject(reason);
    };
    const onAbort = () => leave(cancelled());
    const deadline = setTimeout(() => leave(timedOut(options.timeoutMs)), options.timeoutMs);
    const end = () => {
      clearTimeout(deadline);
      options.signal.removeEventListener("abort", onAbort);
    };
    options.signal.addEventListener("abort", onAbort, { once: true });
    if (options.signal.aborted) onAbort();
    work.then(
      (result) => {
        if (left) return onLeft(result).catch(() => undefined);
        end();
        resolve(result);
        return undefined;
      },
      (error: unknown) => {
        end();
        reject(error);
      },
    );
  });
}

/** Throws where the caller has gone already: nothing is begun for it. */
export function requireCaller({ signal }: CallOptions): void {
  if (signal.aborted) throw cancelled();
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
