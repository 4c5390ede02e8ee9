import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MetricQuery } from "../contracts/metric-query.js";
import type { Cell } from "../contracts/result.js";
import type { Workspace } from "../contracts/semantic-model.js";
import { compileQuery } from "./compile-query.js";
import { field, measure, period, queryOf, time } from "./testing/metric-query-of.js";
import { repairDatabase } from "./testing/repair-database.js";
import { repairLines } from "./testing/repair-rows.js";
import { repairWorkspace } from "./testing/repair-workspace.js";
import type { TestDatabase } from "./testing/test-database.js";

const AS_OF = "2024-04-01";
const lines = repairLines(250, 11);
const parts = lines.map(({ line_id }) => ({ line_id, part: line_id % 2 ? "Cable" : "Bolt", price: 3 }));
let database: TestDatabase;
let workspace: Workspace;

beforeAll(async () => {
  database = await repairDatabase(lines, parts, [{ day: "2024-01-31", shop_id: 1, on_hand: 4 }]);
  workspace = await repairWorkspace();
});
afterAll(() => database.close());

const topOf = (count: number): MetricQuery["top"] => ({ count, per: [], rest: true });

async function rowsOf(query: MetricQuery): Promise<Cell[][]> {
  const result = compileQuery(query, workspace, { asOf: AS_OF });
  if (result.kind === "problem") throw new Error(`${result.code}: ${result.message}`);
  return database.run(result.sql, result.parameters);
}

/** Written from the tables alone: names of the first places by revenue, and all other lines grouped as one. */
function byHand(column: string, count: number, numbers: string, where: string): string {
  const from = `FROM ops.lines l LEFT JOIN ops.shops s ON s.shop_id = l.shop_id WHERE l.opened_on < DATE '${AS_OF}' AND ${where}`;
  return `WITH first AS (
    SELECT name, RANK() OVER (ORDER BY revenue DESC NULLS LAST) AS place
    FROM (SELECT ${column} AS name, SUM(amount) AS revenue ${from} GROUP BY 1)
  ), named AS (
    SELECT l.*, CASE WHEN EXISTS (SELECT 1 FROM first WHERE place <= ${count} AND name IS NOT DISTINCT FROM ${column}) THEN 0 ELSE 1 END AS others,
      ${column} AS name ${from}
  )
  SELECT CASE WHEN others = 1 THEN 'Everything else' ELSE name END, ${numbers}
  FROM named GROUP BY others, 1 ORDER BY others, SUM(amount) DESC NULLS LAST, 1`;
}

const NUMBERS =
  "SUM(amount), COUNT(DISTINCT ticket_id), SUM(amount) / COUNT(DISTINCT ticket_id), AVG(amount)";
const rounded = (row: Cell[]) =>
  row.map((cell) => (typeof cell === "number" ? Number(cell.toPrecision(10)) : cell));

describe("the rest of a top-N", () => {
  it("is computed from the rows of all other groups, for sums, distinct counts, ratios and averages", async () => {
    const cases = fc.record({
      shape: fc.constantFrom(["Shop", "s.shop_name"] as const, ["Work", "l.work"] as const),
      count: fc.integer({ min: 1, max: 6 }),
      from: fc.integer({ min: 1, max: 3 }),
      months: fc.integer({ min: 1, max: 3 }),
      brakes: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ shape: [name, column], count, from, months, brakes }) => {
        const days = [`2024-0${from}-01`, `2024-0${Math.min(from + months, 9)}-01`] as const;
        const query = queryOf({
          select: ["Revenue", "Tickets", "Ticket Value", "Average Amount"].map(measure),
          groupBy: [field(name)],
          filters: brakes ? [{ kind: "values", field: "Work", values: ["Brake"], negated: true }] : [],
          periods: [period(...days)],
          top: topOf(count),
          order: [{ by: { kind: "select", index: 0, of: "value" }, direction: "desc" }],
        });
        const where = `l.opened_on >= DATE '${days[0]}' AND l.opened_on < DATE '${days[1]}'${brakes ? " AND l.work IS DISTINCT FROM 'Brake'" : ""}`;
        const expected = await database.run(byHand(column, count, NUMBERS, where));
        expect((await rowsOf(query)).map(rounded)).toEqual(expected.map(rounded));
      }),
      { numRuns: 40 },
    );
  });

  it("stands beside groups that are set apart by name", async () => {
    const only = [{ kind: "values" as const, field: "Work", values: ["Brake", null], negated: false }];
    const query = queryOf({
      select: ["Revenue", "Tickets", "Average Amount"].map(measure),
      groupBy: [field("Work")],
      apart: { only },
    });
    const rows = await rowsOf(query);
    const expected = await database.run(
      `SELECT CASE WHEN work = 'Brake' OR work IS NULL THEN work ELSE 'Everything else' END, SUM(amount), COUNT(DISTINCT ticket_id), AVG(amount)
       FROM ops.lines WHERE opened_on < DATE '${AS_OF}' GROUP BY 1 ORDER BY 1`,
    );
    const sorted = (list: Cell[][]) => list.map((row) => JSON.stringify(rounded(row))).sort();
    expect(sorted(rows)).toEqual(sorted(expected));
    expect(rows.at(-1)?.[0]).toBe("Everything else");
  });

  it("has no row where every group is shown", async () => {
    const rows = await rowsOf(queryOf({ groupBy: [field("Shop")], top: topOf(99) }));
    expect(rows.flat()).not.toContain("Everything else");
  });

  it("stands last whatever the order is", async () => {
    const rows = await rowsOf(
      queryOf({
        groupBy: [field("Shop")],
        top: topOf(1),
        order: [{ by: { kind: "select", index: 0, of: "value" }, direction: "asc" }],
      }),
    );
    expect(rows.map(([name]) => name).at(-1)).toBe("Everything else");
  });

  it("makes the rows a whole that is checked against the total", () => {
    const query = queryOf({ groupBy: [field("Shop")], top: topOf(2) });
    const result = compileQuery(query, workspace, { asOf: AS_OF });
    expect(result.kind === "compiled" ? result.reconcile : null).toMatchObject({
      query: { groupBy: [], top: null },
      sums: [{ select: 0, total: 0 }],
    });
  });

  it.each([
    ["dates", queryOf({ groupBy: [time("Opened", "month")], top: topOf(2) })],
    ["numbers", queryOf({ groupBy: [field("Rider")], top: topOf(2) })],
    ["two fields", queryOf({ groupBy: [field("Shop"), field("Work")], top: topOf(2) })],
    ["both ends", queryOf({ groupBy: [field("Shop")], top: { count: 2, per: [], both: true, rest: true } })],
    [
      "running numbers",
      queryOf({ select: [measure("Week Revenue")], groupBy: [field("Shop")], top: topOf(2) }),
    ],
    ["shares", queryOf({ groupBy: [field("Shop")], top: topOf(2), share: { within: [], only: [] } })],
  ])("is refused beside %s", (_, query) => {
    expect(compileQuery(query, workspace, { asOf: AS_OF })).toMatchObject({
      kind: "problem",
      code: "not_supported",
    });
  });

  it("is refused where its sum would be over what must not be summed", () => {
    const stock = queryOf({
      view: "stock",
      select: [measure("On Hand")],
      groupBy: [field("Day")],
      top: topOf(1),
    });
    expect(compileQuery(stock, workspace, { asOf: AS_OF }).kind).toBe("problem");
  });
});
