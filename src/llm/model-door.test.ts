import { afterEach, describe, expect, it } from "vitest";
import { AppError } from "../contracts/errors.js";
import type { ModelDoor } from "../contracts/model.js";
import { createLogger } from "../observability/logger.js";
import { createCircuitBreaker } from "../stores/circuit-breaker.js";
import { modelFor } from "./routes.js";
import {
  type FakeMistral,
  type FakeReply,
  type FakeScript,
  startFakeMistral,
} from "./testing/fake-mistral.js";
import { jsonRequest, memoryKeyValue, SPENDER, testDoor } from "./testing/test-door.js";

const OPEN: FakeMistral[] = [];
afterEach(async () => {
  for (const fake of OPEN.splice(0)) await fake.close();
});

async function serve(script: FakeScript): Promise<FakeMistral> {
  const fake = await startFakeMistral(script);
  OPEN.push(fake);
  return fake;
}

const GOOD: FakeReply = { kind: "json", value: { fine: true } };
const call = (timeoutMs = 5000) => ({ signal: new AbortController().signal, timeoutMs });

async function faultOf(door: ModelDoor, timeoutMs = 5000): Promise<AppError> {
  const fault = await door.ask(jsonRequest(), call(timeoutMs)).then(
    () => null,
    (error: unknown) => error,
  );
  if (fault instanceof AppError) return fault;
  throw new TypeError(`No fault: ${String(fault)}`);
}

describe("a call at the wire", () => {
  it.each([
    ["classify", "ledger_incomplete", "ministral-8b-latest"],
    ["plan", "ledger_incomplete", "mistral-small-latest"],
    ["plan", "repair", "mistral-medium-latest"],
    ["plan", "no_metric_query", "mistral-medium-latest"],
    ["write", "why", "mistral-large-latest"],
  ] as const)("%s on the ground %s asks %s, once", async (route, ground, model) => {
    const fake = await serve([GOOD]);
    const { door } = testDoor(fake.url);
    const reply = await door.ask(jsonRequest({ route, ground }), call());
    expect(fake.requests).toHaveLength(1);
    expect(fake.requests[0]?.body.model).toBe(model);
    expect(reply).toMatchObject({ model: `${model}-2611`, reading: { ok: true, value: { fine: true } } });
  });

  it("takes other models by configuration", () => {
    expect(modelFor("plan", "ledger_incomplete", { plan: "own-model" })).toBe("own-model");
  });

  it("sends schema, bound and stable part first, and counts tokens and money", async () => {
    const fake = await serve([{ ...GOOD, inputTokens: 1000, outputTokens: 100 }]);
    const { door, metrics } = testDoor(fake.url);
    const reply = await door.ask(jsonRequest({ system: "RULES", user: "DATA" }), call());
    const { body, headers } = fake.requests[0] ?? {};
    expect(body?.messages).toEqual([
      { role: "system", content: "RULES" },
      { role: "user", content: "DATA" },
    ]);
    expect(body?.max_tokens).toBe(200);
    expect(body?.response_format?.json_schema).toMatchObject({ name: "anything", strict: true });
    expect(headers?.authorization).toBe("Bearer key-planted-4711");
    // 1000 tokens in at $0.10 and 100 out at $0.30 a million.
    expect(reply.usage).toMatchObject({ inputTokens: 1000, outputTokens: 100, usd: 0.00013, cached: false });
    const text = await metrics.registry.metrics();
    expect(text).toContain('assay_tokens_total{direction="input",model="mistral-small-latest"} 1000');
  });

  it("counts the most that it can be where the server does not count", async () => {
    const fake = await serve([{ ...GOOD, inputTokens: 0, outputTokens: 0 }]);
    const { door } = testDoor(fake.url);
    const { usage } = await door.ask(jsonRequest(), call());
    expect(usage.inputTokens).toBeGreaterThan(20);
    expect(usage.outputTokens).toBe(200);
  });

  it("never tells the key in a fault, a log line or a metric", async () => {
    const lines: string[] = [];
    const logger = createLogger({
      level: "trace",
      destination: { write: (line: string) => void lines.push(line) },
    });
    const echo = { kind: "status", status: 401, body: "key-planted-4711 is wrong" } as const;
    const fake = await serve([echo, { kind: "reset" }, GOOD]);
    const { door, metrics } = testDoor(fake.url, { logger });
    const told: string[] = [];
    for (let n = 0; n < 2; n += 1) {
      const spender = { ...SPENDER, answerId: `ans_${n}` };
      await door.ask(jsonRequest({ spender }), call()).catch((error: unknown) => {
        for (let at = error; at instanceof Error; at = at.cause)
          told.push(`${at.stack} ${JSON.stringify(at)}`);
        logger.error({ err: error }, "A fault.");
      });
    }
    expect(lines.length).toBeGreaterThan(2);
    expect([...told, ...lines, await metrics.registry.metrics()].join("\n")).not.toContain("planted");
  });
});

