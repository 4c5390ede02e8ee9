import type { ModelDoor, ModelRequest, Spender, SpendLedger } from "../../contracts/model.js";
import type { KeyValue } from "../../contracts/ports.js";
import { SILENT_LOGGER } from "../../observability/logger.js";
import { createMetrics, type Metrics } from "../../observability/metrics.js";
import { createBudget } from "../budget.js";
import { createMistralTransport } from "../mistral-transport.js";
import { createModelDoor, type DoorOptions } from "../model-door.js";

export interface TestDoor {
  door: ModelDoor;
  metrics: Metrics;
  ledger: ReturnType<typeof memoryLedger>;
}

/** The real door and transport over a server on loopback; only counters and caches live in memory. */
export function testDoor(
  url: string,
  change: Partial<DoorOptions> & { usdPerWorkspacePerDay?: number | null; ledger?: SpendLedger } = {},
): TestDoor {
  const metrics = createMetrics();
  const ledger = memoryLedger();
  const { usdPerWorkspacePerDay = null, ledger: shared, ...options } = change;
  const door = createModelDoor({
    transport: createMistralTransport({ apiKey: "key-planted-4711", serverUrl: url }),
    budget: createBudget(shared ?? ledger, usdPerWorkspacePerDay),
    prompts: null,
    routes: {},
    once: (_, signal, work) => work(signal),
    breaker: { allows: () => true, succeeded: () => {}, failed: () => {} },
    clock: { now: Date.now },
    logger: SILENT_LOGGER,
    metrics,
    random: () => 0,
    ...options,
  });
  return { door, metrics, ledger };
}

export const SPENDER: Spender = {
  answerId: "ans_1",
  workspace: "shop",
  user: "local",
  tokensPerQuestion: null,
  usdPerUserPerDay: null,
};

/** A call that takes any JSON. */
export function jsonRequest(change: Partial<ModelRequest<unknown>> = {}): ModelRequest<unknown> {
  return {
    route: "plan",
    ground: "ledger_incomplete",
    system: "Answer in JSON.",
    user: "What?",
    schema: { name: "anything", schema: { type: "object" } },
    maxOutputTokens: 200,
    read: (text) => {
      try {
        return { ok: true, value: JSON.parse(text) as unknown };
      } catch {
        return { ok: false, problem: "The reply is not JSON." };
      }
    },
    spender: SPENDER,
    ...change,
  };
}

/** The counters' contract in memory, for tests that look at them. */
export function memoryLedger(): SpendLedger & { totals: Map<string, number> } {
  const totals = new Map<string, number>();
  return {
    totals,
    async reserve(items) {
      const next = items.map(({ key, amount }) => (totals.get(key) ?? 0) + amount);
      const index = items.findIndex(({ limit }, at) => limit !== null && (next[at] ?? 0) > limit);
      if (index >= 0) return { ok: false, index, total: totals.get(items[index]?.key ?? "") ?? 0 };
      for (const [at, { key }] of items.entries()) totals.set(key, next[at] ?? 0);
      return { ok: true, totals: next };
    },
    async settle(items) {
      for (const { key, amount } of items) totals.set(key, Math.max(0, (totals.get(key) ?? 0) + amount));
    },
  };
}

export function memoryKeyValue(): KeyValue & { entries: Map<string, string> } {
  const entries = new Map<string, string>();
  return {
    entries,
    get: async <T>(key: string) => {
      const text = entries.get(key);
      return text === undefined ? null : (JSON.parse(text) as T);
    },
    set: async (key, value) => {
      entries.set(key, JSON.stringify(value));
    },
    delete: async (key) => {
      entries.delete(key);
    },
  };
}
