import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../../contracts/answer.js";
import type { TableProfile } from "../../contracts/metadata.js";
import type { RealAgents } from "../testing/real-agents.js";
import { realAgents } from "../testing/real-agents.js";
import { shopWorkspace } from "../testing/shop-workspace.js";
import { questionOf } from "../testing/stand-ins.js";

let agents: RealAgents;
beforeAll(async () => {
  const { dir, state } = shopWorkspace();
  agents = await realAgents(dir, state);
}, 60_000);
afterAll(() => agents.close());

/** An answer where the index says this of the table of receipts. */
async function answerTo(text: string, change: Partial<TableProfile>): Promise<Answer> {
  const lines: TableProfile = {
    name: "main.gold.lines",
    comment: null,
    rowCount: 1_000,
    bytes: 1_000,
    version: "1",
    partitionColumns: [],
    generatedFrom: {},
    columns: [],
    ...change,
  };
  const answerer = agents.again({
    metadata: { load: async () => ({ builtAt: "", tables: [lines] }) },
  });
  return (await answerer.answer(questionOf(text))).answer;
}

const TERABYTE = { bytes: 1e12, rowCount: 5_000_000_000 };

describe("a large table that is stored in parts", () => {
  it("is not read whole: the question back names the filter, and offers ones that pass", async () => {
    const change = { ...TERABYTE, partitionColumns: ["day"] };
    const answer = await answerTo("turnover", change);
    expect(answer.status).toBe("clarification");
    expect(answer.headline).toMatch(/main\.gold\.lines .*5,000,000,000 rows.*1 TB.*Name a period/);
    const options = answer.clarification?.options ?? [];
    expect(options.length).toBeGreaterThan(0);
    for (const { question } of options)
      expect((await answerTo(question, change)).status, question).toBe("answered");
  });

  it("is read where the question holds a column to values, directly or by what it is made from", async () => {
    const byMonth = { ...TERABYTE, partitionColumns: ["month"], generatedFrom: { month: "day" } };
    expect((await answerTo("turnover in 2024", byMonth)).status).toBe("answered");
    expect((await answerTo("turnover", byMonth)).status).toBe("clarification");
  });

  it("counts rows where bytes are not known", async () => {
    const byDay = { bytes: null, partitionColumns: ["day"] };
    expect((await answerTo("turnover", { ...byDay, rowCount: 200_000_000 })).status).toBe("clarification");
    expect((await answerTo("turnover", { ...byDay, rowCount: 1_000_000 })).status).toBe("answered");
  });

  it("needs no filter where it is stored as one", async () => {
    expect((await answerTo("turnover", TERABYTE)).status).toBe("answered");
  });
});
