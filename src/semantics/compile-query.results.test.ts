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
const parts = lines
  .filter(({ line_id }) => line_id % 3 > 0)
  .flatMap(({ line_id }) => [
    { line_id, part: "Bolt", price: 2 },
    { line_id, part: line_id % 2 ? "Cable" : "Bolt", price: 3 },
  ]);
const stock = ["2024-01-30", "2024-01-31", "2024-02-01", "2024-02-02"].flatMap((day, i) =>
  [1, 2].map((shop_id) => ({ day, shop_id, on_hand: (i + 1) * 10 + shop_id })),
);
let database: TestDatabase;
let workspace: Workspace;

beforeAll(async () => {
  database = await repairDatabase(lines, parts, stock);
  workspace = await repairWorkspace();
});
afterAll(() => database.close());

/** Rows of the compiled query, which must equal the rows of SQL written by hand over the same tables. */
async function same(query: MetricQuery, sql: string, within: Workspace = workspace): Promise<Cell[][]> {
  const result = compileQuery(query, within, { asOf: AS_OF });
  if (result.kind === "problem") throw new Error(`${result.code}: ${result.message}`);
  const rows = await database.run(result.sql, result.parameters);
  expect(rows.map(rounded), result.sql).toEqual((await database.run(sql)).map(rounded));
  return rows;
}

const rounded = (row: Cell[]) =>
  row.map((cell) => (typeof cell === "number" ? Number(cell.toPrecision(10)) : cell));

describe("joins", () => {
  it("count each row once over the far side of a one_to_many join, beside sums of the source", async () => {
    const rows = await same(
      queryOf({ select: [measure("Part Cost"), measure("Revenue")], groupBy: [field("Shop")] }),
      `SELECT s.shop_name, c.cost, r.revenue FROM ops.shops s
       JOIN (SELECT l.shop_id, SUM(p.price) AS cost FROM ops.lines l JOIN ops.parts p ON p.line_id = l.line_id GROUP BY l.shop_id) c ON c.shop_id = s.shop_id
       JOIN (SELECT shop_id, SUM(amount) AS revenue FROM ops.lines GROUP BY shop_id) r ON r.shop_id = s.shop_id ORDER BY 1`,
    );
    expect(rows).toHaveLength(4);
  });

  it("count distinct rows of the source by a field of the many side", async () => {
    await same(
      queryOf({ select: [measure("Tickets"), measure("Parts")], groupBy: [field("Part")] }),
      `SELECT p.part, COUNT(DISTINCT l.ticket_id), COUNT(p.part) FROM ops.lines l LEFT JOIN ops.parts p ON p.line_id = l.line_id GROUP BY 1 ORDER BY 1 NULLS LAST`,
    );
  });
});

describe("distinct counts", () => {
  it.each(["day", "month", "year"] as const)("are right by %s", async (grain) => {
    await same(
      queryOf({
        select: [measure("Tickets"), measure("Riders")],
        groupBy: [time("Opened", grain)],
        top: { count: 99_999, per: [] },
        order: [{ by: { kind: "group", index: 0 }, direction: "asc" }],
      }),
      `SELECT CAST(date_trunc('${grain}', opened_on) AS DATE), COUNT(DISTINCT ticket_id), COUNT(DISTINCT rider_id) FROM ops.lines GROUP BY 1 ORDER BY 1`,
    );
  });

  it("have a share of the distinct total, not of the sum of parts", async () => {
    await same(
      queryOf({ select: [measure("Tickets")], groupBy: [field("Work")], share: { within: [], only: [] } }),
      `SELECT work, COUNT(DISTINCT ticket_id), COUNT(DISTINCT ticket_id) / (SELECT COUNT(DISTINCT ticket_id) FROM ops.lines) FROM ops.lines GROUP BY 1 ORDER BY 1 NULLS LAST`,
    );
  });
});

describe("shares", () => {
  it("of one member are of the whole", async () => {
    await same(
      queryOf({
        groupBy: [field("Shop")],
        share: { within: [], only: [{ kind: "values", field: "Shop", values: ["Quay"], negated: false }] },
      }),
      `SELECT 'Quay', SUM(amount) FILTER (WHERE shop_id = 3), SUM(amount) FILTER (WHERE shop_id = 3) / SUM(amount) FROM ops.lines`,
    );
  });

  it("of rows picked by a field that is no grouping are of the whole too", async () => {
    await same(
      queryOf({
        share: { within: [], only: [{ kind: "values", field: "Work", values: ["Gears"], negated: false }] },
      }),
      `SELECT SUM(amount) FILTER (WHERE work = 'Gears'), SUM(amount) FILTER (WHERE work = 'Gears') / SUM(amount) FROM ops.lines`,
    );
  });
});

