import { setTimeout as sleep } from "node:timers/promises";
import type { Leases } from "../../contracts/ports.js";

export interface SharedWork<T> {
  /** Null = nobody else is asked. */
  leases: Leases | null;
  /** What was made already, by whomever. */
  find(again?: "again"): Promise<T | null>;
  /** Makes it, and puts it where `find` looks. */
  make(): Promise<T>;
  signal: AbortSignal;
}

const LOOK_AGAIN_MS = 50;

/**
 * What is there already, or what one process alone makes while the others wait for it. Whoever holds the lease when its maker is
 * gone makes it anew; what is made is right in any case, only the number of times is at stake.
 */
export async function onceAcross<T>(key: string, work: SharedWork<T>): Promise<{ value: T; found: boolean }> {
  const { leases, find, make, signal } = work;
  for (let again: "again" | undefined; ; again = "again") {
    const known = await find(again);
    if (known !== null) return { value: known, found: true };
    if (leases === null) return { value: await make(), found: false };
    const lease = await leases.take(key);
    if (lease === null) {
      await sleep(LOOK_AGAIN_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
      continue;
    }
    try {
      // The holder before may have finished between the look and the lease.
      const late = await find("again");
      return late === null ? { value: await make(), found: false } : { value: late, found: true };
    } finally {
      await lease.release();
    }
  }
}
