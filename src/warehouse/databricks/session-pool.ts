import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../../contracts/errors.js";
import type { CallOptions } from "../../contracts/ports.js";
import { bounded, requireCaller } from "./bounded.js";
import type { Driver, DriverSession } from "./driver.js";

/** The driver can end nothing once it is closed; a warehouse that does not answer is not waited for longer. */
const LONGEST_END_MS = 10_000;

/** A few sessions, opened when first needed; one that broke is closed and another opened in its place. */
export class SessionPool {
  readonly #driver: Driver;
  readonly #request: Parameters<Driver["openSession"]>[0];
  readonly #size: number;
  readonly #free: DriverSession[] = [];
  readonly #waiting: { go: () => void; fail: (reason: AppError) => void }[] = [];
  /** What still opens or ends after its caller has gone. */
  readonly #ending = new Set<Promise<unknown>>();
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
    requireCaller(options);
    // A turn comes with the place of the session that was left.
    if (this.#used >= this.#size) await this.#turn(options);
    else this.#used += 1;
    const free = this.#free.pop();
    if (free) return free;
    try {
      const opening = this.#finish(this.#driver.openSession(this.#request));
      const session = await bounded(options, opening, (late) => this.#finish(late.close()));
      if (!this.#closed) return session;
      await this.#finish(session.close()).catch(() => undefined);
      throw closedError();
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
    const ended = after.catch(() => undefined).then(() => session.close());
    void this.#finish(ended).catch(() => undefined);
    this.#leave();
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { fail } of this.#waiting.splice(0)) fail(closedError());
    for (const session of this.#free.splice(0)) void this.#finish(session.close()).catch(() => undefined);
    const enough = AbortSignal.timeout(LONGEST_END_MS);
    // The end of one may begin another: a session that opens late is closed.
    while (this.#ending.size > 0 && !enough.aborted) await this.#someEnd(enough);
    await this.#driver.close();
  }

  #finish<T>(work: Promise<T>): Promise<T> {
    this.#ending.add(work);
    const forget = () => void this.#ending.delete(work);
    work.then(forget, forget);
    return work;
  }

  async #someEnd(enough: AbortSignal): Promise<void> {
    const late = sleep(LONGEST_END_MS, undefined, { signal: enough, ref: false }).catch(() => undefined);
    await Promise.race([late, ...[...this.#ending].map((work) => work.catch(() => undefined))]);
    await nextTurn();
  }

  async #turn(options: CallOptions): Promise<void> {
    const { promise, waiter } = newWaiter();
    this.#waiting.push(waiter);
    try {
      await bounded(options, promise, async () => this.#leave());
    } catch (error) {
      const at = this.#waiting.indexOf(waiter);
      if (at >= 0) this.#waiting.splice(at, 1);
      throw error;
    }
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next.go();
    else this.#used -= 1;
  }
}

function newWaiter() {
  let waiter = { go: (): void => undefined, fail: (_reason: AppError): void => undefined };
  const promise = new Promise<void>((resolve, reject) => {
    waiter = { go: resolve, fail: reject };
  });
  return { promise, waiter };
}

function closedError(): AppError {
  return new AppError(
    "warehouse_unavailable",
    "bug",
    "The warehouse connection is closed.",
    "Open it again.",
  );
}