describe("faults at the wire", () => {
  it("fault row 18: waits as long as Retry-After says, then answers", async () => {
    const fake = await serve([{ kind: "status", status: 429, headers: { "retry-after": "1" } }, GOOD]);
    const { door } = testDoor(fake.url);
    const reply = await door.ask(jsonRequest(), call());
    const [first, second] = fake.requests;
    expect(reply.reading.ok).toBe(true);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it("fault row 18: gives up at once where Retry-After is beyond the deadline, and lets others be too", async () => {
    const fake = await serve([{ kind: "status", status: 429, headers: { "retry-after": "60" } }]);
    const { door } = testDoor(fake.url);
    const started = performance.now();
    expect((await faultOf(door, 3000)).code).toBe("model_rate_limited");
    expect((await faultOf(door, 3000)).code).toBe("model_unavailable");
    expect(performance.now() - started).toBeLessThan(2500);
    expect(fake.requests).toHaveLength(1);
  });

  it.each([
    ["a status 500", { kind: "status", status: 503 }, "model_unavailable"],
    ["a reset", { kind: "reset" }, "model_reply_cut"],
    ["half a body", { kind: "half" }, "model_reply_cut"],
    ["a body that is no JSON", { kind: "broken" }, "model_reply_cut"],
  ] as [string, FakeReply, string][])(
    "fault row 19: tries again after %s, three times at most",
    async (_, bad, code) => {
      const mended = await serve([bad, GOOD]);
      expect((await testDoor(mended.url).door.ask(jsonRequest(), call())).reading.ok).toBe(true);
      const fake = await serve([bad]);
      expect((await faultOf(testDoor(fake.url).door)).code).toBe(code);
      expect(fake.requests).toHaveLength(3);
    },
  );

  it("fault row 20: ends a hanging call at its deadline, down to the socket", async () => {
    const fake = await serve([{ kind: "hang" }]);
    const { door } = testDoor(fake.url);
    expect((await faultOf(door, 200)).code).toBe("model_timeout");
    await expect.poll(() => fake.requests[0]?.abandoned).toBe(true);
  });

  it("fault row 20: a person's cancel reaches the socket", async () => {
    const fake = await serve([{ kind: "hang" }]);
    const { door } = testDoor(fake.url);
    const controller = new AbortController();
    const asked = door.ask(jsonRequest(), { signal: controller.signal, timeoutMs: 10_000 });
    await expect.poll(() => fake.requests.length).toBe(1);
    controller.abort(new Error("stop"));
    await expect(asked).rejects.toThrow("stop");
    await expect.poll(() => fake.requests[0]?.abandoned).toBe(true);
  });

  it("gives a reply that is too long or cut as unreadable, and a megabyte as none", async () => {
    const cut = await serve([{ ...GOOD, finish: "length" }]);
    expect((await testDoor(cut.url).door.ask(jsonRequest(), call())).reading).toMatchObject({ ok: false });
    const huge = await serve([{ kind: "huge", bytes: 1_000_000 }]);
    expect((await faultOf(testDoor(huge.url).door)).code).toBe("model_reply_too_large");
    expect(huge.requests).toHaveLength(1);
  });

  it("does not repeat a request that the server refuses", async () => {
    for (const status of [400, 401, 403, 404, 422]) {
      const fake = await serve([{ kind: "status", status }]);
      expect((await faultOf(testDoor(fake.url).door)).code).toBe("model_refused");
      expect(fake.requests).toHaveLength(1);
    }
  });

  it("says that a server is not there", async () => {
    const gone = await startFakeMistral([]);
    await gone.close();
    expect((await faultOf(testDoor(gone.url).door)).code).toBe("model_unavailable");
  });

  it("leaves a server alone that fails again and again", async () => {
    const fake = await serve([{ kind: "status", status: 500 }]);
    const { door } = testDoor(fake.url, { breaker: createCircuitBreaker({ failures: 3, retryMs: 60_000 }) });
    await faultOf(door);
    expect(fake.requests).toHaveLength(3);
    await faultOf(door);
    expect(fake.requests).toHaveLength(3);
  });

  it("stops retrying for all once retries are more than a tenth of the load", async () => {
    const fake = await serve([{ kind: "status", status: 500 }]);
    const { door } = testDoor(fake.url);
    for (let n = 0; n < 20; n += 1)
      await door.ask(jsonRequest({ spender: { ...SPENDER, answerId: `ans_${n}` } }), call()).catch(() => {});
    expect(fake.requests.length).toBeLessThanOrEqual(20 + 12);
  });
});

describe("the prompt cache", () => {
  it("gives the same prompt for nothing, whatever its white space and its form of accents", async () => {
    const fake = await serve([GOOD]);
    const prompts = memoryKeyValue();
    const { door } = testDoor(fake.url, { prompts });
    await door.ask(jsonRequest({ user: "caf\u00e9  au lait" }), call());
    const again = await door.ask(jsonRequest({ user: "cafe\u0301 au lait\n" }), call());
    expect(again).toMatchObject({ usage: { inputTokens: 0, usd: 0, cached: true }, reading: { ok: true } });
    expect(fake.requests).toHaveLength(1);
  });

  it.each([
    ["another word", { user: "What not?" }],
    ["another case", { user: "what?" }],
    ["other rules", { system: "Answer in XML." }],
    ["another schema", { schema: null }],
    ["another bound", { maxOutputTokens: 201 }],
    ["another model", { route: "write" as const, ground: "why" as const }],
  ])("asks again for %s", async (_, change) => {
    const fake = await serve([GOOD]);
    const { door } = testDoor(fake.url, { prompts: memoryKeyValue() });
    await door.ask(jsonRequest(), call());
    await door.ask(jsonRequest(change), call());
    expect(fake.requests).toHaveLength(2);
  });

  it("keeps no reply that could not be read", async () => {
    const fake = await serve([{ kind: "text", text: "I cannot help with that." }, GOOD]);
    const { door } = testDoor(fake.url, { prompts: memoryKeyValue() });
    expect((await door.ask(jsonRequest(), call())).reading.ok).toBe(false);
    expect((await door.ask(jsonRequest(), call())).reading.ok).toBe(true);
  });
});
