import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** Every metric of the product. Names and labels are promised in the contracts; units stand in the names. */
export interface Metrics {
  registry: Registry;
  questions: Counter<"status" | "path" | "channel">;
  validation: Counter<"outcome">;
  execution: Counter<"outcome">;
  feedback: Counter<"vote" | "channel">;
  correctionRate: Gauge;
  questionSeconds: Histogram<"channel">;
  databaseSeconds: Histogram;
  modelSeconds: Histogram;
  tokens: Counter<"direction" | "model">;
  usd: Counter;
  cache: Counter<"cache" | "outcome">;
  messages: Counter<"channel" | "outcome">;
  deliveries: Counter<"channel" | "outcome">;
  deliverySeconds: Histogram<"channel">;
  queue: Gauge<"queue">;
  resumed: Counter<"what">;
  storeFaults: Counter<"store">;
  steps: Histogram<"step">;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

/** Registers all metrics in a registry of their own. `runtime` adds Node's default ones (memory, event loop lag). */
export function createMetrics(options: { runtime: boolean } = { runtime: false }): Metrics {
  const registry = new Registry();
  if (options.runtime) collectDefaultMetrics({ register: registry, prefix: "assay_" });
  const registers = [registry];
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> =>
    new Counter<L>({ name, help, labelNames, registers });
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []): Gauge<L> =>
    new Gauge<L>({ name, help, labelNames, registers });
  const seconds = <L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[] = [],
  ): Histogram<L> => new Histogram<L>({ name, help, labelNames, buckets: SECONDS, registers });

  return {
    registry,
    questions: counter("assay_questions_total", "Answers by outcome.", ["status", "path", "channel"]),
    validation: counter("assay_validation_total", "Readings and SQL that passed or failed validation.", [
      "outcome",
    ]),
    execution: counter("assay_execution_total", "Statements by outcome.", ["outcome"]),
    feedback: counter("assay_feedback_total", "Votes given; none = taken back.", ["vote", "channel"]),
    correctionRate: gauge(
      "assay_correction_rate",
      "Answers with an unrejected correction per delivered answer.",
    ),
    questionSeconds: seconds("assay_question_seconds", "From start of work to the answer.", ["channel"]),
    databaseSeconds: seconds("assay_database_seconds", "Time in the warehouse per question."),
    modelSeconds: seconds("assay_model_seconds", "Time in language models per question."),
    tokens: counter("assay_tokens_total", "Tokens by direction and model.", ["direction", "model"]),
    usd: counter("assay_usd_total", "Money spent on models, in US dollars."),
    cache: counter("assay_cache_total", "Look-ups by cache and outcome.", ["cache", "outcome"]),
    messages: counter("assay_messages_total", "Messages handed in: accepted, seen before, or refused.", [
      "channel",
      "outcome",
    ]),
    deliveries: counter("assay_deliveries_total", "Attempts to deliver, by outcome.", ["channel", "outcome"]),
    deliverySeconds: seconds("assay_delivery_seconds", "From commit of an answer to its delivery.", [
      "channel",
    ]),
    queue: gauge("assay_queue_depth", "Rows that wait.", ["queue"]),
    resumed: counter("assay_resumed_total", "Work taken up again after a process died.", ["what"]),
    storeFaults: counter("assay_store_faults_total", "Faults of a store that were treated as misses.", [
      "store",
    ]),
    steps: seconds("assay_step_seconds", "Time of one step of a question.", ["step"]),
  };
}
