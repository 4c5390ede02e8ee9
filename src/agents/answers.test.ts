import Database from "libsql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../contracts/answer.js";
import type { AgentOutcome } from "../contracts/conversation.js";
import type { Limits } from "../contracts/policy.js";
import type { ThreadContext } from "../contracts/reading.js";
import { EMPTY_THREAD } from "../contracts/reading.js";
import { memoryKeyValue } from "../llm/testing/test-door.js";
import { policySetFor } from "../policy/policy-set.js";
import { RunSaver } from "../stores/run-saver.js";
import type { RealAgents } from "./testing/real-agents.js";
import { realAgents } from "./testing/real-agents.js";
import { STORES, shopRows, shopWorkspace } from "./testing/shop-workspace.js";
import { questionOf } from "./testing/stand-ins.js";

let agents: RealAgents;
beforeAll(async () => {
  const { dir, state } = shopWorkspace();
  agents = await realAgents(dir, state);
}, 30_000);
afterAll(() => agents.close());

async function ask(
  text: string,
  context: ThreadContext = EMPTY_THREAD,
  user = "local",
): Promise<AgentOutcome> {
  return agents.answerer.answer(questionOf(text, context, { user }));
}

async function answerTo(text: string, user = "local"): Promise<Answer> {
  return (await ask(text, EMPTY_THREAD, user)).answer;
}

const AS_OF = "2024-08-20";

function sumOf(keep: (row: ReturnType<typeof shopRows>[number]) => boolean): number {
  return shopRows()
    .filter(({ day }) => day < AS_OF)
    .filter(keep)
    .reduce((sum, { paid }) => sum + paid, 0);
}

const inYear =
  (year: string) =>
  ({ day }: { day: string }) =>
    day.startsWith(year);

describe("numbers", () => {
  it("answers one number with its period, and says where the data ends", async () => {
    const answer = await answerTo("turnover in 2024");
    expect(answer).toMatchObject({ status: "answered", path: "compiled", rows: [[sumOf(inYear("2024"))]] });
    expect(answer.headline).toMatch(/^Turnover was €[\d,]+ in 2024\.$/);
    expect(answer.uncertainty).toContain(
      "The data covers 2023-01-01 to 2024-08-19, so not all of 2024 is in it.",
    );
    expect(answer.freshness).toEqual({ newest: "2024-08-19", stale: true });
  });

  it("leaves a clean answer without a note", async () => {
    const answer = await answerTo("turnover in 2023");
    expect(answer.uncertainty.filter((note) => !note.startsWith("The newest row"))).toEqual([]);
    expect(answer.confidence).toBeGreaterThanOrEqual(0.8);
    expect(answer.checks.every(({ passed }) => passed)).toBe(true);
  });

  it("names the range where no period was named", async () => {
    const answer = await answerTo("turnover");
    expect(answer.uncertainty.join()).toContain("2023-01-01 to 2024-08-19");
  });

  it("proves a breakdown against its total and its joins", async () => {
    const answer = await answerTo("turnover by town in 2023");
    expect(answer.checks).toEqual([
      { name: "parts sum to total", passed: true },
      { name: "joins are row-neutral", passed: true },
    ]);
    const kiel = sumOf(
      (row) => inYear("2023")(row) && STORES.find(({ id }) => id === row.store)?.town === "Kiel",
    );
    expect(answer.rows).toContainEqual(["Kiel", kiel]);
    expect(answer.headline).toContain("of the total");
  });

  it("keeps every follow-up that it offers", async () => {
    for (const text of ["turnover in 2023", "turnover by store in 2023", "top 2 items by turnover"]) {
      const { followUps } = await answerTo(text);
      expect(followUps.length, text).toBeGreaterThanOrEqual(2);
      for (const followUp of followUps) expect((await answerTo(followUp)).status, followUp).toBe("answered");
    }
  });
});