describe("conditions on what comparison and share add", () => {
  it("filter and order by change", async () => {
    const change = { kind: "select" as const, index: 0, of: "change" as const };
    await same(
      queryOf({
        groupBy: [field("Shop")],
        periods: [period("2023-10-01", "2024-01-01")],
        comparison: {
          kind: "range",
          period: period("2023-04-01", "2023-07-01"),
          shift: null,
          label: "previous period",
        },
        having: [{ select: 0, of: "change", min: { value: 0, inclusive: true }, max: null, negated: true }],
        order: [{ by: change, direction: "asc" }],
      }),
      `SELECT shop_name, a, b, a - b, (a - b) / b FROM (SELECT s.shop_name,
         SUM(amount) FILTER (WHERE opened_on >= DATE'2023-10-01' AND opened_on < DATE'2024-01-01') AS a,
         SUM(amount) FILTER (WHERE opened_on >= DATE'2023-04-01' AND opened_on < DATE'2023-07-01') AS b
       FROM ops.lines l JOIN ops.shops s ON s.shop_id = l.shop_id GROUP BY 1) AS x WHERE a - b < 0 ORDER BY a - b, 1`,
    );
  });
});

describe("windows", () => {
  it("run over rows before the period", async () => {
    await same(
      queryOf({
        select: [measure("Running Revenue"), measure("Week Revenue"), measure("Week Revenue Inclusive")],
        groupBy: [field("Opened")],
        periods: [period("2024-02-01", "2024-03-01")],
      }),
      `SELECT d.opened_on,
        (SELECT SUM(amount) FROM ops.lines l WHERE l.opened_on <= d.opened_on),
        (SELECT SUM(amount) FROM ops.lines l WHERE l.opened_on >= d.opened_on - 7 AND l.opened_on < d.opened_on),
        (SELECT SUM(amount) FROM ops.lines l WHERE l.opened_on > d.opened_on - 7 AND l.opened_on <= d.opened_on)
       FROM (SELECT DISTINCT opened_on FROM ops.lines WHERE opened_on >= DATE'2024-02-01' AND opened_on < DATE'2024-03-01') AS d ORDER BY 1`,
    );
  });

  it("know no running count where the period has no rows, with groups or without", async () => {
    const july = {
      select: [measure("Running Lines"), measure("Running Revenue")],
      periods: [period("2023-07-01", "2023-08-01")],
    };
    await same(queryOf(july), "SELECT NULL, NULL");
    await same(
      queryOf({ ...july, groupBy: [field("Shop")] }),
      "SELECT 1, 2, 3 FROM ops.shops WHERE shop_id < 0",
    );
  });

  it("take the last or the first value of a semi-additive measure, with other groups kept apart", async () => {
    await same(
      queryOf({
        view: "stock",
        select: [measure("On Hand"), measure("Opening Stock")],
        groupBy: [time("Day", "month"), field("Shop")],
        top: { count: 99, per: [] },
        order: [{ by: { kind: "group", index: 0 }, direction: "asc" }],
      }),
      `SELECT * FROM (VALUES (DATE'2024-01-01', 'Dock', 21, 11), (DATE'2024-01-01', 'Mill\\'s Yard', 22, 12), (DATE'2024-02-01', 'Dock', 41, 31), (DATE'2024-02-01', 'Mill\\'s Yard', 42, 32)) AS x(a, b, c, d)`,
    );
    await same(
      queryOf({ view: "stock", select: [measure("On Hand")], periods: [period("2024-01-01", "2024-02-01")] }),
      "SELECT 21 + 22",
    );
  });

  it("shift by an offset and enter ratios", async () => {
    await same(
      queryOf({
        select: [measure("Last Month Revenue"), measure("Month Growth")],
        periods: [period("2024-02-01", "2024-03-01")],
      }),
      `SELECT b, a / b - 1 FROM (SELECT SUM(amount) FILTER (WHERE opened_on >= DATE'2024-02-01') AS a, SUM(amount) FILTER (WHERE opened_on < DATE'2024-02-01') AS b
        FROM ops.lines WHERE opened_on >= DATE'2024-01-01' AND opened_on < DATE'2024-03-01') AS x`,
    );
  });

  it("restart where a second window says so", async () => {
    await same(
      queryOf({ select: [measure("Month To Date")], periods: [period("2024-02-10", "2024-02-20")] }),
      `SELECT SUM(amount) FROM ops.lines WHERE opened_on >= DATE'2024-02-01' AND opened_on <= (SELECT MAX(opened_on) FROM ops.lines WHERE opened_on < DATE'2024-02-20')`,
    );
  });
});

