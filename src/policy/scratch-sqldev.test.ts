import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog } from "../contracts/policy.js";
import { DUCKDB_MACROS } from "../sql/duckdb/macros.js";
import { toDuckdb } from "../sql/duckdb/translate.js";
import { gate } from "./gate.js";
import { rightsOf } from "./testing/rights.js";

const columns = (text: string) =>
  text.split(" ").map((column) => {
    const [name = "", type = "int"] = column.split(":");
    return { name, type };
  });
const CATALOG: Catalog = {
  tables: [
    { name: "main.gold.visits", comment: null, columns: columns("visit_id day:date shop_id guests") },
    { name: "main.gold.shops", comment: null, columns: columns("shop_id area:string opened:date") },
  ],
};
const RULES = { "main.gold.visits": "guests < 4", "main.gold.shops": "area = 'Coast'" };

function approve(sql: string, rules: Record<string, string>) {
  const verdict = gate(sql, {}, rightsOf({ rules, deniedColumns: [], relations: NAMES }), CATALOG);
  if (verdict.verdict === "deny") throw new Error(`${verdict.code}: ${verdict.message}\n${sql}`);
  return verdict.approved;
}
const NAMES = CATALOG.tables.map((table) => table.name);

/** Days of one month and a half, made in many ways; some begin and end with the visits that may be seen. */
const DAYS = [
  "(SELECT explode(sequence(DATE'2024-01-01', DATE'2024-02-15')) AS d) c",
  "(SELECT d FROM (SELECT sequence(DATE'2024-01-01', DATE'2024-02-15', INTERVAL 1 DAY) AS list) LATERAL VIEW explode(list) t AS d WHERE dayofweek(d) > 1) c",
  "(SELECT DATE'2024-01-03' AS d UNION ALL SELECT DATE'2024-01-04' UNION ALL SELECT date_add(DATE'2024-01-01', n) FROM (SELECT explode(sequence(10, 40)) AS n)) c",
  "(VALUES (DATE'2024-01-03'), (DATE'2024-01-09'), (DATE'2024-03-01')) AS c(d)",
  "(SELECT explode(sequence((SELECT min(day) FROM gold.visits), (SELECT max(day) FROM gold.visits))) AS d) c",
  "(SELECT explode(sequence(min(day), max(day))) AS d FROM gold.visits WHERE shop_id > 1) c",
  "(SELECT explode(sequence(low, high)) AS d FROM (SELECT min(v.day) AS low, max(v.day) AS high FROM gold.visits v) ends) c",
];
const VISITS = [
  "gold.visits v",
  "(SELECT day, visit_id, shop_id, guests FROM gold.visits WHERE shop_id <> 2) v",
  "(gold.visits v JOIN gold.shops s ON s.shop_id = v.shop_id)",
];
const statement = fc
  .record({
    days: fc.constantFrom(...DAYS),
    visits: fc.constantFrom(...VISITS),
    join: fc.constantFrom("LEFT JOIN", "LEFT OUTER JOIN", "FULL OUTER JOIN", "RIGHT JOIN"),
    on: fc.constantFrom("v.day = c.d", "v.day = c.d AND v.guests > 1"),
    columns: fc.constantFrom(
      "c.d, count(v.visit_id) AS n, sum(v.guests) AS g",
      "c.d, coalesce(sum(v.guests), 0) AS g, max(v.shop_id) AS m",
    ),
    named: fc.boolean(),
  })
  .map(({ days, visits, join, on, columns: items, named }) => {
    const head = named ? `WITH cal AS (SELECT * FROM ${days}) ` : "";
    const cal = named ? "cal AS c" : days;
    const [left, right] = join === "RIGHT JOIN" ? [visits, cal] : [cal, visits];
    return `${head}SELECT ${items} FROM ${left} ${join} ${right} ON ${on} GROUP BY c.d`;
  });

