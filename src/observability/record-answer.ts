import type { Answer } from "../contracts/answer.js";
import type { ChannelName } from "../contracts/conversation.js";
import { boundedLabel } from "./labels.js";
import type { Metrics } from "./metrics.js";

/** Counts one answer once: status, times, money, validation, execution. Steps, caches and tokens are counted where they happen. */
export function recordAnswer(metrics: Metrics, answer: Answer, channel: ChannelName): void {
  metrics.questions.inc({ status: answer.status, path: answer.path ?? "none", channel });
  metrics.questionSeconds.observe({ channel }, answer.timings.totalMs / 1000);
  if (answer.timings.databaseMs > 0) metrics.databaseSeconds.observe(answer.timings.databaseMs / 1000);
  if (answer.timings.modelMs > 0) metrics.modelSeconds.observe(answer.timings.modelMs / 1000);
  if (answer.usage.usd > 0) metrics.usd.inc(answer.usage.usd);
  const validation = validationOf(answer);
  if (validation !== null) metrics.validation.inc({ outcome: validation });
  if (answer.executedSql !== null) metrics.execution.inc({ outcome: "succeeded" });
  else if (answer.error?.code.startsWith("warehouse_")) {
    metrics.execution.inc({
      outcome: boundedLabel("execution", answer.error.code.slice("warehouse_".length)),
    });
  }
}

/** Counts the tokens of one model call. */
export function recordTokens(
  metrics: Metrics,
  call: { model: string; inputTokens: number; outputTokens: number },
): void {
  const model = boundedLabel("model", call.model);
  metrics.tokens.inc({ direction: "input", model }, call.inputTokens);
  metrics.tokens.inc({ direction: "output", model }, call.outputTokens);
}

/** Null where nothing came to be validated. Rival readings that were run to show their numbers have passed. */
function validationOf(answer: Answer): "passed" | "failed" | "denied" | null {
  if (answer.refusal?.code === "unsafe") return "denied";
  if (answer.sql !== null) return "passed";
  if (answer.timings.steps.validate === undefined) return null;
  const previewed = answer.clarification?.options.some(({ preview }) => preview !== undefined) ?? false;
  return previewed || answer.timings.databaseMs > 0 ? "passed" : "failed";
}
