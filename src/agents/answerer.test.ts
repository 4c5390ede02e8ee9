import { describe, expect, it } from "vitest";
import type { ReadResult } from "../contracts/reading.js";
import { EMPTY_THREAD } from "../contracts/reading.js";
import type { Edges } from "./edges.js";
import { EDGES } from "./edges.js";
import type { Plan, StepName } from "./ports.js";
import type { Script } from "./testing/scripted-agents.js";
import { scriptedAgents } from "./testing/scripted-agents.js";
import { entryOf, queryOf, questionOf, readingOf } from "./testing/stand-ins.js";

const USAGE = { inputTokens: 10, outputTokens: 5, usd: 0.001, modelMs: 1, cached: false };

const amount = queryOf({});
const tips = queryOf({ select: [{ kind: "measure", measure: "Tips" }] });
const both: ReadResult = {
  kind: "readings",
  readings: [
    readingOf(amount, { weight: 0.6, question: "what was Amount" }),
    readingOf(tips, { weight: 0.4, label: "Tips", question: "what were Tips" }),
  ],
};

/** A model that fails first and reads well when shown why. */
function plannerOf(plans: Plan[]) {
  const asked: (string | null)[] = [];
  const plan = async (request: { repair: { problem: string } | null }) => {
    asked.push(request.repair?.problem ?? null);
    return { plan: plans[asked.length - 1] ?? { kind: "none" as const, reason: "out" }, usage: USAGE };
  };
  return { planner: { plan }, asked };
}

const base: Script = {
  reads: {
    amount: { kind: "readings", readings: [readingOf(amount)] },
    money: both,
    "what was Amount": { kind: "readings", readings: [readingOf(amount)] },
    "what were Tips": { kind: "readings", readings: [readingOf(tips, { label: "Tips" })] },
    hello: { kind: "refusal", code: "not_a_data_question", message: "Ask about data.", ledger: [] },
    vague: { kind: "clarification", question: "Which measure?", options: [], ledger: [] },
  },
  rows: { Amount: [[1234.5]], Tips: [[99]] },
};

function planOf(measure: string): Plan {
  const ledger = [entryOf("something odd")];
  return { kind: "query", query: queryOf({ select: [{ kind: "measure", measure }] }), ledger, notes: [] };
}

