import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { PlanDraft, SqlDraft } from "../../src/agents/plan/plan-draft.js";
import { draftOf, sqlDraftOf } from "../../src/agents/testing/model-replies.js";
import { evaluate } from "../../src/commands/eval.js";
import { readSuite } from "../../src/evaluation/suite-file.js";
import type { SuiteReport } from "../../src/evaluation/suite-report.js";
import { type FakeReply, startFakeMistral } from "../../src/llm/testing/fake-mistral.js";

const SUITE = "eval/superstore-model.yaml";
const folder = mkdtempSync(join(tmpdir(), "assay-cassette-"));
const cassette = join(folder, "exchanges.json");
afterAll(() => {
  delete process.env["MISTRAL_SERVER_URL"];
  rmSync(folder, { recursive: true, force: true });
});

type Said = [words: string, as: PlanDraft["words"][number]["as"], name: string];
const read = (draft: Partial<PlanDraft>, ...said: Said[]): PlanDraft =>
  draftOf({ view: "sales", ...draft, words: said.map(([words, as, name]) => ({ words, as, name })) });
const by = (field: string): PlanDraft["group_by"] => [{ field, by: "value" }];
const NONE = draftOf({ kind: "none", reason: "Nobody's employment is in the data." });

/** What a model that reads well replies to each question of the suite. */
const READINGS: Record<string, PlanDraft> = {
  "takings by region in 2017": read(
    { measures: ["Sales"], group_by: by("Region"), periods: ["2017"] },
    ["takings", "measure", "Sales"],
    ["region", "field", "Region"],
    ["in 2017", "period", "2017"],
  ),
  "pieces shifted by category in December 2017": read(
    { measures: ["Quantity"], group_by: by("Category"), periods: ["December 2017"] },
    ["pieces shifted", "measure", "Quantity"],
    ["category", "field", "Category"],
    ["in December 2017", "period", "December 2017"],
  ),
  "top 5 states by takings last year": read(
    { measures: ["Sales"], group_by: by("State"), periods: ["last year"], top: { count: 5, order: "most" } },
    ["top", "operation", "top"],
    ["5", "number", "5"],
    ["states", "field", "State"],
    ["takings", "measure", "Sales"],
    ["last year", "period", "last year"],
  ),
  "Wie hoch war der Umsatz im letzten Quartal?": read(
    { language: "de", measures: ["Sales"], periods: ["last quarter"] },
    ["Umsatz", "measure", "Sales"],
    ["letzten Quartal", "period", "last quarter"],
  ),
  "Quel était le chiffre d'affaires par région en 2017 ?": read(
    { language: "fr", measures: ["Sales"], group_by: by("Region"), periods: ["2017"] },
    ["chiffre d'affaires", "measure", "Sales"],
    ["région", "field", "Region"],
    ["2017", "period", "2017"],
  ),
  "¿Cuántos pedidos hubo en marzo de 2016?": read(
    { language: "es", measures: ["Orders"], periods: ["March 2016"] },
    ["Cuántos pedidos", "measure", "Orders"],
    ["marzo de 2016", "period", "March 2016"],
  ),
  "Gewinn nach Kundensegment im Jahr 2015": read(
    { language: "de", measures: ["Profit"], group_by: by("Segment"), periods: ["2015"] },
    ["Gewinn", "measure", "Profit"],
    ["nach Kundensegment", "field", "Segment"],
    ["Jahr 2015", "period", "2015"],
  ),
  "and the takings instead": read(
    { follows: true, measures: ["Sales"], group_by: by("Segment"), periods: ["2017"] },
    ["takings", "measure", "Sales"],
  ),
  "coefficient of variation of daily sales in 2017": draftOf({
    kind: "none",
    needs_sql: true,
    reason: "no such measure",
  }),
  "headcount of warehouse employees in 2017": NONE,
};
const STATEMENT: SqlDraft = sqlDraftOf({
  reason: "no measure is a coefficient of variation",
  sql: "SELECT STDDEV(day_sales) / AVG(day_sales) AS `Coefficient of variation` FROM (SELECT order_date, SUM(sales) AS day_sales FROM main.gold.order_lines WHERE order_date >= :start AND order_date < :end GROUP BY order_date) AS days",
  period: "2017",
  words: [
    { words: "coefficient of variation", as: "operation", name: "STDDEV / AVG" },
    { words: "daily", as: "field", name: "order_date" },
    { words: "sales", as: "field", name: "sales" },
    { words: "in 2017", as: "period", name: "2017" },
  ],
});

function reply(kind: string, prompt: string): FakeReply {
  const [question, draft] = Object.entries(READINGS).find(([asked]) => prompt.includes(asked)) ?? [];
  if (kind === "kind_of_question") return { kind: "json", value: { about: "this_data" } };
  if (kind === "statement") return { kind: "json", value: STATEMENT };
  if (kind === "reading" && draft && question) return { kind: "json", value: draft };
  return { kind: "text", text: "No." };
}

async function run(file: string, withCassette: boolean): Promise<SuiteReport> {
  const json = join(folder, file);
  await evaluate({ stateDir: join(folder, "state") }, [SUITE], {
    json,
    ...(withCassette ? { cassette } : {}),
  });
  const [report] = JSON.parse(readFileSync(json, "utf8")) as SuiteReport[];
  if (!report) throw new Error("There is no report.");
  return report;
}

const gist = ({ figures, outcomes }: SuiteReport) => ({
  accuracy: figures.accuracy,
  zeroTokenShare: figures.zeroTokenShare,
  outcomes: outcomes.map(({ id, status, right, tokens, usd }) => ({ id, status, right, tokens, usd })),
});

describe("the cases that need a model", () => {
  it("are not asked without one", async () => {
    const report = await run("without.json", false);
    const ids = readSuite(readFileSync(SUITE, "utf8"), SUITE).cases.map(({ id }) => id);
    expect(report.skipped).toEqual(ids);
    expect(report.figures.cases).toBe(0);
    expect(process.exitCode).toBe(1);
    process.exitCode = undefined;
  });

  it("are asked of any server, recorded, and give the same figures again without one", async () => {
    const fake = await startFakeMistral(({ body }) =>
      reply(body.response_format?.json_schema?.name ?? "", body.messages.at(-1)?.content ?? ""),
    );
    process.env["MISTRAL_SERVER_URL"] = fake.url;
    const recorded = await run("recorded.json", true);
    const asked = fake.requests.length;
    delete process.env["MISTRAL_SERVER_URL"];
    await fake.close();
    expect(recorded.broken).toEqual([]);
    expect(recorded.outcomes.filter(({ right }) => !right).map(({ id, reason }) => [id, reason])).toEqual([]);
    expect(recorded.outcomes.flatMap(({ unproven }) => unproven)).toEqual([]);
    expect(asked).toBeGreaterThanOrEqual(10);
    const kept = JSON.parse(readFileSync(cassette, "utf8")) as { exchanges: Record<string, unknown> };
    expect(Object.keys(kept.exchanges).every((key) => /^[0-9a-f]{64}$/.test(key))).toBe(true);
    expect(readFileSync(cassette, "utf8")).not.toContain("headcount");

    const replayed = await run("replayed.json", true);
    expect(gist(replayed)).toEqual(gist(recorded));
    expect(fake.requests).toHaveLength(asked);
    expect(replayed.figures.zeroTokenShare).toBeLessThan(0.2);
    expect(replayed.figures.usdPerQuestion).toBeGreaterThan(0);
    expect(existsSync(cassette)).toBe(true);
    process.exitCode = undefined;
  });
});
