import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer } from "../contracts/answer.js";
import { AppError } from "../contracts/errors.js";
import { boundedLabel } from "./labels.js";
import { createLogger } from "./logger.js";
import { createMetrics } from "./metrics.js";
import { recordAnswer, recordTokens } from "./record-answer.js";
import { exampleAnswer } from "./testing/example-answer.js";

function captured() {
  const lines: string[] = [];
  const logger = createLogger({ level: "debug", destination: { write: (line) => void lines.push(line) } });
  return { logger, text: () => lines.join("") };
}

describe("logger", () => {
  const secrets = [
    "xoxb-1234567890-abcdefSECRET",
    "Bearer abc.def.ghi",
    "ana.silva@example.com",
    "dapi0123456789abcdef",
    "+49 170 1234567",
    "redis://user:hunter22@cache:6379",
  ];

  it.each(secrets)("lets no secret through in any field, message or error: %s", (secret) => {
    const { logger, text } = captured();
    logger.info({ answerId: secret, question: secret, rows: [[secret]], deep: { a: { b: secret } } }, secret);
    logger.warn(
      { err: new Error(`could not read ${secret}`), reason: `because ${secret}` },
      `told ${secret}`,
    );
    logger.error({ err: new AppError("x", "bug", `about ${secret}`, "Nothing.") }, "failed");
    const telling = /hunter22|SECRET|abc\.def|silva|0123456789abcdef|1234567/;
    expect(text()).not.toMatch(telling);
    expect(text()).toContain("failed");
  });

  it("drops every key that is not on the list, whatever it holds", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.constant("PLANTED")), (fields) => {
        const { logger, text } = captured();
        logger.info({ ...prefixed(fields), event: "step" }, "A step ended.");
        expect(text()).not.toContain("PLANTED");
        expect(JSON.parse(text())).toMatchObject({ event: "step", msg: "A step ended.", level: "info" });
      }),
    );
  });

  it("keeps what operators need", () => {
    const { logger, text } = captured();
    const cause = Object.assign(new Error("row 17 holds 4711"), { code: "SQLITE_BUSY" });
    logger.error({ answerId: "ans_1", durationMs: 12, err: cause }, "The store did not answer.");
    const line = JSON.parse(text());
    expect(line).toMatchObject({
      answerId: "ans_1",
      durationMs: 12,
      err: { name: "Error", code: "SQLITE_BUSY" },
    });
    expect(line.err.at[0]).toContain("observability.test.ts");
    expect(text()).not.toContain("4711");
  });
});

describe("metrics", () => {
  it("exposes every promised name", async () => {
    const text = await createMetrics().registry.metrics();
    for (const name of [
      "assay_questions_total",
      "assay_validation_total",
      "assay_execution_total",
      "assay_feedback_total",
      "assay_correction_rate",
      "assay_question_seconds",
      "assay_database_seconds",
      "assay_model_seconds",
      "assay_tokens_total",
      "assay_usd_total",
      "assay_cache_total",
    ]) {
      expect(text).toContain(`# TYPE ${name} `);
    }
  });

  it("counts an answer by status, path and channel, with its times", async () => {
    const metrics = createMetrics();
    recordAnswer(metrics, exampleAnswer({ id: "ans_1" }), "slack");
    recordTokens(metrics, { model: "small", inputTokens: 7, outputTokens: 3 });
    const text = await metrics.registry.metrics();
    expect(text).toContain('assay_questions_total{status="answered",path="compiled",channel="slack"} 1');
    expect(text).toContain("assay_database_seconds_count 1");
    expect(text).toContain('assay_validation_total{outcome="passed"} 1');
    expect(text).toContain('assay_execution_total{outcome="succeeded"} 1');
    expect(text).toContain('assay_tokens_total{direction="output",model="small"} 3');
  });

  it.each([
    ["passed", {}],
    ["denied", { sql: null, refusal: { code: "unsafe", message: "No." } }],
    ["failed", { sql: null, status: "clarification", timings: steps({ validate: 2 }) }],
    [
      "passed",
      {
        sql: null,
        timings: steps({ validate: 2 }),
        clarification: { question: "Which?", options: [{ label: "A", question: "a", preview: "1" }] },
      },
    ],
    [null, { sql: null, status: "refused", timings: steps({ resolve: 2 }) }],
  ] as const)("counts validation as %s", async (outcome, fields) => {
    const metrics = createMetrics();
    recordAnswer(metrics, exampleAnswer(fields as Partial<Answer>), "web");
    const { values } = await metrics.validation.get();
    expect(values.map(({ labels }) => labels.outcome)).toEqual(outcome === null ? [] : [outcome]);
  });

  it("bounds labels that come from outside", () => {
    const values = Array.from({ length: 100 }, (_, n) => boundedLabel("test", `model-${n}`));
    expect(new Set(values).size).toBe(25);
    expect(boundedLabel("test", "model-3")).toBe("model-3");
    expect(boundedLabel("test", "model-99")).toBe("other");
  });
});

function steps(steps: Record<string, number>): Answer["timings"] {
  return { totalMs: 3, databaseMs: 0, modelMs: 0, steps };
}

function prefixed(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [`other ${key}`, value]));
}
