import { describe, expect, it } from "vitest";
import type { FakeReply } from "../llm/testing/fake-mistral.js";
import type { PlanDraft } from "./plan/plan-draft.js";
import { json, modelAgents, schemaOf, turnover } from "./testing/model-agents.js";
import { draftOf } from "./testing/model-replies.js";

const { askWith, ran } = modelAgents();

/** A misspelt name: the reader binds it, and is not sure. */
const DOUBTFUL = "turnovr by store in March 2024";
const SAME = draftOf({
  measures: ["Turnover"],
  group_by: [{ field: "Store", by: "value" }],
  periods: ["March 2024"],
  words: [
    { words: "turnovr", as: "measure", name: "Turnover" },
    { words: "store", as: "field", name: "Store" },
    { words: "in March 2024", as: "period", name: "March 2024" },
  ],
});
const reading = (change: Partial<PlanDraft>): FakeReply => json({ ...SAME, ...change });
const other = (measure: string) =>
  reading({
    measures: [measure],
    words: [{ words: "turnovr", as: "measure", name: measure }, ...SAME.words.slice(1)],
  });
/** So that one doubt is enough for a note, and not for a question back. */
const UNSURE = { base: 1.2, weights: { fuzzy: -0.3 } };
const ask = (reply: FakeReply | FakeReply[], change: { base?: number } = {}) =>
  askWith({ reading: reply }, DOUBTFUL, { confidence: { ...UNSURE, ...change } });
const PLAN_ONCE = ["reading mistral-small-latest"];

describe("a reading that the reader is not sure of", () => {
  it("is confirmed by one call of the plan route, on the ground of low confidence, and says so", async () => {
    const { answer, calls, grounds } = await ask(reading({}));
    expect(calls).toEqual(PLAN_ONCE);
    expect(grounds).toEqual(["plan low_confidence"]);
    expect(answer).toMatchObject({ status: "answered", path: "compiled", usage: { inputTokens: 100 } });
    expect(new Map(answer.rows as [string, number][])).toEqual(turnover("2024-03"));
    expect(answer.uncertainty).toContain(`A language model read "${DOUBTFUL}" the same way.`);
    expect(answer.confidence).toBe(Math.round(1000 / (1 + Math.exp(-0.9))) / 1000);
  });

  it("is run beside the model's where that differs, and asked about with both numbers", async () => {
    const { answer, calls } = await ask(other("Receipts"));
    expect(calls).toEqual(PLAN_ONCE);
    expect(answer.status).toBe("clarification");
    expect(answer.clarification?.options).toHaveLength(2);
    expect(answer.clarification?.options.every(({ preview }) => preview !== undefined)).toBe(true);
    expect(ran().filter((sql) => /visit_id/.test(sql))).not.toEqual([]);
  });

  it("is answered where the model's differs and gives the same rows", async () => {
    const { answer, calls } = await ask(other("Intake"));
    expect(calls).toEqual(PLAN_ONCE);
    expect(answer.status).toBe("answered");
    expect(answer.uncertainty.join(" ")).toContain("gives the same rows");
  });

  it.each([
    ["drops a word", reading({ words: SAME.words.slice(0, 2) })],
    ["is no JSON", { kind: "text", text: "I think that it is turnover." }],
    ["wants SQL", reading({ kind: "none", needs_sql: true, reason: "a median" })],
    ["finds nothing", reading({ kind: "none", reason: "unclear" })],
    [
      "lies outside the data",
      reading({
        periods: ["March 1999"],
        words: [...SAME.words.slice(0, 2), { words: "in March 2024", as: "period", name: "March 1999" }],
      }),
    ],
  ] as [string, FakeReply][])("stands unconfirmed, and says so, where the model's %s", async (_, reply) => {
    const { answer, calls } = await ask(reply);
    expect(calls).toEqual(PLAN_ONCE);
    expect(new Map(answer.rows as [string, number][])).toEqual(turnover("2024-03"));
    expect(answer.uncertainty.join(" ")).toContain("is not confirmed");
  });

  it("stands by itself while the model is out", async () => {
    const { answer } = await ask({ kind: "status", status: 400 });
    expect(new Map(answer.rows as [string, number][])).toEqual(turnover("2024-03"));
    expect(answer.uncertainty.join(" ")).toContain("This answer does without one.");
  });

  it.each([
    ["is sure enough", 3, "answered"],
    ["is asked about anyhow", -1, "clarification"],
  ])("costs no call where it %s", async (_, base, status) => {
    const { answer, calls } = await ask(reading({}), { base });
    expect(calls).toEqual([]);
    expect(answer).toMatchObject({ status, usage: { inputTokens: 0 } });
  });

  it("is shown to the model without a word of how it was read", async () => {
    const { fake } = await ask(reading({}));
    const [request] = fake.requests.filter((one) => schemaOf(one) === "reading");
    expect(request?.body.messages.at(-1)?.content).toContain(DOUBTFUL);
    expect(JSON.stringify(request?.body.messages)).not.toContain("fuzzy");
  });
});