describe("answer", () => {
  it("answers one reading from its rows", async () => {
    const { answerer, ran } = scriptedAgents(base);
    const { answer, context, receipt } = await answerer.answer(questionOf("amount"));
    expect(answer).toMatchObject({
      status: "answered",
      path: "compiled",
      rows: [[1234.5]],
      sql: "SELECT Amount",
    });
    expect(answer.headline).toBe("Amount was 1,235.");
    expect(context.queries).toEqual([amount]);
    expect(receipt).toMatchObject({ query: amount, tableVersions: { "c.s.t": "1" } });
    expect(ran).toEqual(["SELECT Amount"]);
  });

  it("runs rivals and asks once, with each one's own number", async () => {
    const { answerer } = scriptedAgents(base);
    const { answer, context } = await answerer.answer(questionOf("money"));
    expect(answer.status).toBe("clarification");
    expect(answer.clarification?.options).toEqual([
      { label: "Amount", question: "what was Amount", preview: "1,235" },
      { label: "Tips", question: "what were Tips", preview: "99" },
    ]);
    expect(context.open?.options.map(({ query }) => query)).toEqual([amount, tips]);
  });

  it("answers rivals that give the same rows, and says so", async () => {
    const { answerer } = scriptedAgents({ ...base, rows: { Amount: [[5]], Tips: [[5]] } });
    const { answer } = await answerer.answer(questionOf("money"));
    expect(answer.status).toBe("answered");
    expect(answer.uncertainty.join()).toContain('read as "Tips" it gives the same rows');
  });

  it("gives the same answer to a reply whether the run is kept or gone", async () => {
    const { answerer } = scriptedAgents(base);
    const asked = await answerer.answer(questionOf("money"));
    const kept = await answerer.answer(questionOf("Tips", asked.context));
    const again = await answerer.answer(questionOf("Tips", asked.context));
    const other = await scriptedAgents(base).answerer.answer(questionOf("2", asked.context));
    for (const { answer } of [kept, again, other])
      expect(answer).toMatchObject({ status: "answered", rows: [[99]], headline: "Tips were 99." });
    expect(again.answer.confidence).toBe(kept.answer.confidence);
    expect(kept.context.open).toBeNull();
  });

  it("does not resume a run of another build", async () => {
    const asked = await scriptedAgents(base).answerer.answer(questionOf("money"));
    const { answer } = await scriptedAgents({ ...base, ports: { build: "other" } }).answerer.answer(
      questionOf("the second one", asked.context),
    );
    expect(answer.rows).toEqual([[99]]);
  });

  it("takes a new question in place of a reply", async () => {
    const { answerer } = scriptedAgents(base);
    const asked = await answerer.answer(questionOf("money"));
    const { answer } = await answerer.answer(questionOf("hello", asked.context));
    expect(answer.refusal?.code).toBe("not_a_data_question");
  });

  it("lets a failed model reading be repaired once, then asks", async () => {
    const once = plannerOf([planOf("Broken"), planOf("Tips")]);
    const mended = scriptedAgents({ ...base, broken: ["Broken"], ports: { planner: once.planner } });
    const { answer } = await mended.answerer.answer(questionOf("something odd"));
    expect(answer).toMatchObject({ status: "answered", rows: [[99]], usage: { inputTokens: 20 } });
    expect(once.asked).toEqual([null, "Broken fans out."]);

    const twice = plannerOf([planOf("Broken"), planOf("Broken")]);
    const stuck = scriptedAgents({ ...base, broken: ["Broken"], ports: { planner: twice.planner } });
    const failed = await stuck.answerer.answer(questionOf("something odd"));
    expect(failed.answer.status).toBe("clarification");
    expect(twice.asked).toHaveLength(2);
  });

  it("holds a model to every word of the question", async () => {
    const careless = plannerOf([planOf("Tips"), planOf("Tips")]);
    const { answerer } = scriptedAgents({ ...base, ports: { planner: careless.planner } });
    const { answer } = await answerer.answer(questionOf("something odd without refunds"));
    expect(answer.status).toBe("clarification");
    expect(careless.asked[1]).toContain('"refunds"');
  });

  it("shows the numbers of near readings with the reader's own question back", async () => {
    const near: ReadResult = {
      kind: "clarification",
      question: "Which one?",
      options: [
        { label: "Amount", question: "what was Amount", query: amount },
        { label: "Tips", question: "what were Tips", query: tips },
      ],
      ledger: [],
    };
    const shown = async (change: Partial<Script>) =>
      (await scriptedAgents({ ...base, reads: { near }, ...change }).answerer.answer(questionOf("near")))
        .answer;
    expect((await shown({})).clarification?.options.map(({ preview }) => preview)).toEqual(["1,235", "99"]);
    const broken = await shown({ broken: ["Tips", "Amount"] });
    expect(broken.clarification).toMatchObject({
      question: "Which one?",
      options: [{ label: "Amount" }, {}],
    });
  });

  it("turns a fault into a failed answer, and a passed deadline too", async () => {
    const down = scriptedAgents({ ...base, ports: { resolveAsOf: () => Promise.reject(new Error("boom")) } });
    const { answer } = await down.answerer.answer(questionOf("amount"));
    expect(answer).toMatchObject({ status: "failed", error: { code: "internal" } });
    expect(JSON.stringify(answer)).not.toContain("boom");
    const gone = new AbortController();
    gone.abort();
    const late = await scriptedAgents(base).answerer.answer(
      questionOf("amount", EMPTY_THREAD, { signal: gone.signal }),
    );
    expect(late.answer).toMatchObject({ status: "failed", error: { code: "cancelled" } });
  });

  it("replays its own receipt as the same", async () => {
    const { answerer } = scriptedAgents(base);
    const { receipt } = await answerer.answer(questionOf("amount"));
    const signal = new AbortController().signal;
    expect(await answerer.replay(receipt, signal)).toEqual({
      answerId: receipt.answerId,
      same: true,
      differences: [],
    });
    const changed = await scriptedAgents({ ...base, rows: { Amount: [[7]] } }).answerer.replay(
      receipt,
      signal,
    );
    expect(changed.same).toBe(false);
  });
});

