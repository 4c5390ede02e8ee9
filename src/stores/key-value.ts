import { Keyv, type KeyvStoreAdapter } from "keyv";
import type { Clock, KeyValue } from "../contracts/ports.js";
import type { Logger } from "../observability/logger.js";
import type { Metrics } from "../observability/metrics.js";
import { createCircuitBreaker } from "./circuit-breaker.js";

export interface KeyValueOptions {
  /** Where entries are kept: SQLite or Redis. */
  adapter: KeyvStoreAdapter;
  /** Prefix of its keys, and its name in metrics. */
  name: string;
  clock: Clock;
  logger: Logger;
  metrics: Metrics;
  /** Milliseconds after which a call counts as failed; a cache must not be slower than what it saves. */
  timeoutMs?: number;
  /** Larger values are not kept. */
  maxValueBytes?: number;
}

const TIMEOUT_MS = 100;
/** Keyv and its Redis adapter both prefix, and an adapter has one namespace only: so the name goes into the key here. */
const NAMESPACE = "assay";
const MAX_VALUE_BYTES = 2_000_000;
const BREAKER = { failures: 3, retryMs: 5000 };

/** A key-value store over keyv. A fault, a late reply or an open circuit is a miss; nothing here throws. */
export function createKeyValue(options: KeyValueOptions): KeyValue {
  const { name, clock, logger, metrics, timeoutMs = TIMEOUT_MS, maxValueBytes = MAX_VALUE_BYTES } = options;
  const keyv = new Keyv<string>({
    store: options.adapter,
    namespace: NAMESPACE,
    useKeyPrefix: false,
    throwOnErrors: true,
  });
  keyv.on("error", () => undefined);
  const breaker = createCircuitBreaker(BREAKER);

  const attempt = async <T>(call: () => Promise<T>): Promise<T | null> => {
    if (!breaker.allows(clock.now())) return null;
    try {
      const value = await inTime(call(), timeoutMs);
      breaker.succeeded();
      return value;
    } catch (error) {
      const wasOpen = breaker.isOpen;
      breaker.failed(clock.now());
      metrics.storeFaults.inc({ store: name });
      if (!wasOpen)
        logger.warn({ cache: name, err: error }, "A cache did not answer; its entries count as missing.");
      return null;
    }
  };

  return {
    get: async <T>(key: string, again?: "again") => {
      const text = (await attempt(() => keyv.get(`${name}:${key}`))) ?? null;
      if (again === undefined) metrics.cache.inc({ cache: name, outcome: text === null ? "miss" : "hit" });
      return text === null ? null : parse<T>(text);
    },
    set: async (key, value, ttlMs) => {
      const text = JSON.stringify(value);
      if (text === undefined || Buffer.byteLength(text) > maxValueBytes) {
        metrics.cache.inc({ cache: name, outcome: "too-large" });
        return;
      }
      await attempt(() => keyv.set(`${name}:${key}`, text, ttlMs ?? undefined));
    },
    delete: async (key) => {
      await attempt(() => keyv.delete(`${name}:${key}`));
    },
  };
}

function parse<T>(text: string): T | null {
  try {
    return JSON.parse(text) as T;
  } catch {
    return null;
  }
}

function inTime<T>(call: Promise<T>, timeoutMs: number): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const late = new Error(`No reply in ${timeoutMs} ms.`);
    const timer = setTimeout(() => reject(late), timeoutMs);
    call.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