describe("limits of the data", () => {
  it("refuses a period wholly outside, with the loaded range", async () => {
    const answer = await answerTo("turnover in 2019");
    expect(answer).toMatchObject({ status: "refused", refusal: { code: "no_such_data" } });
    expect(answer.headline).toContain("2023-01-01 to 2024-08-19");
  });

  it("says which filter leaves no rows", async () => {
    const answer = await answerTo("turnover of cheese by day at Hill Top in 2023");
    expect(answer.status).toBe("answered");
    expect([answer.headline, ...answer.uncertainty].join(" ")).toMatch(/Cheese|Hill Top/);
  });

  it("says that rows were cut", async () => {
    const answer = await answerTo("turnover by day and store in 2023");
    expect(answer).toMatchObject({ truncated: true, totalRows: null });
    expect(answer.rows.length).toBeLessThanOrEqual(20);
    expect(answer.uncertainty.join()).toContain(`first ${answer.rows.length} rows`);
    expect(answer.headline).not.toContain("largest");
  });

  it("keeps rows of others out, by rights", async () => {
    const answer = await answerTo("turnover by store in 2023", "kim@example.com");
    expect(answer.rows.map(([store]) => store)).toEqual(["Old Dock"]);
    const none = await answerTo("turnover", "nobody@example.com");
    expect(none.status).toBe("refused");
  });
});

describe("questions back", () => {
  it("asks between readings that differ, and both ways of replying agree", async () => {
    const asked = await ask("flow in 2023");
    expect(asked.answer.status).toBe("clarification");
    const options = asked.answer.clarification?.options ?? [];
    expect(options.map(({ label }) => label).sort()).toEqual(["Receipts", "Turnover"]);
    expect(options.every(({ preview }) => preview)).toBe(true);
    for (const [index, { label, question }] of options.entries()) {
      const kept = await ask(label, (await ask("flow in 2023")).context);
      const gone = await agents.again({}).answer(questionOf(label, asked.context));
      const afresh = await ask(question);
      const byNumber = await ask(`${index + 1}`, asked.context);
      for (const { answer } of [kept, gone, afresh, byNumber]) {
        expect(answer.rows, label).toEqual(afresh.answer.rows);
        expect(answer.status).toBe("answered");
      }
    }
  });

  it("answers readings that give the same rows, and says so", async () => {
    const answer = await answerTo("earnings in 2023");
    expect(answer).toMatchObject({ status: "answered", rows: [[sumOf(inYear("2023"))]] });
    expect(answer.uncertainty.join()).toMatch(/Intake|Till/);
  });
});

describe("verified questions", () => {
  it("binds the period that the question names", async () => {
    const answer = await answerTo("what sold best in March 2024, kindly");
    expect(answer).toMatchObject({
      status: "answered",
      path: "verified",
      parameters: { start: "2024-03-01", end: "2024-04-01" },
    });
    const apples = sumOf(({ day, item }) => day.startsWith("2024-03") && item === "Apples");
    expect(answer.rows).toContainEqual(["Apples", apples]);
  });

  it("needs no framing words, but every other one", async () => {
    expect((await answerTo("sold best last month?")).path).toBe("verified");
    expect((await answerTo("who sold best last month?")).path).not.toBe("verified");
  });

  it("wants a period where the SQL takes one, and the same words where it takes none", async () => {
    expect((await answerTo("what sold best?")).path).not.toBe("verified");
    expect(await answerTo("How big is the chain?")).toMatchObject({ path: "verified", rows: [[3]] });
    expect((await answerTo("How big is the chain in 2023?")).path).not.toBe("verified");
  });
});

describe("definitions", () => {
  it("defines a measure from its comment, document and formula", async () => {
    const answer = await answerTo("what does turnover mean?");
    expect(answer).toMatchObject({ status: "answered", path: "defined", columns: [], rows: [] });
    expect(answer.headline).toBe("Turnover: What customers paid.");
    expect(answer.narrative).toContain("the sum of paid");
    expect(answer.citations).toMatchObject([{ title: "Turnover" }]);
    expect(answer.interpretation).not.toEqual([]);
  });

  it("lists what can be asked, with examples that answer", async () => {
    const answer = await answerTo("what can I ask?");
    expect(answer.narrative).toContain("Turnover");
    expect(answer.followUps.length).toBeGreaterThanOrEqual(2);
    for (const example of answer.followUps)
      expect((await answerTo(example)).status, example).toBe("answered");
  });
});