describe("the graph", () => {
  const alone: ReadResult = { kind: "readings", readings: [readingOf(tips)] };
  const half: ReadResult = {
    kind: "readings",
    readings: [readingOf(amount), readingOf(tips, { label: "Tips", weight: 0.5 })],
  };
  const menu: ReadResult = { kind: "definition", topic: { kind: "catalog" }, ledger: [] };
  const planner = (plans: Plan[]): Script => ({
    ...base,
    broken: ["Broken"],
    ports: { planner: plannerOf(plans).planner },
  });
  /** The reader is not sure of "amount"; the model reads this measure. */
  const doubtful = (measure: string): Script => {
    const plan: Plan = { ...planOf(measure), ledger: [entryOf("amount")] } as Plan;
    const confidence = { base: 1, weights: {} };
    return { ...base, ports: { confidence, planner: plannerOf([plan]).planner } };
  };
  /** Questions that between them go along every edge; made anew each time, as planners are used up. */
  const scenarios = (): [string, Script][] => [
    ["amount", base],
    ["money", base],
    ["hello", base],
    ["vague", base],
    ["tips", { ...base, denied: ["Tips"], reads: { tips: alone } }],
    ["tips", { ...base, broken: ["Tips"], reads: { tips: alone } }],
    ["half", { ...base, broken: ["Tips"], reads: { half } }],
    ["half", { ...base, broken: ["Amount"], reads: { half } }],
    ["menu", { ...base, reads: { menu } }],
    ["odd", planner([planOf("Broken"), planOf("Tips")])],
    ["odd", planner([planOf("Broken")])],
    ["amount", doubtful("Amount")],
    ["amount", doubtful("Tips")],
  ];

  /** The answer to a scenario and, where it asks back, to the reply; with the edges that were taken. */
  async function play(index: number, edges: Edges): Promise<{ given: unknown; taken: Set<string> }> {
    const taken = new Set<string>();
    const [text, script] = scenarios()[index] ?? ["", base];
    const onStep = ({ step, outcome }: { step: string; outcome: string }) =>
      taken.add(`${step} -> ${outcome}`);
    const { answerer } = scriptedAgents({ ...script, edges, ports: { ...script.ports, onStep } });
    const first = await answerer.answer(questionOf(text));
    if (!first.context.open) return { given: [first.answer.status, first.answer.rows], taken };
    const second = await answerer.answer(questionOf("Tips", first.context));
    taken.add("clarify -> resolve");
    const answers = [first.answer, second.answer];
    return { given: answers.map(({ status, rows }) => [status, rows]), taken };
  }

  it("needs every one of its edges", { timeout: 60_000 }, async () => {
    const whole = await Promise.all(scenarios().map((_, index) => play(index, EDGES)));
    for (const from of Object.keys(EDGES) as StepName[]) {
      for (const to of EDGES[from]) {
        const index = whole.findIndex(({ taken }) => taken.has(`${from} -> ${to}`));
        expect(index, `some scenario goes from ${from} to ${to}`).toBeGreaterThanOrEqual(0);
        const without = { ...EDGES, [from]: EDGES[from].filter((target) => target !== to) };
        const { given } = await play(index, without);
        expect(given, `without ${from} -> ${to}`).not.toEqual(whole[index]?.given);
      }
    }
  });
});
