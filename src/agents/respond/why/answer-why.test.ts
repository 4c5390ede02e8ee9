import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RealAgents, realAgents } from "../../testing/real-agents.js";
import { questionOf } from "../../testing/stand-ins.js";
import { OVERLAP } from "./contribution.js";

interface Row {
  day: string;
  cohort: string | null;
  lane: string | null;
  amount: number | null;
  weight: number;
}

/** Members come and go between the months, some rows have no member, some no amount. */
const row: fc.Arbitrary<Row> = fc.record({
  day: fc.constantFrom("2024-02-03", "2024-02-20", "2024-03-04", "2024-03-30"),
  cohort: fc.constantFrom("Ada", "Bell", "Curie", null),
  lane: fc.constantFrom("North", "South", null),
  amount: fc.option(fc.integer({ min: -40, max: 90 }), { nil: null, freq: 6 }),
  weight: fc.integer({ min: 1, max: 9 }),
});
const [ROWS = []] = fc
  .sample(fc.array(row, { minLength: 60, maxLength: 90 }), { numRuns: 1, seed: 7 })
  .map((rows) => [
    ...rows.filter(({ cohort, day }) => cohort !== "Ada" || day >= "2024-03-01"),
    { day: "2024-02-11", cohort: "Dirac", lane: "East", amount: 25, weight: 3 },
    { day: "2024-03-11", cohort: "Bell", lane: "North", amount: 12, weight: 2 },
  ]);

const sum = (rows: Row[], of: (row: Row) => number | null): number =>
  rows.reduce((total, each) => total + (of(each) ?? 0), 0);
const amounts = (rows: Row[]): number => sum(rows, ({ amount }) => amount);
const weights = (rows: Row[]): number => sum(rows, ({ weight }) => weight);
const known = (rows: Row[]): number => rows.filter(({ amount }) => amount !== null).length;

/** Measure -> its SQL, and the same by hand. */
const MEASURES: Record<string, [string, (rows: Row[]) => number]> = {
  Takings: ["SUM(amount)", amounts],
  Tickets: ["COUNT(*)", (rows) => rows.length],
  Rate: ["SUM(amount) / SUM(weight)", (rows) => amounts(rows) / weights(rows)],
  Mean: ["AVG(amount)", (rows) => amounts(rows) / known(rows)],
  Each: ["SUM(amount) / NULLIF(COUNT(*), 0)", (rows) => amounts(rows) / rows.length],
  Loss: ["1 - SUM(amount) / SUM(weight)", (rows) => 1 - amounts(rows) / weights(rows)],
  Blend: [
    "SUM(amount) / SUM(weight) + AVG(weight) * 2",
    (rows) => amounts(rows) / weights(rows) + (weights(rows) / rows.length) * 2,
  ],
  Area: ["SUM(amount) * AVG(weight)", (rows) => (amounts(rows) * weights(rows)) / rows.length],
  Spread: ["COUNT(DISTINCT weight)", (rows) => new Set(rows.map(({ weight }) => weight)).size],
  Peak: ["MAX(amount)", (rows) => Math.max(...rows.flatMap(({ amount }) => amount ?? []))],
};

describe("why a number changed, over random rows", () => {
  const root = mkdtempSync(join(tmpdir(), "why-"));
  let agents: RealAgents;

  beforeAll(async () => {
    const dir = join(root, "desk");
    mkdirSync(join(dir, "metrics"), { recursive: true });
    const lines = ROWS.map(({ day, cohort, lane, amount, weight }) =>
      [day, cohort ?? "", lane ?? "", amount ?? "", weight].join(","),
    );
    writeFileSync(join(dir, "rows.csv"), `day,cohort,lane,amount,weight\n${lines.join("\n")}\n`);
    writeFileSync(
      join(dir, "workspace.yaml"),
      "name: desk\nas_of: 2024-04-01\nwarehouse:\n  engine: duckdb\n  catalog: main\n  tables:\n    gold.desk: { csv: rows.csv }\n",
    );
    const measures = Object.entries(MEASURES).map(
      ([name, [expr]]) => `  - { name: ${name}, expr: "${expr}" }`,
    );
    writeFileSync(
      join(dir, "metrics/desk.yaml"),
      `version: 1.1\nsource: main.gold.desk\nfields:\n  - { name: Day, expr: day }\n  - { name: Cohort, expr: cohort }\n  - { name: Lane, expr: lane }\nmeasures:\n${measures.join("\n")}\n`,
    );
    writeFileSync(join(dir, "overlay.yaml"), "views:\n  desk:\n    time_field: Day\n");
    agents = await realAgents(dir, join(root, "state"));
  }, 120_000);

  afterAll(async () => {
    await agents?.close();
    rmSync(root, { recursive: true, force: true });
  });

  it.each(Object.entries(MEASURES))(
    "shares out all of %s, by every field",
    async (name, [, byHand]) => {
      const { answer } = await agents.answerer.answer(questionOf(`why did ${name} change in March 2024?`));
      expect(answer.status, answer.headline).toBe("answered");
      const month = (of: string) => ROWS.filter(({ day }) => day.startsWith(of));
      const change = byHand(month("2024-03")) - byHand(month("2024-02"));
      const at = answer.columns.findIndex((column) => column.name === "Contribution");
      for (const [field, key] of [
        ["Cohort", "cohort"],
        ["Lane", "lane"],
      ] as const) {
        const rows = answer.rows.filter(([of]) => of === field);
        const amountsOf = rows.map((cells) => Number(cells[at]));
        expect(Math.abs(amountsOf.reduce((a, b) => a + b, 0) - change), field).toBeLessThanOrEqual(1e-9);
        const own = rows.filter(([, member]) => member !== OVERLAP);
        const members = new Set(ROWS.filter(({ day }) => day >= "2024-02-01").map((each) => each[key]));
        expect(own).toHaveLength(members.size);
        const sizes = own.map((cells) => Math.abs(Number(cells[at])));
        expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
        if (!["Spread", "Peak"].includes(name)) expect(own).toHaveLength(rows.length);
      }
      expect(answer.narrative).toMatch(/Looked at (Cohort and Lane|Lane and Cohort)/);
    },
    60_000,
  );
});
