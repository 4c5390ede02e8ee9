import { describe, expect, it } from "vitest";
import { type FakeReply, startFakeMistral } from "../llm/testing/fake-mistral.js";
import { testDoor } from "../llm/testing/test-door.js";
import { policySetFor } from "../policy/policy-set.js";
import { createWriter } from "./respond/write/model-writer.js";
import { json, modelAgents } from "./testing/model-agents.js";
import { questionOf } from "./testing/stand-ins.js";

const { agents, askWith, fakes } = modelAgents();

describe("a written narrative", () => {
  const WHY = "why did turnover change in March 2024 by store?";
  const write = (narrative: string): FakeReply =>
    json({ headline: "Turnover changed in March 2024.", narrative });

  it("is asked for where a change is taken apart, of the strong model, once, and goes out where it is proved", async () => {
    const plain = await agents().answerer.answer(questionOf(WHY));
    const [first] = plain.answer.rows;
    const { answer, calls } = await askWith(
      { text: write(`The rows name ${first?.[1]} among others.`) },
      WHY,
    );
    expect(calls).toEqual(["text mistral-large-latest"]);
    expect(answer.narrative).toContain(`The rows name ${first?.[1]} among others.`);
    expect(answer.rows).toEqual(plain.answer.rows);
    expect(answer.usage.usd).toBeGreaterThan(0);
  });

  it.each([
    ["an invented number", write("Old Dock lost €123,456.")],
    ["a cause", write("It changed because of the weather.")],
    ["fault row 19: a 5xx", { kind: "status", status: 500 }],
    ["fault row 19: half a stream", { kind: "half" }],
    ["broken JSON", { kind: "text", text: '{"headline": "x' }],
    ["a refusal text", { kind: "text", text: "I cannot." }],
    ["an echo", { kind: "echo" }],
  ] as [string, FakeReply][])("becomes the template for %s", async (_, reply) => {
    const plain = await agents().answerer.answer(questionOf(WHY));
    const { answer } = await askWith({ text: reply }, WHY);
    const { headline, narrative, rows, confidence } = plain.answer;
    expect(answer).toMatchObject({ status: "answered", headline, narrative, rows, confidence });
  });

  it("fault row 20: a hanging writer leaves the template before the deadline, and no request behind", async () => {
    const fake = await startFakeMistral([{ kind: "hang" }]);
    fakes.push(fake);
    const policySet = (user: string) => {
      const { policy, views } = agents().workspace;
      const set = policySetFor(policy, views, user);
      return { ...set, limits: { ...set.limits, statementTimeoutMs: 6000 } };
    };
    const writer = createWriter(testDoor(fake.url).door);
    const { answer } = await agents()
      .again({ writer, policySet, onFault: () => {} })
      .answer(questionOf(WHY));
    expect(answer.status).toBe("answered");
    expect(answer.timings.totalMs).toBeLessThan(6000);
    await expect.poll(() => fake.requests[0]?.abandoned).toBe(true);
  });

  it("is not asked for where a template says it all", async () => {
    const { calls } = await askWith({ text: write("x") }, "turnover in March 2024");
    expect(calls).toEqual([]);
  });
});
