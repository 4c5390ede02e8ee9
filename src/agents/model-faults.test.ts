import { describe, expect, it } from "vitest";
import { type FakeReply, startFakeMistral } from "../llm/testing/fake-mistral.js";
import { memoryKeyValue, testDoor } from "../llm/testing/test-door.js";
import { createPlanner } from "./plan/model-planner.js";
import { createWriter } from "./respond/write/model-writer.js";
import { ABOUT, json, modelAgents, QUESTION, READING, schemaOf } from "./testing/model-agents.js";
import { draftOf, sqlDraftOf } from "./testing/model-replies.js";
import { questionOf } from "./testing/stand-ins.js";

const { agents, askWith, fakes, ran } = modelAgents();

describe("faults of a model", () => {
  const outage: [string, FakeReply][] = [
    [
      "fault row 18: 429 beyond the deadline",
      { kind: "status", status: 429, headers: { "retry-after": "90" } },
    ],
    ["fault row 19: 5xx", { kind: "status", status: 503 }],
    ["fault row 19: a reset", { kind: "reset" }],
    ["fault row 19: half a stream", { kind: "half" }],
    ["a megabyte", { kind: "huge", bytes: 1_000_000 }],
    ["a body that is no JSON", { kind: "broken" }],
    ["a key that is not accepted", { kind: "status", status: 401 }],
  ];
  it.each(outage)("%s: the reader's word stands, and the answer says so", async (_, reply) => {
    const { answer, calls } = await askWith({ kind_of_question: reply, reading: reply }, QUESTION);
    expect(answer).toMatchObject({ status: "refused", refusal: { code: "no_such_data" } });
    expect(answer.uncertainty.join(" ")).toContain("does without one");
    expect(calls.length).toBeLessThanOrEqual(4);
    expect(ran()).toEqual([]);
  });

  it.each([
    ["fault row 21: broken JSON", { kind: "text", text: '{"kind": "query", "vi' }],
    ["fault row 21: the wrong schema", { kind: "json", value: { sql: "SELECT 1" } }],
    ["a refusal text", { kind: "text", text: "I'm sorry, I cannot help with that." }],
    ["prompt echo", { kind: "echo" }],
  ] as [string, FakeReply][])("%s: one repair, then a question back, nothing run", async (_, reply) => {
    const { answer, calls } = await askWith({ reading: reply }, QUESTION);
    expect(calls.filter((call) => call.startsWith("reading"))).toHaveLength(2);
    expect(answer.headline).toContain('"takings"');
    expect(answer.status).toBe("clarification");
    expect(ran()).toEqual([]);
  });

  it("fault row 22: unsafe SQL is refused with its reason, and no statement is sent", async () => {
    for (const sql of [
      "DROP TABLE main.gold.stores",
      "SELECT 1 AS a; DELETE FROM main.gold.stores",
      "SELECT secret AS town FROM main.gold.payroll",
    ]) {
      const none = json(draftOf({ kind: "none", needs_sql: true }));
      const { answer } = await askWith(
        { reading: none, statement: json(sqlDraftOf({ sql })) },
        "median of town sizes",
      );
      expect(answer.status, sql).toBe("refused");
      expect(["unsafe", "not_allowed"]).toContain(answer.refusal?.code);
      expect(answer.refusal?.message.length).toBeGreaterThan(40);
      expect(ran()).toEqual([]);
    }
  });

  it("fault row 23: a degraded retrieval is said and lowers the confidence", async () => {
    const fake = await startFakeMistral((request) =>
      schemaOf(request) === "reading" ? json(READING) : ABOUT,
    );
    fakes.push(fake);
    const answerWith = async (degraded: string | null) => {
      const retrieved = {
        passages: [],
        stages: [{ name: "rights" as const, before: 3, after: 2 }],
        leftOut: [],
        degraded,
      };
      const retriever = {
        retrieve: async () => retrieved,
        rebuild: async () => ({ passages: 0, model: "" }),
      };
      const planner = createPlanner(testDoor(fake.url).door);
      return agents().again({ planner, retriever }).answer(questionOf(QUESTION));
    };
    const whole = await answerWith(null);
    const weak = await answerWith("The vector index at port 8000 is out, so only words were compared.");
    expect(weak.answer.status).toBe("answered");
    expect(weak.answer.uncertainty.join(" ")).toContain("port 8000");
    expect(weak.answer.confidence ?? 1).toBeLessThan(whole.answer.confidence ?? 0);
    expect(weak.receipt.retrieval).toEqual([{ name: "rights", before: 3, after: 2 }]);
  });

  it("fault row 24: a cache that is out is a miss, and answers go on", async () => {
    const fake = await startFakeMistral((request) =>
      schemaOf(request) === "reading" ? json(READING) : ABOUT,
    );
    fakes.push(fake);
    const out = { get: async () => null, set: async () => {}, delete: async () => {} };
    const { door } = testDoor(fake.url, { prompts: out });
    const { answer } = await agents()
      .again({ planner: createPlanner(door), results: out })
      .answer(questionOf(QUESTION));
    expect(answer.status).toBe("answered");
  });

  it("at the wall the zero-token path goes on and says so in dollars", async () => {
    const fake = await startFakeMistral([ABOUT]);
    fakes.push(fake);
    const { door } = testDoor(fake.url, { usdPerWorkspacePerDay: 0 });
    const answerer = agents().again({
      planner: createPlanner(door),
      writer: createWriter(door),
      onFault: () => {},
    });
    const refused = await answerer.answer(questionOf(QUESTION));
    expect(refused.answer.uncertainty.join(" ")).toContain("$0.00");
    const plain = await answerer.answer(questionOf("turnover by store in March 2024"));
    expect(plain.answer.status).toBe("answered");
    expect(fake.requests).toHaveLength(0);
  });

  it("a prompt that was asked before costs nothing", async () => {
    const fake = await startFakeMistral((request) =>
      schemaOf(request) === "reading" ? json(READING) : ABOUT,
    );
    fakes.push(fake);
    const { door } = testDoor(fake.url, { prompts: memoryKeyValue() });
    const answerer = agents().again({ planner: createPlanner(door) });
    await answerer.answer(questionOf(QUESTION));
    const { answer } = await answerer.answer(questionOf(QUESTION));
    expect(answer.usage).toMatchObject({ inputTokens: 0, usd: 0, cache: "hit-prompt" });
    expect(fake.requests).toHaveLength(2);
  });
});
