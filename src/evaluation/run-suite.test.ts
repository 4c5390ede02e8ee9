import { describe, expect, it } from "vitest";
import type { Answer } from "../contracts/answer.js";
import type { Expectation, Suite } from "../contracts/suite.js";
import { answerFixture } from "../testing/answer-fixture.js";
import { markdownReport } from "./report-markdown.js";
import type { AskedTurn, SuiteOptions } from "./run-suite.js";
import { isHeldBack, runSuite } from "./run-suite.js";
import { withoutHeldBack } from "./suite-report.js";

const OPTIONS: SuiteOptions = { signal: new AbortController().signal, timeoutMs: 1000, withModel: false };

const sales = (value: number, fields: Partial<Answer> = {}) =>
  answerFixture({
    status: "answered",
    path: "compiled",
    confidence: 0.95,
    headline: `Sales were $${value}.`,
    narrative: "",
    columns: [{ name: "Sales", type: "number", role: "measure" }],
    rows: [[value]],
    totalRows: 1,
    ...fields,
  });
const clarification = () =>
  answerFixture({
    status: "clarification",
    clarification: {
      question: "Sales or profit?",
      options: [{ label: "Sales", question: "What were sales?" }],
    },
  });
const refusal = (code: "no_such_data" | "not_supported") =>
  answerFixture({ status: "refused", refusal: { code, message: "There is none." } });

const run = (suite: Suite, replies: Record<string, Answer>, gold: number[][] = [[100]]) => {
  const asked: AskedTurn[] = [];
  const report = runSuite(
    suite,
    {
      ask: async (turn) => {
        asked.push(turn);
        const reply = replies[turn.question];
        if (reply === undefined) throw new Error("no reply");
        return reply;
      },
      gold: async (sql) => {
        if (sql === "BROKEN") throw new Error("no such table");
        return { columns: ["v"], rows: gold };
      },
    },
    OPTIONS,
  );
  return report.then((done) => ({ report: done, asked }));
};

const single = (id: string, ask: string, expectation: Expectation, tags: string[] = []) => ({
  id,
  ask,
  tags,
  expect: expectation,
});

describe("running a suite", () => {
  const suite: Suite = {
    name: "s",
    gates: { accuracy: 0.9, wrong_but_confident: 0 },
    cases: [
      single("A", "right", { sql: "SELECT" }, ["time"]),
      single("B", "wrong", { sql: "SELECT" }, ["time"]),
      single("C", "unsure", { sql: "SELECT" }),
      single("D", "vague", { status: "clarification", mentions: ["profit"] }),
      single("E", "over-asked", { sql: "SELECT" }),
      single("F", "weather", { status: "refused", code: "no_such_data" }),
      single("G", "forecast", { status: "refused", code: "not_supported" }),
      {
        id: "H",
        turns: [
          { ask: "right", expect: { sql: "SELECT" } },
          { ask: "right", expect: { rows: [[100]] } },
          { ask: "wrong", expect: { rows: [[100]] } },
        ],
      },
    ],
  };
  const replies = {
    right: sales(100),
    wrong: sales(150),
    unsure: sales(150, { confidence: 0.6 }),
    vague: clarification(),
    "over-asked": clarification(),
    weather: sales(1),
    forecast: refusal("not_supported"),
  };

  it("computes the figures of the contract", async () => {
    const { report } = await run(suite, replies);
    expect(report.figures).toMatchObject({
      cases: 10,
      // Answerable: A B C E and three turns; right: A, H.1, H.2.
      accuracy: 3 / 7,
      coverage: 6 / 7,
      // B, F and H.3.
      wrongButConfident: 3 / 10,
      clarificationPrecision: 1 / 2,
      clarificationRecall: 1,
      falseAnswers: 1 / 2,
      followUpAccuracy: 1 / 2,
      zeroTokenShare: 1,
    });
    // Answered: A B C F H.1 H.2 H.3; three of six at 0.95 wrong, and one at 0.6.
    expect(report.figures.ece).toBeCloseTo((6 * (0.95 - 0.5) + 1 * 0.6) / 7);
    expect(report.perTag.time).toMatchObject({ cases: 2, accuracy: 0.5 });
    expect(report.gates.map(({ passed }) => passed)).toEqual([false, false]);
    expect(report.passed).toBe(false);
  });

  it("asks the turns of a case in one thread, and each case in its own", async () => {
    const { asked } = await run(suite, replies);
    const threads = asked.map(({ thread }) => thread);
    expect(new Set(threads.slice(-3)).size).toBe(1);
    expect(new Set(threads).size).toBe(8);
  });

  it.each([
    ["a wrong code", { status: "refused", code: "unsafe" }, refusal("no_such_data"), /code unsafe expected/],
    [
      "a missing mention",
      { status: "clarification", mentions: ["margin"] },
      clarification(),
      /does not mention margin/,
    ],
    ["another status", { status: "refused" }, sales(1), /refused expected, answered given/],
    ["rows where gold has none", { rows: [] }, sales(1), /0 rows expected, 1 given/],
    [
      "an extra measure",
      { rows: [[1]] },
      sales(1, {
        columns: [
          { name: "Sales", type: "number", role: "measure" },
          { name: "Profit", type: "number", role: "measure" },
        ],
        rows: [[1, 2]],
      }),
      /"Profit" was not asked for/,
    ],
  ] as const)("fails a case on %s", async (_, expectation, reply, reason) => {
    const one: Suite = { name: "s", cases: [single("A", "q", structuredClone(expectation) as Expectation)] };
    const { report } = await run(one, { q: reply });
    expect(report.outcomes[0]).toMatchObject({ right: false, reason: expect.stringMatching(reason) });
  });

  it("turns a thrown fault into that case's failure and goes on", async () => {
    const { report } = await run(suite, { ...replies, right: undefined as never });
    expect(report.outcomes[0]).toMatchObject({ status: "failed", right: false, reason: "no reply" });
    expect(report.outcomes).toHaveLength(10);
  });

  it("does not pass with gold SQL that fails", async () => {
    const broken: Suite = {
      name: "s",
      cases: [single("A", "right", { sql: "BROKEN" }), single("B", "right", { sql: "SELECT" })],
    };
    const { report } = await run(broken, replies);
    expect(report).toMatchObject({
      passed: false,
      broken: [{ id: "A", message: expect.stringContaining("no such table") }],
    });
  });

  it("leaves out cases that need a model unless there is one", async () => {
    const one: Suite = { name: "s", cases: [{ ...single("A", "right", { sql: "SELECT" }), model: true }] };
    expect((await run(one, replies)).report).toMatchObject({ skipped: ["A"], passed: false });
  });

  it("stops when it is told to", async () => {
    const stopped = AbortSignal.abort(new Error("stopped"));
    const ports = { ask: async () => sales(1), gold: async () => ({ columns: [], rows: [] }) };
    await expect(runSuite(suite, ports, { ...OPTIONS, signal: stopped })).rejects.toThrow("stopped");
  });
});

