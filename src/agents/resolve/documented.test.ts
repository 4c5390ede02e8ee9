import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../../contracts/answer.js";
import type { Answerer } from "../../contracts/conversation.js";
import type { Embedder, Retriever } from "../../contracts/retrieval.js";
import { workspacePassages } from "../../retrieval/passages/workspace-passages.js";
import { createRetriever } from "../../retrieval/retriever.js";
import { createSemanticRanking } from "../../retrieval/semantic-ranking.js";
import { createMemoryVectors } from "../../retrieval/vectors/memory-vectors.js";
import { type RealAgents, realAgents } from "../testing/real-agents.js";
import { shopWorkspace } from "../testing/shop-workspace.js";
import { questionOf } from "../testing/stand-ins.js";

const RETURNS = `---
title: Returns
kind: glossary
tables: [main.gold.lines]
---
# Goodwill refunds
A goodwill refund is paid without a receipt.

It never counts as turnover.

# The strike of 2023
Shops in the north were shut for a week.
`;
const SUMMARY = `---
title: Footfall of the chain
kind: summary
tables: [main.gold.lines]
---
Visitors came mostly on Saturdays.
`;

let agents: RealAgents;
let answerer: Answerer;
beforeAll(async () => {
  const { dir, state } = shopWorkspace();
  writeFileSync(join(dir, "docs", "returns.md"), RETURNS);
  writeFileSync(join(dir, "docs", "footfall.md"), SUMMARY);
  agents = await realAgents(dir, state);
  answerer = agents.again({ retriever: retrieverOf(agents) });
}, 30_000);
afterAll(() => agents.close());

/** Knows no word, so that the ranking by words decides. */
const BLANK: Embedder = {
  id: "blank",
  dimension: 1,
  embed: async (texts) => texts.map(() => new Float32Array(1)),
};

function retrieverOf({ workspace }: RealAgents): Retriever {
  const passages = workspacePassages(workspace, () => null);
  return createRetriever({
    views: workspace.views,
    passages,
    profiles: async () => [],
    semantic: createSemanticRanking({
      workspace: workspace.name,
      passages,
      openEmbedder: async () => BLANK,
      openVectors: createMemoryVectors,
    }),
    breaker: { allows: () => true, succeeded: () => {}, failed: () => {} },
    clock: { now: Date.now },
    onDegraded: (error) => {
      throw error;
    },
  });
}

describe("questions that a document answers", () => {
  const answerTo = async (text: string, user = "local", by = answerer): Promise<Answer> =>
    (await by.answer(questionOf(text, undefined, { user }))).answer;

  it("are answered with its words, and its name", async () => {
    const answer = await answerTo("What does goodwill refund mean?");
    expect(answer).toMatchObject({ status: "answered", path: "defined", rows: [] });
    expect(answer.headline).toBe("Returns: Goodwill refunds: A goodwill refund is paid without a receipt.");
    expect(answer.narrative).toBe("It never counts as turnover.");
    expect(answer.citations).toEqual([{ title: "Returns: Goodwill refunds", file: "docs/returns.md" }]);
  });

  it("are not answered with a passage on something near", async () => {
    expect((await answerTo("What does store credit refund mean?")).path).not.toBe("defined");
  });

  it("keep what a name of the model means before any document", async () => {
    expect((await answerTo("What does turnover mean?")).headline).toBe("Turnover: What customers paid.");
  });

  it("show a summary to nobody who sees a part of its rows alone", async () => {
    const ask = "Tell me about footfall of the chain";
    expect((await answerTo(ask)).headline).toContain("Saturdays");
    expect(JSON.stringify(await answerTo(ask, "kim@example.com"))).not.toContain("Saturdays");
  });

  it("are as before without a retriever", async () => {
    expect((await answerTo("What does goodwill refund mean?", "local", agents.answerer)).path).not.toBe(
      "defined",
    );
  });
});
