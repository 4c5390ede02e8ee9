import { afterEach, describe, expect, it } from "vitest";
import { readConfig } from "../config.js";
import { type FakeMistral, startFakeMistral } from "../llm/testing/fake-mistral.js";
import { memoryKeyValue, memoryLedger } from "../llm/testing/test-door.js";
import { SILENT_LOGGER } from "../observability/logger.js";
import { createMetrics } from "../observability/metrics.js";
import { openModel } from "./open-model.js";

let fake: FakeMistral | null = null;
afterEach(async () => {
  await fake?.close();
  fake = null;
});

function open(environment: Record<string, string>) {
  return openModel({
    config: readConfig({}, environment),
    prompts: memoryKeyValue(),
    spend: memoryLedger(),
    clock: { now: Date.now },
    logger: SILENT_LOGGER,
    metrics: createMetrics(),
  });
}

describe("the model of a process", () => {
  it("is none without a key, a server or a recording: the zero-token path serves alone", async () => {
    expect(await open({})).toMatchObject({ planner: null, writer: null });
    expect(await open({ ASSAY_MODEL_USD_PER_DAY: "5" })).toMatchObject({ planner: null, writer: null });
  });

  it.each([
    ["a key", { MISTRAL_API_KEY: "key-1" }],
    ["a server", { MISTRAL_SERVER_URL: "http://127.0.0.1:9" }],
    ["a recording", { ASSAY_MODEL_CASSETTE: "none-such.json" }],
  ])("is there with %s", async (_, environment) => {
    const { planner, writer } = await open(environment as Record<string, string>);
    expect([planner === null, writer === null]).toEqual([false, false]);
  });

  it("asks the configured server for the configured model, within the workspace's day", async () => {
    fake = await startFakeMistral([{ kind: "json", value: { headline: "Fine.", narrative: "" } }]);
    const write = async (usd: string) => {
      const { writer } = await open({
        MISTRAL_SERVER_URL: fake?.url ?? "",
        ASSAY_MODEL_ROUTES: "write=own-model",
        ASSAY_MODEL_USD_PER_DAY: usd,
      });
      const limits = { tokensPerQuestion: null, usdPerUserPerDay: null };
      return writer?.write(
        {
          answerId: "ans_1",
          ground: "why",
          set: { user: "local", limits } as never,
          workspace: "shop",
          question: "why?",
          language: "en",
          facts: "none",
        },
        { signal: new AbortController().signal, timeoutMs: 5000 },
      );
    };
    expect(await write("1")).toMatchObject({ text: { headline: "Fine." } });
    expect(fake.requests[0]?.body.model).toBe("own-model");
    await expect(write("0")).rejects.toMatchObject({ code: "model_budget" });
    expect(fake.requests).toHaveLength(1);
  });
});
