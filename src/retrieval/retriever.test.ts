import { describe, expect, it } from "vitest";
import type { Embedder } from "../contracts/retrieval.js";
import { createRetriever } from "./retriever.js";
import { createSemanticRanking } from "./semantic-ranking.js";
import { allRights, passage, plainView, profileOf } from "./testing/small-shop.js";
import { createMemoryVectors } from "./vectors/memory-vectors.js";
import type { VectorIndex } from "./vectors/vector-index.js";

const call = { signal: new AbortController().signal, timeoutMs: 5000 };
const views = [plainView("orders", ["Country"], ["Revenue"]), plainView("pay", ["Team"], ["Wages"])];
const relations = views.flatMap((view) => view.relations);
const passages = [
  passage("view:orders", {
    kind: "view",
    title: "orders",
    text: "Measures: Revenue.",
    relations: ["main.gold.orders"],
  }),
  passage("view:pay", { kind: "view", title: "pay", text: "Measures: Wages.", relations: ["main.gold.pay"] }),
  passage("turnover", { text: "What customers paid.", relations: ["main.gold.orders"] }),
  passage("long", { text: `revenue ${"and more ".repeat(2000)}`, relations: [] }),
];

/** Two numbers: how much a text speaks of money, and of people. Enough to tell a ranking by meaning from one by words. */
const MEANINGS: Embedder = {
  id: "two-meanings",
  dimension: 2,
  embed: async (texts) =>
    texts.map((text) => {
      const money = /revenue|turnover|income/i.test(text) ? 1 : 0.1;
      const people = /wages|pay|staff/i.test(text) ? 1 : 0.1;
      return new Float32Array([money, people]).map((value) => value / Math.hypot(money, people));
    }),
};

function retriever(openVectors: () => VectorIndex = createMemoryVectors) {
  const degraded: unknown[] = [];
  const clock = { time: 0, now: () => clock.time };
  const made = createRetriever({
    views,
    passages,
    profiles: async (set) =>
      views
        .filter(({ name }) => set.views.includes("*") || set.views.includes(name))
        .map(({ name }) => profileOf(name, null)),
    semantic: createSemanticRanking({
      workspace: "w",
      passages,
      openEmbedder: async () => MEANINGS,
      openVectors,
    }),
    breaker: restingBreaker(),
    clock,
    onDegraded: (error) => degraded.push(error),
  });
  const ask = (question: string, set = allRights(relations), maxTokens = 500) =>
    made.retrieve({ question, set, asOf: "2024-01-01", period: null, maxTokens }, call);
  return { ask, degraded, clock, made };
}

/** One failure and it rests for five seconds. */
function restingBreaker() {
  let until = 0;
  return {
    allows: (now: number) => now >= until,
    succeeded: () => {
      until = 0;
    },
    failed: (now: number) => {
      until = now + 5000;
    },
  };
}

describe("retrieval", () => {
  it("finds by meaning what shares no word", async () => {
    const found = await retriever().ask("income");
    expect(found.passages.map(({ id }) => id)).toContain("turnover");
    expect(found.degraded).toBeNull();
  });

  it("says how many candidates each stage left, and what the budget kept out", async () => {
    const found = await retriever().ask("revenue");
    expect(found.stages.map(({ name, before, after }) => [name, before, after])).toEqual([
      ["rights", 4, 4],
      ["metadata", 4, 3],
      ["ranking", 3, 3],
      ["budget", 3, 2],
    ]);
    expect(found.leftOut).toEqual(["long"]);
  });

  it("says how much of the question a passage speaks of", async () => {
    const { passages } = await retriever().ask("turnover of customers in Spain");
    expect(passages.find(({ id }) => id === "turnover")).toMatchObject({ covered: 2 / 3, titled: 1 / 3 });
  });

  it("shows nothing beyond the rights of who asks", async () => {
    const { ask } = retriever();
    const mine = allRights(["main.gold.pay"], { key: "pay", views: ["pay"] });
    for (const question of ["revenue", "income", "turnover of orders", "wages"]) {
      const ids = (await ask(question, mine)).passages.map(({ id }) => id);
      expect(ids).not.toContain("view:orders");
      expect(ids).not.toContain("turnover");
    }
  });

  it("goes on by words alone while the index is out, says so, and asks it again after a rest", async () => {
    let calls = 0;
    let out = true;
    const { ask, degraded, clock } = retriever(() => {
      const memory = createMemoryVectors();
      return {
        ...memory,
        search: async (...given) => {
          calls++;
          if (out) throw new Error("gone");
          return memory.search(...given);
        },
      };
    });
    expect((await ask("revenue")).degraded).toContain("vector index");
    expect((await ask("revenue")).passages.map(({ id }) => id)).toContain("view:orders");
    expect(calls).toBe(1);
    expect(degraded).toHaveLength(1);
    out = false;
    clock.time = 6000;
    expect((await ask("revenue")).degraded).toBeNull();
  });

  it("does not wait for an index that hangs longer than the call may take", async () => {
    const { made } = retriever(() => ({
      ...createMemoryVectors(),
      search: () => new Promise<string[]>(() => {}),
    }));
    const request = {
      question: "revenue",
      set: allRights(relations),
      asOf: "2024-01-01",
      period: null,
      maxTokens: 500,
    };
    const found = await made.retrieve(request, { ...call, timeoutMs: 30 });
    expect(found.degraded).not.toBeNull();
  });

  it("passes the caller's abort on instead of answering without", async () => {
    const { made } = retriever(() => ({
      ...createMemoryVectors(),
      search: () => new Promise<string[]>(() => {}),
    }));
    const stop = new AbortController();
    const request = {
      question: "revenue",
      set: allRights(relations),
      asOf: "2024-01-01",
      period: null,
      maxTokens: 500,
    };
    const found = made.retrieve(request, { signal: stop.signal, timeoutMs: 5000 });
    setTimeout(() => stop.abort(new Error("enough")), 10);
    await expect(found).rejects.toThrow("enough");
  });

  it("rebuilds on demand and names the model", async () => {
    expect(await retriever().made.rebuild(call)).toEqual({ passages: 4, model: "two-meanings" });
  });

  it("refuses vectors of another length than the model says", async () => {
    const short: Embedder = { ...MEANINGS, dimension: 3 };
    const ranking = createSemanticRanking({
      workspace: "w",
      passages,
      openEmbedder: async () => short,
      openVectors: createMemoryVectors,
    });
    await expect(ranking.search("revenue", ["turnover"], 5, call)).rejects.toThrow("another length");
  });
});
