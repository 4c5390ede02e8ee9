import { AppError } from "../../contracts/errors.js";
import type { CallOptions } from "../../contracts/ports.js";
import { bounded } from "./bounded.js";
import type { Driver, DriverSession } from "./driver.js";

/** A few sessions, opened when first needed; one that broke is closed and another opened in its place. */
export class SessionPool {
  readonly #driver: Driver;
  readonly #request: Parameters<Driver["openSession"]>[0];
  readonly #size: number;
  readonly #free: DriverSession[] = [];
  readonly #waiting: (() => void)[] = [];
  #used = 0;
  #closed = false;

  constructor(driver: Driver, request: Parameters<Driver["openSession"]>[0], size: number) {
    this.#driver = driver;
    this.#request = request;
    this.#size = size;
  }

  /** A session for one statement, within the caller's patience. Give it back with `release` or `discard`. */
  async take(options: CallOptions): Promise<DriverSession> {
    if (this.#closed) throw closedError();
    if (this.#used >= this.#size) await this.#turn(options);
    this.#used += 1;
    const free = this.#free.pop();
    if (free) return free;
    try {
      return await bounded(options, this.#driver.openSession(this.#request), (late) => late.close());
    } catch (error) {
      this.#leave();
      throw error;
    }
  }

  release(session: DriverSession): void {
    if (this.#closed) void session.close().catch(() => undefined);
    else this.#free.push(session);
    this.#leave();
  }

  /** For a session that broke, or that still has to get rid of a statement (`after`). */
  discard(session: DriverSession, after: Promise<unknown>): void {
    void after
      .catch(() => undefined)
      .then(() => session.close())
      .catch(() => undefined);
    this.#leave();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#free.splice(0).map((session) => session.close()));
    await this.#driver.close();
  }

  async #turn(options: CallOptions): Promise<void> {
    let next: () => void = () => undefined;
    const turn = new Promise<void>((resolve) => {
      next = resolve;
    });
    this.#waiting.push(next);
    try {
      await bounded(options, turn, async () => this.#wake());
    } catch (error) {
      const at = this.#waiting.indexOf(next);
      if (at >= 0) this.#waiting.splice(at, 1);
      throw error;
    }
  }

  #leave(): void {
    this.#used -= 1;
    this.#wake();
  }

  #wake(): void {
    this.#waiting.shift()?.();
  }
}

function closedError(): AppError {
  return new AppError(
    "warehouse_unavailable",
    "bug",
    "The warehouse connection is closed.",
    "Open it again.",
  );
}