describe("the held-back tenth", () => {
  const cases = Array.from({ length: 300 }, (_, index) => single(`Q${index}`, "wrong", { rows: [[100]] }));

  it("is a fixed tenth, counted but not listed", async () => {
    const { report } = await run({ name: "big", cases }, { wrong: sales(150) });
    const held = report.outcomes.filter(({ heldBack }) => heldBack);
    expect(held.length).toBeGreaterThan(15);
    expect(held.length).toBeLessThan(45);
    expect(report.heldBack.cases).toBe(held.length);
    const text = markdownReport([report]);
    const listed = cases.filter(({ id }) => text.includes(`- ${id} `)).map(({ id }) => id);
    expect(listed).toEqual(cases.map(({ id }) => id).filter((id) => !isHeldBack("big", id)));
    expect(withoutHeldBack(report).outcomes).toHaveLength(300 - held.length);
  });
});

describe("narrative faithfulness", () => {
  const shares = (headline: string) => {
    const columns: Answer["columns"] = [
      { name: "Region", type: "string", role: "dimension" },
      { name: "Sales", type: "number", role: "measure", unit: "USD" },
    ];
    const answer = sales(1, {
      headline,
      columns,
      rows: [
        ["East", 600],
        ["West 3", 300],
        ["South", 100.4],
      ],
      totalRows: 3,
      question: "sales by region in 2017 above 50 for Brand#23",
    });
    return run({ name: "s", cases: [single("A", "q", { status: "answered" })] }, { q: answer });
  };

  it.each([
    "East led with $600, 60% of $1,000.40 in 2017.",
    "South had $100; East 2 times West 3; the gap is 300.",
    "3 regions, $0.6K in the first.",
    "Brand#23: all above 50.",
  ])("accepts %s", async (headline) => {
    expect((await shares(headline)).report.outcomes[0]?.unproven).toEqual([]);
  });

  it.each([
    ["East led with $601.", "$601"],
    ["East had 61% of sales.", "61%"],
    ["West 3 had $4.1M.", "$4.1M"],
    ["Brand#24 had 600.", "24"],
  ])("catches %s", async (headline, number) => {
    const { report } = await shares(headline);
    expect(report.outcomes[0]?.unproven).toEqual([number]);
    expect(report.figures.faithfulness).toBe(0);
  });
});