describe("receipts", () => {
  it("replays as the same, and notices another result", async () => {
    const { receipt } = await ask("turnover by item in 2023");
    const signal = new AbortController().signal;
    expect(await agents.answerer.replay(receipt, signal)).toMatchObject({ same: true, differences: [] });
    const forged = { ...receipt, resultHash: "0" };
    expect((await agents.answerer.replay(forged, signal)).differences.join()).toContain("rows differ");
    const other = await agents.answerer.replay({ ...receipt, user: "kim@example.com" }, signal);
    expect(other.differences.join()).toContain("rights");
  });
});

describe("caches", () => {
  it("serves equal questions once, says so, and never across rights", async () => {
    const kept = new Map<string, unknown>();
    const results = {
      get: async <T>(key: string) => (kept.get(key) as T) ?? null,
      set: async (key: string, value: unknown) => void kept.set(key, value),
      delete: async (key: string) => void kept.delete(key),
    };
    const answerer = agents.again({ results });
    const first = await answerer.answer(questionOf("turnover by store in 2023"));
    const second = await answerer.answer(questionOf("turnover by branch in 2023"));
    const other = await answerer.answer(
      questionOf("turnover by store in 2023", EMPTY_THREAD, { user: "kim@example.com" }),
    );
    expect(first.answer.usage.cache).toBe("miss");
    expect(second.answer).toMatchObject({
      rows: first.answer.rows,
      usage: { cache: "hit-result" },
      timings: { databaseMs: 0 },
    });
    expect(other.answer.rows).toHaveLength(1);
  });
});

describe("why", () => {
  it("takes a change apart; every field's contributions add up to it", async () => {
    for (const text of ["why did turnover change in March 2024?", "why did basket change in March 2024?"]) {
      const answer = await answerTo(text);
      expect(answer.status, text).toBe("answered");
      const sums = answer.checks.filter(({ name }) => name.startsWith("contributions by"));
      expect(sums.map(({ name }) => name).sort()).toEqual(
        ["Item", "Store", "Town"].map((field) => `contributions by ${field} sum to the change`),
      );
      expect(sums.every(({ passed }) => passed)).toBe(true);
      expect(answer.narrative).toContain("Looked at");
    }
  });

  it("gives the contributions that the rows give", async () => {
    const answer = await answerTo("why did turnover change in March 2024 by store?");
    const inMonth = (month: string, store: number) =>
      sumOf((row) => row.day.startsWith(month) && row.store === store);
    for (const { id, store } of STORES) {
      const row = answer.rows.find(([, member]) => member === store);
      expect(row?.[4], store).toBe(inMonth("2024-03", id) - inMonth("2024-02", id));
    }
  });
});

describe("a model's SQL", () => {
  const usage = { inputTokens: 1, outputTokens: 1, usd: 0, modelMs: 1, cached: false };
  const planner = (...statements: string[]) => {
    let at = 0;
    return {
      plan: async ({ question }: { question: string }) => {
        const sql = statements[Math.min(at++, statements.length - 1)] ?? "";
        const ledger = [
          {
            words: question,
            span: null,
            kind: "operation" as const,
            as: sql,
            strength: "exact" as const,
            score: 1,
          },
        ];
        return { plan: { kind: "sql" as const, sql, parameters: {}, ledger, notes: [] }, usage };
      },
    };
  };
  const question = "gini coefficient between stores";

  it("goes through the same gate and comes back with its path", async () => {
    const sql = "SELECT COUNT(*) AS Stores, town FROM main.gold.stores GROUP BY town ORDER BY 1 DESC";
    const { answer } = await agents.again({ planner: planner(sql) }).answer(questionOf(question));
    expect(answer).toMatchObject({ status: "answered", path: "generated" });
    expect(answer.columns.map(({ role }) => role)).toEqual(["dimension", "measure"]);
    expect(answer.rows).toEqual([
      ["Ulm", 2],
      ["Kiel", 1],
    ]);
  });

  it("is repaired once; what still does not bind becomes a question back, what may not run a refusal", async () => {
    const bad = "SELECT nothing_like_it FROM main.gold.stores";
    const good = "SELECT COUNT(*) AS Stores FROM main.gold.stores";
    const mended = await agents.again({ planner: planner(bad, good) }).answer(questionOf(question));
    expect(mended.answer).toMatchObject({ status: "answered", rows: [[3]] });
    const ends = [
      [bad, "clarification"],
      ["DROP TABLE main.gold.stores", "refused"],
      ["SELECT town FROM main.secret.payroll", "refused"],
    ] as const;
    for (const [sql, status] of ends) {
      const { answer } = await agents.again({ planner: planner(sql) }).answer(questionOf(question));
      expect(answer.status, sql).toBe(status);
      expect(answer.rows).toEqual([]);
    }
  });
});

