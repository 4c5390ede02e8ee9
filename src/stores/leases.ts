import { randomUUID } from "node:crypto";
import type { Clock, Leases } from "../contracts/ports.js";
import type { Logger } from "../observability/logger.js";
import type { Metrics } from "../observability/metrics.js";
import { createCircuitBreaker } from "./circuit-breaker.js";

/** Where leases are kept: a holder has a key until its time is over. */
export interface LeaseStore {
  /** True where the key was free, and is now `holder`'s for `ttlMs`. */
  take(key: string, holder: string, ttlMs: number): Promise<boolean>;
  /** `ttlMs` from now, where the key is still `holder`'s. */
  extend(key: string, holder: string, ttlMs: number): Promise<void>;
  /** Frees the key where it is still `holder`'s. */
  release(key: string, holder: string): Promise<void>;
}

export interface LeasesOptions {
  clock: Clock;
  logger: Logger;
  metrics: Metrics;
  /** How long a lease outlives a process that was killed. */
  ttlMs?: number;
}

const TTL_MS = 5000;
const TIMEOUT_MS = 100;
const BREAKER = { failures: 3, retryMs: 5000 };

/** Leases that their holder extends while it works, so that only a dead one loses them. Nothing here throws. */
export function createLeases(store: LeaseStore, options: LeasesOptions): Leases {
  const { clock, logger, metrics, ttlMs = TTL_MS } = options;
  const breaker = createCircuitBreaker(BREAKER);
  const attempt = async <T>(call: () => Promise<T>, otherwise: T): Promise<T> => {
    if (!breaker.allows(clock.now())) return otherwise;
    try {
      const value = await inTime(call());
      breaker.succeeded();
      return value;
    } catch (error) {
      const wasOpen = breaker.isOpen;
      breaker.failed(clock.now());
      metrics.storeFaults.inc({ store: "lease" });
      if (!wasOpen) logger.warn({ err: error }, "Leases are out; equal work may be done more than once.");
      return otherwise;
    }
  };
  return {
    async take(key) {
      const holder = randomUUID();
      if (!(await attempt(() => store.take(key, holder, ttlMs), true))) return null;
      const beat = setInterval(() => {
        void attempt(() => store.extend(key, holder, ttlMs), undefined);
      }, ttlMs / 3);
      beat.unref();
      return {
        release: async () => {
          clearInterval(beat);
          await attempt(() => store.release(key, holder), undefined);
        },
      };
    },
  };
}

function inTime<T>(call: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No reply in ${TIMEOUT_MS} ms.`)), TIMEOUT_MS);
    call.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
