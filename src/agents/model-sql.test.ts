import { describe, expect, it } from "vitest";
import { json, modelAgents } from "./testing/model-agents.js";
import { draftOf, sqlDraftOf } from "./testing/model-replies.js";
import { shopRows } from "./testing/shop-workspace.js";

const { askWith, ran } = modelAgents();

describe("SQL of a model", () => {
  const NONE = json(draftOf({ kind: "none", needs_sql: true, reason: "a median is asked" }));
  const question = "median payment per town in March 2024";
  const sql =
    "SELECT s.town AS Town, MEDIAN(l.paid) AS Median_Paid FROM main.gold.lines l JOIN main.gold.stores s ON l.store_id = s.store_id WHERE l.day >= :start AND l.day < :end GROUP BY s.town ORDER BY 2 DESC";
  const words = [
    { words: "median", as: "operation", name: "threshold" },
    { words: "payment", as: "measure", name: "paid" },
    { words: "town", as: "field", name: "town" },
    { words: "March 2024", as: "period", name: "March 2024" },
  ] as const;
  const STATEMENT = sqlDraftOf({
    sql,
    period: "March 2024",
    reason: "no measure is a median",
    words: [...words],
  });

  it("runs through the gate with the dates of its period, with its reason, its SQL and less confidence", async () => {
    const { answer, calls } = await askWith({ reading: NONE, statement: json(STATEMENT) }, question);
    expect(calls.slice(-2)).toEqual(["reading mistral-small-latest", "statement mistral-medium-latest"]);
    expect(answer).toMatchObject({
      status: "answered",
      path: "generated",
      parameters: { start: "2024-03-01", end: "2024-04-01" },
    });
    expect(answer.sql).toContain("MEDIAN");
    expect(answer.uncertainty.join(" ")).toContain("no measure is a median");
    expect(answer.confidence).toBeLessThan(0.7);
    const towns: Record<number, string> = { 1: "Ulm", 2: "Kiel", 3: "Ulm" };
    const paid = shopRows()
      .filter(({ day, store }) => day.startsWith("2024-03") && towns[store] === "Kiel")
      .map((row) => row.paid)
      .sort((a, b) => a - b);
    const middle = paid.length / 2;
    const median =
      paid.length % 2 ? paid[Math.floor(middle)] : ((paid[middle - 1] ?? 0) + (paid[middle] ?? 0)) / 2;
    expect(Number(answer.rows.find(([town]) => town === "Kiel")?.[1])).toBe(median);
  });

  it("says where a row rule leaves rows without a partner out", async () => {
    const beside = sql.replace(
      "FROM main.gold.lines l JOIN main.gold.stores s",
      "FROM main.gold.stores s LEFT JOIN main.gold.lines l",
    );
    const statement = json({ ...STATEMENT, sql: beside });
    const note = "Rows that have no partner among those you may see are left out.";
    const ruled = await askWith({ reading: NONE, statement }, question, { user: "kim@example.com" });
    expect(ruled.answer.rows.map(([town]) => town)).toEqual(["Kiel"]);
    expect(ruled.answer.uncertainty).toContain(note);
    const free = await askWith({ reading: NONE, statement }, question);
    expect(free.answer.rows).toHaveLength(2);
    expect(free.answer.uncertainty).not.toContain(note);
  });

  it("is asked for a statistic that no metric query computes, without asking first what the words are about", async () => {
    const spread = sqlDraftOf({
      sql: "SELECT STDDEV(l.paid) AS Spread FROM main.gold.lines l WHERE l.day >= :start AND l.day < :end",
      period: "March 2024",
      reason: "no measure is a standard deviation",
      words: [
        { words: "standard deviation", as: "operation", name: "threshold" },
        { words: "payment", as: "measure", name: "paid" },
        { words: "March 2024", as: "period", name: "March 2024" },
      ],
    });
    const { answer, calls } = await askWith(
      { reading: NONE, statement: json(spread) },
      "standard deviation of payment in March 2024",
    );
    expect(calls).toEqual(["reading mistral-small-latest", "statement mistral-medium-latest"]);
    expect(answer).toMatchObject({ status: "answered", path: "generated" });
    const paid = shopRows().flatMap((row) => (row.day.startsWith("2024-03") ? [row.paid] : []));
    const mean = paid.reduce((sum, x) => sum + x, 0) / paid.length;
    const variance = paid.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (paid.length - 1);
    expect(Number(answer.rows[0]?.[0])).toBeCloseTo(Math.sqrt(variance), 9);
  });

  it.each([
    [
      "a date of its own",
      { ...STATEMENT, sql: sql.replace(":start", "DATE'2024-03-01'") },
      "date of its own",
    ],
    ["no end", { ...STATEMENT, sql: sql.replace(" AND l.day < :end", "") }, "does not end at :end"],
    ["no start", { ...STATEMENT, sql: sql.replace("l.day >= :start AND ", "") }, "does not use :start"],
    ["a dropped word", { ...STATEMENT, words: words.slice(1) }, '"median"'],
    [
      "a name that is not in it",
      { ...STATEMENT, words: [words[0], { ...words[1], name: "salary" }, words[2], words[3]] },
      '"salary"',
    ],
    ["columns that are not there", { ...STATEMENT, sql: sql.replace("l.paid", "l.payed") }, "payed"],
  ] as [string, unknown, string][])(
    "with %s is told so once, then asked about",
    async (_, draft, complaint) => {
      const { answer, fake } = await askWith({ reading: NONE, statement: json(draft) }, question);
      expect(fake.requests.at(-1)?.body.messages.at(-1)?.content).toContain(complaint);
      expect(answer.status).toBe("clarification");
      expect(fake.requests.length).toBeLessThanOrEqual(4);
      expect(ran()).toEqual([]);
    },
  );
});
