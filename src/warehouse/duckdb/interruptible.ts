import type { DuckDBConnection } from "@duckdb/node-api";
import { AppError } from "../../contracts/errors.js";
import type { CallOptions } from "../../contracts/ports.js";

const INTERRUPT_AGAIN_MS = 20;

/** Runs work on a connection and interrupts the engine on abort or deadline; rejects with warehouse_cancelled or warehouse_timeout. */
export async function interruptible<T>(
  connection: DuckDBConnection,
  options: CallOptions,
  work: () => Promise<T>,
): Promise<T> {
  let stopped: AppError | null = stopReason(options.signal);
  if (stopped) throw stopped;
  let again: NodeJS.Timeout | undefined;
  const stop = (reason: AppError) => {
    stopped ??= reason;
    connection.interrupt();
    // The engine forgets an interrupt that reaches it between two statements.
    again ??= setInterval(() => connection.interrupt(), INTERRUPT_AGAIN_MS);
  };
  const onAbort = () => stop(cancelled());
  const deadline = setTimeout(() => stop(timedOut(options.timeoutMs)), options.timeoutMs);
  options.signal.addEventListener("abort", onAbort, { once: true });
  try {
    const result = await work();
    if (stopped) throw stopped;
    return result;
  } catch (error) {
    throw stopped ?? error;
  } finally {
    clearTimeout(deadline);
    clearInterval(again);
    options.signal.removeEventListener("abort", onAbort);
  }
}

/** The error for a call whose caller has gone already; null while it is wanted. */
export function stopReason(signal: AbortSignal): AppError | null {
  return signal.aborted ? cancelled() : null;
}

export function timedOut(timeoutMs: number): AppError {
  return new AppError(
    "warehouse_timeout",
    "warehouse",
    `The statement ran longer than its limit of ${Math.round(timeoutMs / 100) / 10} s and was stopped.`,
    "Ask for a shorter period or fewer groups.",
  );
}

function cancelled(): AppError {
  return new AppError("warehouse_cancelled", "user", "The statement was cancelled.", "Ask again.");
}
