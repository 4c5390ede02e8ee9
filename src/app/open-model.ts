import { SingleFlight } from "../agents/extract/single-flight.js";
import { createPlanner } from "../agents/plan/model-planner.js";
import type { Planner, Writer } from "../agents/ports.js";
import { createWriter } from "../agents/respond/write/model-writer.js";
import type { Config } from "../config.js";
import type { SpendLedger } from "../contracts/model.js";
import type { Clock, KeyValue } from "../contracts/ports.js";
import type { Logger } from "../observability/logger.js";
import type { Metrics } from "../observability/metrics.js";
import { createCircuitBreaker } from "../stores/circuit-breaker.js";

export interface OpenModelOptions {
  config: Config;
  prompts: KeyValue;
  spend: SpendLedger;
  clock: Clock;
  logger: Logger;
  metrics: Metrics;
}

export interface OpenModel {
  planner: Planner | null;
  writer: Writer | null;
  close(): Promise<void>;
}

const BREAKER = { failures: 5, retryMs: 10_000 };

/** What the agents ask a model through; nothing where none is configured, so that the zero-token path serves alone. Loads the SDK only then. */
export async function openModel(options: OpenModelOptions): Promise<OpenModel> {
  const { config, spend } = options;
  const transport = await openTransport(config);
  if (transport === null) return { planner: null, writer: null, close: async () => {} };
  const { createModelDoor } = await import("../llm/model-door.js");
  const { createBudget } = await import("../llm/budget.js");
  const flights = new SingleFlight<unknown>();
  const door = createModelDoor({
    ...options,
    // A recording must see every prompt.
    prompts: config.model.cassette === null ? options.prompts : null,
    transport: transport.transport,
    budget: createBudget(spend, config.model.usdPerWorkspacePerDay),
    routes: config.model.routes,
    // A key names one kind of work, so what comes back is what was asked for.
    once: <T>(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>) =>
      flights.run(key, signal, work) as Promise<T>,
    breaker: createCircuitBreaker(BREAKER),
  });
  return { planner: createPlanner(door), writer: createWriter(door), close: transport.close };
}

async function openTransport({ mistral, model }: Config) {
  if (mistral === null && model.cassette === null) return null;
  const server =
    mistral === null ? null : (await import("../llm/mistral-transport.js")).createMistralTransport(mistral);
  if (model.cassette === null) return server && { transport: server, close: async () => {} };
  const { openCassette } = await import("../llm/cassette.js");
  return openCassette(model.cassette, server);
}