describe("the result cache", () => {
  it("fetches once for many equal questions at once, and says of later answers when", async () => {
    const sent: string[] = [];
    const { warehouse } = agents;
    const counted = {
      engine: warehouse.engine,
      catalog: warehouse.catalog.bind(warehouse),
      explain: warehouse.explain.bind(warehouse),
      versions: warehouse.versions.bind(warehouse),
      close: async () => {},
      run: (...[sql, options]: Parameters<typeof warehouse.run>) => {
        sent.push(sql.sql);
        return warehouse.run(sql, options);
      },
    };
    const clock = { at: Date.now(), now: () => clock.at };
    const answerer = agents.again({ warehouse: counted, results: memoryKeyValue(), clock });
    const ask = () => answerer.answer(questionOf("turnover by store in 2023"));
    const outcomes = await Promise.all(Array.from({ length: 40 }, ask));
    expect(new Set(outcomes.map(({ answer }) => JSON.stringify(answer.rows))).size).toBe(1);
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.length).toBe(new Set(sent).size);
    clock.at += 5 * 60_000;
    const { answer } = await ask();
    expect(answer.usage).toMatchObject({
      cache: "hit-result",
      cachedAt: new Date(clock.at - 300_000).toISOString(),
    });
    expect(answer.uncertainty.join(" ")).toContain(new Date(clock.at - 300_000).toISOString().slice(0, 10));
  });
});

describe("runs", () => {
  it("go on in another process, kept by the durable saver, and end deleted", async () => {
    const database = new Database(":memory:");
    const runSaver = () => new RunSaver(database);
    const asked = await agents.again({ runSaver: runSaver() }).answer(questionOf("flow in 2023"));
    const runs = () => database.prepare("SELECT COUNT(*) AS n FROM run_checkpoint").get() as { n: number };
    expect(runs().n).toBeGreaterThan(0);
    const replied = await agents
      .again({ runSaver: runSaver() })
      .answer(questionOf("Turnover", asked.context));
    expect(replied.answer).toMatchObject({ status: "answered", rows: [[sumOf(inYear("2023"))]] });
    expect(runs().n).toBe(0);
  });
});

describe("limits", () => {
  const limited = (change: Partial<Limits>) => {
    const limits = { ...agents.workspace.policy.limits, ...change };
    const { policy, views } = agents.workspace;
    return (user: string) => ({ ...policySetFor(policy, views, user), limits });
  };

  it("asks for less where a question would read more than policy allows, and says by what", async () => {
    const table = {
      name: "main.gold.lines",
      comment: null,
      rowCount: 1,
      version: "1",
      generatedFrom: {},
      columns: [],
    };
    const large = { ...table, bytes: 600, partitionColumns: ["day"] };
    const answerer = agents.again({
      policySet: limited({ maxScanBytes: 500 }),
      metadata: { load: async () => ({ builtAt: "", tables: [large] }) },
    });
    const { answer } = await answerer.answer(questionOf("turnover"));
    expect(answer.status).toBe("clarification");
    expect(answer.headline).toContain("500 bytes");
    const options = answer.clarification?.options ?? [];
    expect(options.length).toBeGreaterThan(0);
    for (const { question } of options)
      expect((await answerer.answer(questionOf(question))).answer.status, question).toBe("answered");
  });

  it("fails with a remedy when the time is over", async () => {
    const policySet = limited({ statementTimeoutMs: 1 });
    const { answer } = await agents
      .again({ policySet, onFault: () => {} })
      .answer(questionOf("turnover by item"));
    expect(answer.status).toBe("failed");
    expect(answer.error?.remedy).not.toBe("");
  });
});