describe("generated days beside a table with a row rule", () => {
  let instance: DuckDBInstance;
  let connection: DuckDBConnection;

  /** `gold` holds all rows, `seen` those that may be seen, `other` the same seen rows among other hidden ones. */
  beforeAll(async () => {
    instance = await DuckDBInstance.create(":memory:");
    connection = await instance.connect();
    await connection.run(DUCKDB_MACROS);
    await connection.run(`
      CREATE SCHEMA gold; CREATE SCHEMA seen; CREATE SCHEMA other;
      CREATE TABLE gold.shops AS SELECT CAST(i AS INTEGER) AS shop_id, CASE i % 3 WHEN 0 THEN 'Coast' WHEN 1 THEN 'Hills' END AS area,
        DATE '2023-12-01' AS opened FROM range(6) t(i);
      CREATE TABLE gold.visits AS SELECT CAST(i AS INTEGER) AS visit_id, CAST(DATE '2024-01-03' + CAST((i * 7) % 41 AS INTEGER) AS DATE) AS day,
        CAST(i % 7 AS INTEGER) AS shop_id, CAST((i * 5) % 6 AS INTEGER) AS guests FROM range(50) t(i) WHERE i % 9 <> 4;
      CREATE TABLE seen.shops AS SELECT * FROM gold.shops WHERE ${RULES["main.gold.shops"]};
      CREATE TABLE seen.visits AS SELECT * FROM gold.visits WHERE ${RULES["main.gold.visits"]};
      CREATE TABLE other.shops AS SELECT * FROM seen.shops UNION ALL SELECT 77, 'Hills', DATE '2020-01-01';
      CREATE TABLE other.visits AS SELECT * FROM seen.visits UNION ALL SELECT 900 + i, DATE '2023-11-20' + CAST(i * 9 AS INTEGER), 0, 9 FROM range(30) t(i);`);
  }, 60_000);
  afterAll(() => {
    connection.closeSync();
    instance.closeSync();
  });

  async function rows(sql: string, schema: string): Promise<string[]> {
    const duckdb = toDuckdb(sql, { catalog: "main", tables: CATALOG });
    if (!duckdb.ok) throw new Error(`${duckdb.message}\n${sql}`);
    const reader = await connection.runAndReadAll(duckdb.sql.replaceAll('"gold"', `"${schema}"`));
    return reader
      .getRowsJson()
      .map((row) => JSON.stringify(row))
      .sort();
  }

  it("stay, as if the hidden rows were not in the tables, whatever those are", async () => {
    await fc.assert(
      fc.asyncProperty(statement, async (sql) => {
        const scoped = approve(sql, RULES);
        const got = await rows(scoped.sql, "gold");
        expect(got).toEqual(await rows(approve(sql, {}).sql, "seen"));
        expect(got).toEqual(await rows(scoped.sql, "other"));
        expect(scoped.narrowed).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it("show a day without a visible row", async () => {
    const sql = `SELECT c.d, count(v.visit_id) AS n FROM ${DAYS[0]} LEFT JOIN gold.visits v ON v.day = c.d GROUP BY c.d`;
    expect(await rows(approve(sql, RULES).sql, "gold")).toHaveLength(46);
  });
});

describe("a side that is not generated, by its form or by what it reads", () => {
  const onShops = { "main.gold.shops": RULES["main.gold.shops"] };

  it.each([
    // Rows of a table, bare or packed.
    "SELECT 1 FROM gold.visits v LEFT JOIN gold.shops s ON s.shop_id = v.shop_id",
    "SELECT 1 FROM (SELECT explode(collect_list(shop_id)) AS k FROM gold.visits) v LEFT JOIN gold.shops s ON s.shop_id = v.k",
    "SELECT 1 FROM (SELECT explode(array(max(shop_id))) AS k FROM gold.visits WHERE visit_id = 5) v LEFT JOIN gold.shops s ON s.shop_id = v.k",
    "SELECT 1 FROM (SELECT 1 AS k UNION ALL SELECT shop_id FROM gold.visits) v LEFT JOIN gold.shops s ON s.shop_id = v.k",
    "SELECT 1 FROM (VALUES ((SELECT max(shop_id) FROM gold.visits))) AS v(k) LEFT JOIN gold.shops s ON s.shop_id = v.k",
    "WITH a AS (SELECT shop_id AS k FROM gold.visits), b AS (SELECT k FROM a) SELECT 1 FROM b v LEFT JOIN gold.shops s ON s.shop_id = v.k",
    "SELECT 1 FROM (SELECT explode(sequence(DATE'2024-01-01', DATE'2024-02-01')) AS d) c CROSS JOIN gold.visits v LEFT JOIN gold.shops s ON s.shop_id = v.shop_id",
    // Rows of a table that reach in from outside.
    "SELECT 1 FROM gold.visits t, LATERAL (SELECT t.shop_id AS k) v LEFT JOIN gold.shops s ON s.shop_id = v.k WHERE v.k = t.shop_id",
    "SELECT 1 FROM gold.visits t, LATERAL (SELECT t.*) v LEFT JOIN gold.shops s ON s.shop_id = v.shop_id WHERE v.shop_id = t.shop_id",
    "SELECT 1 FROM gold.visits t, LATERAL explode(array(t.shop_id)) AS v(k) LEFT JOIN gold.shops s ON s.shop_id = v.k WHERE v.k = t.shop_id",
    "SELECT (SELECT count(*) FROM (SELECT t.shop_id AS k) v LEFT JOIN gold.shops s ON s.shop_id = v.k) AS n FROM gold.visits t",
    "SELECT shop_id AS z, (SELECT count(*) FROM (SELECT z AS k) v LEFT JOIN gold.shops s ON s.shop_id = v.k) AS n FROM gold.visits t",
    // Ends of another table than the one that is filled up, or more than ends of it.
    "SELECT 1 FROM (SELECT explode(sequence(min(day), max(day))) AS d FROM gold.visits) c LEFT JOIN gold.shops s ON s.opened = c.d",
    "SELECT 1 FROM (SELECT explode(sequence(min(opened), max(opened))) AS d FROM gold.shops GROUP BY area) c LEFT JOIN gold.shops s ON s.opened = c.d",
    "SELECT 1 FROM (SELECT explode(sequence(opened, opened)) AS d FROM gold.shops) c LEFT JOIN gold.shops s ON s.opened = c.d",
    "SELECT 1 FROM (SELECT explode(collect_list(opened)) AS d FROM gold.shops) c LEFT JOIN gold.shops s ON s.opened = c.d",
    "SELECT 1 FROM (SELECT max(opened) OVER () AS d FROM gold.shops) c LEFT JOIN gold.shops s ON s.opened = c.d",
    "SELECT 1 FROM (SELECT date_add(max(opened), (SELECT any_value(shop_id) FROM gold.shops)) AS d FROM gold.shops) c LEFT JOIN gold.shops s ON s.opened = c.d",
    "SELECT 1 FROM (SELECT explode(sequence(DATE'2024-01-01', DATE'2024-02-01')) AS d) c LEFT JOIN gold.visits v ON v.day = c.d LEFT JOIN gold.shops s ON s.shop_id = v.shop_id",
  ])("keeps no row without a visible partner, and says so: %s", (sql) => {
    const approved = approve(sql, onShops);
    expect(approved.sql).toMatch(/INNER\s+JOIN \(SELECT \* FROM main\.gold\.shops/);
    expect(approved.narrowed).toBe(true);
  });
});
