import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RetrievalRequest, Retriever } from "../../contracts/retrieval.js";
import type { Planner } from "../ports.js";
import { type RealAgents, realAgents } from "../testing/real-agents.js";
import { shopWorkspace } from "../testing/shop-workspace.js";
import { questionOf } from "../testing/stand-ins.js";

let agents: RealAgents;
beforeAll(async () => {
  const { dir, state } = shopWorkspace();
  agents = await realAgents(dir, state);
}, 30_000);
afterAll(() => agents.close());

const USAGE = { inputTokens: 0, outputTokens: 0, usd: 0, modelMs: 0, cached: false };
const NO_PLAN: Planner = {
  plan: async () => ({ plan: { kind: "none", reason: "Nothing is like it." }, usage: USAGE }),
};

/** Asks with a retriever that keeps what it was asked for. */
async function searchedFor(text: string) {
  const requests: RetrievalRequest[] = [];
  const retriever: Retriever = {
    retrieve: async (request) => {
      requests.push(request);
      return { passages: [], stages: [], leftOut: [], degraded: "The index is out (1 call)." };
    },
    rebuild: async () => ({ passages: 0, model: "none" }),
  };
  const { answer } = await agents.again({ planner: NO_PLAN, retriever }).answer(questionOf(text));
  return { requests, answer };
}

describe("a search for a question", () => {
  it.each([
    ["takings by store in March 2024", { from: "2024-03-01", to: "2024-04-01" }],
    ["takings by store since March 2024", { from: "2024-03-01", to: null }],
    ["takings by store in January 2023 vs February 2024", { from: "2023-01-01", to: "2024-03-01" }],
    ["takings by store", null],
    ["takings by store on 03/05/2024", null],
  ])("is held to the days of its period: %s", async (text, period) => {
    const { requests } = await searchedFor(text);
    expect(requests.map((request) => request.period)).toEqual([period]);
  });

  it("for a meaning is held to no days", async () => {
    const { requests } = await searchedFor("What does a goodwill refund mean?");
    expect(requests[0]).toMatchObject({ period: null, maxTokens: 3000 });
  });

  it("says that its ranking is weaker, whatever comes of it", async () => {
    const { answer } = await searchedFor("takings by store in March 2024");
    expect(answer.status).not.toBe("answered");
    expect(answer.uncertainty).toContain("The index is out (1 call).");
  });
});
