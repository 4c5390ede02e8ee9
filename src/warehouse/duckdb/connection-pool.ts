import { setMaxListeners } from "node:events";
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { AppError } from "../../contracts/errors.js";
import type { CallOptions } from "../../contracts/ports.js";
import { stopReason, timedOut } from "./interruptible.js";

/** A few connections of one instance; a call waits for a free one no longer than its deadline. */
export class ConnectionPool {
  readonly #instance: DuckDBInstance;
  readonly #size: number;
  readonly #free: DuckDBConnection[] = [];
  readonly #waiting: ((connection: DuckDBConnection) => void)[] = [];
  #opened = 0;
  #busy = 0;
  #closed = false;
  #drained: (() => void) | null = null;

  constructor(instance: DuckDBInstance, size: number) {
    this.#instance = instance;
    this.#size = size;
  }

  /** Lends a connection to `work`, with the milliseconds left of the deadline. */
  async use<T>(
    options: CallOptions,
    work: (connection: DuckDBConnection, left: CallOptions) => Promise<T>,
  ): Promise<T> {
    const started = performance.now();
    // Many statements of one question share its signal; that is no leak.
    setMaxListeners(0, options.signal);
    const connection = await this.#take(options);
    try {
      const timeoutMs = Math.max(1, options.timeoutMs - (performance.now() - started));
      return await work(connection, { signal: options.signal, timeoutMs });
    } finally {
      this.#give(connection);
    }
  }

  /** Waits for running work, then closes every connection. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#busy > 0) {
      await new Promise<void>((resolve) => {
        this.#drained = resolve;
      });
    }
    for (const connection of this.#free.splice(0)) connection.closeSync();
  }

  async #take(options: CallOptions): Promise<DuckDBConnection> {
    const stopped = stopReason(options.signal);
    if (stopped) throw stopped;
    if (this.#closed) throw closedError();
    this.#busy += 1;
    const free = this.#free.pop();
    if (free) return free;
    try {
      if (this.#opened < this.#size) {
        this.#opened += 1;
        return await this.#instance.connect();
      }
      return await this.#wait(options);
    } catch (error) {
      this.#leave();
      throw error;
    }
  }

  #wait(options: CallOptions): Promise<DuckDBConnection> {
    return new Promise((resolve, reject) => {
      const finish = () => {
        clearTimeout(deadline);
        options.signal.removeEventListener("abort", onAbort);
      };
      const taker = (connection: DuckDBConnection) => {
        finish();
        resolve(connection);
      };
      const giveUp = (error: AppError) => {
        this.#waiting.splice(this.#waiting.indexOf(taker), 1);
        finish();
        reject(error);
      };
      const onAbort = () => giveUp(stopReason(options.signal) ?? closedError());
      const deadline = setTimeout(() => giveUp(timedOut(options.timeoutMs)), options.timeoutMs);
      options.signal.addEventListener("abort", onAbort, { once: true });
      this.#waiting.push(taker);
    });
  }

  #give(connection: DuckDBConnection): void {
    const next = this.#waiting.shift();
    if (next) next(connection);
    else this.#free.push(connection);
    this.#leave();
  }

  #leave(): void {
    this.#busy -= 1;
    if (this.#busy === 0) this.#drained?.();
  }
}

function closedError(): AppError {
  return new AppError("warehouse_unavailable", "bug", "The embedded database is closed.", "Open it again.");
}
