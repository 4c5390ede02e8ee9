import { describe, expect, it } from "vitest";
import type { PlanDraft } from "./plan/plan-draft.js";
import { json, modelAgents, turnover } from "./testing/model-agents.js";
import { draftOf } from "./testing/model-replies.js";
import { questionOf } from "./testing/stand-ins.js";

const { agents, askWith, threadAfter, ran } = modelAgents();

const BEFORE = "receipts by store in March 2024";
/** What the reader cannot bind: "takings" is no name of the workspace. */
const FOLLOW_UP = "and the takings instead";
const KEPT: PlanDraft = draftOf({
  follows: true,
  measures: ["Turnover"],
  group_by: [{ field: "Store", by: "value" }],
  periods: ["March 2024"],
  words: [{ words: "takings", as: "measure", name: "Turnover" }],
});
const ask = async (draft: PlanDraft | PlanDraft[], text = FOLLOW_UP, before = BEFORE) => {
  const replies = Array.isArray(draft) ? draft.map(json) : json(draft);
  return askWith({ reading: replies }, text, { thread: await threadAfter(before) });
};

describe("a follow-up that the reader cannot bind", () => {
  it("is not answered without a model", async () => {
    const thread = await threadAfter(BEFORE);
    const { answer } = await askWith({ reading: { kind: "status", status: 400 } }, FOLLOW_UP, { thread });
    expect(answer.status).not.toBe("answered");
  });

  it("is read with the question before it, fenced, and says what was kept", async () => {
    const { answer, grounds, fake } = await ask(KEPT);
    expect(answer).toMatchObject({ status: "answered", path: "compiled" });
    expect(new Map(answer.rows as [string, number][])).toEqual(turnover("2024-03"));
    const kept = answer.interpretation.filter(({ words }) => words === "(from the question before)");
    expect(kept.map(({ as }) => as)).toEqual(['the field "Store"', 'the period "March 2024"']);
    expect(answer.uncertainty.join(" ")).toContain('"takings" as Turnover');
    const user = fake.requests.at(-1)?.body.messages.at(-1)?.content ?? "";
    expect(user).toMatch(
      /<data name="the question before, as a query" mark="\w+">\n\{.*"Receipts".*\}\n<\/data/,
    );
    expect(grounds.at(-1)).toBe("plan ledger_incomplete");
  });

  it("is gone on from in its turn, by the reader", async () => {
    const { context } = await ask(KEPT);
    const { answer } = await agents().answerer.answer(questionOf("by item", context));
    const sum = answer.rows.reduce((all, row) => all + Number(row.at(-1)), 0);
    expect(sum).toBe([...turnover("2024-03").values()].reduce((all, each) => all + each, 0));
  });

  it.each([
    [
      "adds what neither question says",
      { ...KEPT, filters: [{ field: "Town", op: "is", values: ["Ulm"] }] },
      'asks for the value "Ulm"',
    ],
    ["takes other days than before", { ...KEPT, periods: ["April 2024"] }, 'the period "April 2024"'],
    ["adds a limit", { ...KEPT, top: { count: 2, order: "most" } }, "the number 2"],
    ["groups by something else", { ...KEPT, group_by: [{ field: "Item", by: "value" }] }, 'the field "Item"'],
    ["stands by itself and keeps all the same", { ...KEPT, follows: false }, 'what "instead" should mean'],
  ] as [string, PlanDraft, string][])(
    "that %s is told so once, and then asked about",
    async (_, draft, complaint) => {
      const { answer, fake, calls } = await ask(draft);
      expect(fake.requests.at(-1)?.body.messages.at(-1)?.content).toContain(complaint);
      expect(answer.status).toBe("clarification");
      expect(calls.length).toBeLessThanOrEqual(4);
      expect(ran()).toEqual([]);
    },
  );

  it("may not drop its own words for being a follow-up", async () => {
    const { answer } = await ask(KEPT, "and the takings without refunds");
    expect(answer.status).toBe("clarification");
    expect(ran()).toEqual([]);
  });

  it("that leaves a bound of the question before behind says so", async () => {
    const { answer } = await ask(KEPT, FOLLOW_UP, "receipts by store for Apples in March 2024");
    expect(answer.uncertainty).toContain("Not kept from the question before: Item.");
  });

  it("keeps nothing of a question before where there is none", async () => {
    const { answer } = await askWith({ reading: json(KEPT) }, "the takings");
    expect(answer.status).not.toBe("answered");
    expect(ran()).toEqual([]);
  });
});