describe("time", () => {
  it("compares 29 February with 28 February of the year before, and no bucket counts twice", async () => {
    const rows = await same(
      queryOf({
        select: [measure("Lines")],
        groupBy: [time("Opened", "day")],
        periods: [period("2024-02-27", "2024-03-02")],
        comparison: {
          kind: "range",
          period: period("2023-02-27", "2023-03-02"),
          shift: { count: 12, unit: "month" },
          label: "last year",
        },
      }),
      `SELECT d, a, b, a - b, (a - b) / NULLIF(b, 0) FROM (SELECT d, (SELECT COUNT(*) FROM ops.lines WHERE opened_on = d) AS a,
         CASE WHEN add_months(d, -12) >= (SELECT MIN(opened_on) FROM ops.lines WHERE opened_on >= DATE'2023-02-27' AND opened_on < DATE'2023-03-02')
              THEN (SELECT COUNT(*) FROM ops.lines WHERE opened_on = add_months(d, -12)) END AS b
       FROM (VALUES (DATE'2024-02-27'), (DATE'2024-02-28'), (DATE'2024-02-29'), (DATE'2024-03-01')) AS x(d)) AS y ORDER BY 1`,
    );
    expect(rows).toHaveLength(4);
  });

  it("names recurring parts and keeps their order", async () => {
    const rows = await same(
      queryOf({
        select: [measure("Lines")],
        groupBy: [{ kind: "cycle", field: "Opened", cycle: "quarter_of_year" }],
      }),
      `SELECT CONCAT('Q', quarter(opened_on)), COUNT(*) FROM ops.lines GROUP BY 1 ORDER BY 1`,
    );
    expect(rows.map(([name]) => name)).toEqual(["Q1", "Q2", "Q3", "Q4"]);
  });

  it("treats timestamps as days", async () => {
    await same(
      queryOf({
        view: "moments",
        select: [measure("Lines")],
        groupBy: [{ kind: "cycle", field: "Opened At", cycle: "hour" }],
        periods: [period("2023-05-01", "2023-06-01")],
      }),
      `SELECT hour(opened_at), COUNT(*) FROM ops.lines WHERE opened_on >= DATE'2023-05-01' AND opened_on < DATE'2023-06-01' GROUP BY 1 ORDER BY 1`,
    );
    await same(
      queryOf({
        view: "moments",
        select: [measure("Lines")],
        filters: [
          {
            kind: "range",
            field: "Opened At",
            min: { value: "2023-05-01", inclusive: false },
            max: { value: "2023-05-20", inclusive: true },
            negated: false,
          },
        ],
      }),
      `SELECT COUNT(*) FROM ops.lines WHERE opened_on >= DATE'2023-05-02' AND opened_on <= DATE'2023-05-20'`,
    );
  });
});

describe("numbers over members and over time", () => {
  const bounds = { min: { value: 400, inclusive: false }, max: null, negated: false };
  const byMonth = "SELECT date_trunc('month', opened_on) AS m, SUM(amount) AS a FROM ops.lines GROUP BY 1";

  it("count the members within bounds", async () => {
    await same(
      queryOf({
        select: [
          {
            kind: "over_members",
            measure: { kind: "measure", measure: "Revenue" },
            per: time("Opened", "month"),
            aggregate: "count",
            where: bounds,
          },
        ],
      }),
      `SELECT COUNT(*) FROM (${byMonth}) x WHERE a > 400`,
    );
  });

  it("run from the first bucket of the period, or reach back before it", async () => {
    const months = [4, 5, 6, 7, 8, 9].map((month) => `(DATE'2023-0${month}-01')`).join(", ");
    const running = (buckets: number | null) => ({
      kind: "running" as const,
      measure: { kind: "measure" as const, measure: "Revenue" },
      buckets,
    });
    await same(
      queryOf({
        select: [running(null), running(3)],
        groupBy: [time("Opened", "month")],
        periods: [period("2023-06-01", "2023-10-01")],
      }),
      // A month without rows counts as 0 and is listed.
      `SELECT m, t, v FROM (
         SELECT m, SUM(CASE WHEN m >= DATE'2023-06-01' THEN a ELSE 0 END) OVER (ORDER BY m) AS t,
                AVG(a) OVER (ORDER BY m ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS v
         FROM (SELECT c.m, COALESCE(x.a, 0) AS a
               FROM (VALUES ${months}) AS c(m) LEFT JOIN (${byMonth}) x ON x.m = c.m) f) y
       WHERE m >= DATE'2023-06-01' ORDER BY 1`,
    );
  });

  it("show one place alone, and both ends", async () => {
    const byShop =
      "SELECT s.shop_name AS n, SUM(l.amount) AS a FROM ops.lines l JOIN ops.shops s ON s.shop_id = l.shop_id GROUP BY 1";
    await same(
      queryOf({ groupBy: [field("Shop")], top: { count: 2, per: [], from: 2 } }),
      `SELECT n, a FROM (${byShop}) x ORDER BY a DESC LIMIT 1 OFFSET 1`,
    );
    await same(
      queryOf({ groupBy: [field("Shop")], top: { count: 1, per: [], both: true } }),
      `SELECT n, a FROM (${byShop}) x WHERE a IN (SELECT MAX(a) FROM (${byShop}) y UNION ALL SELECT MIN(a) FROM (${byShop}) z) ORDER BY a DESC`,
    );
  });
});

describe("empty results", () => {
  it("are one row of null sums and zero counts, or no rows by group", async () => {
    const nothing = [{ kind: "values" as const, field: "Shop", values: ["Nowhere"], negated: false }];
    await same(
      queryOf({ select: [measure("Revenue"), measure("Lines"), measure("Ticket Value")], filters: nothing }),
      "SELECT NULL, 0, NULL",
    );
    await same(
      queryOf({ groupBy: [field("Shop")], filters: nothing }),
      "SELECT 1, 2 FROM ops.shops WHERE shop_id < 0",
    );
  });
});
