import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DUCKDB_MACROS } from "../sql/duckdb/macros.js";
import { toDuckdb } from "../sql/duckdb/translate.js";
import { gate } from "./gate.js";
import { CATALOG, rightsOf } from "./testing/rights.js";

const RULES = { "main.gold.shops": "area = 'Coast'", "main.gold.tickets": "kind <> 'Staff' OR amount > 9" };
let instance: DuckDBInstance;
let connection: DuckDBConnection;

/** Schema `gold` holds all rows; schema `seen` holds the tables as a scoped user may see them. */
beforeAll(async () => {
  instance = await DuckDBInstance.create(":memory:");
  connection = await instance.connect();
  await connection.run(DUCKDB_MACROS);
  await connection.run(`
    CREATE SCHEMA gold; CREATE SCHEMA seen;
    CREATE TABLE gold.shops AS SELECT i AS shop_id, 'shop ' || i AS shop_name,
      CASE i % 3 WHEN 0 THEN 'Coast' WHEN 1 THEN 'Hills' END AS area FROM range(9) t(i);
    CREATE TABLE gold.tickets AS SELECT i AS ticket_id, CAST(i % 10 AS INTEGER) AS shop_id,
      CASE i % 4 WHEN 0 THEN 'Staff' WHEN 1 THEN 'Food' ELSE 'Drinks' END AS kind, CAST(i % 5 AS INTEGER) AS quantity,
      CAST(i % 13 AS DOUBLE) AS amount, 'secret' AS customer_phone FROM range(60) t(i);
    CREATE TABLE seen.shops AS SELECT * FROM gold.shops WHERE ${RULES["main.gold.shops"]};
    CREATE TABLE seen.tickets AS SELECT * FROM gold.tickets WHERE ${RULES["main.gold.tickets"]};`);
}, 60_000);
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

const condition = fc.constantFrom(
  "amount > 3",
  "kind IN ('Food', 'Staff')",
  "quantity = 2 OR amount < 5",
  "true",
);
const shopCondition = fc.constantFrom(
  "s.area IS NOT NULL",
  "s.shop_id > 2",
  "s.area <> 'x' OR s.area IS NULL",
);
const ticketSource = fc.constantFrom(
  "gold.tickets t",
  "main.gold.tickets AS t",
  "`main`.`gold`.`tickets` t",
  "(SELECT * EXCEPT (customer_phone) FROM gold.tickets) t",
  "(SELECT shop_id, kind, amount, quantity, ticket_id FROM tickets UNION ALL SELECT shop_id, kind, amount, quantity, ticket_id FROM gold.tickets) t",
);
const query = fc.oneof(
  fc.tuple(ticketSource, condition).map(([t, c]) => `SELECT t.ticket_id, t.kind FROM ${t} WHERE ${c}`),
  fc
    .tuple(ticketSource, condition)
    .map(([t, c]) => `SELECT kind, count(*) AS n, sum(amount) AS s FROM ${t} WHERE ${c} GROUP BY kind`),
  fc
    .tuple(ticketSource, shopCondition, fc.constantFrom("JOIN", "INNER JOIN", "LEFT SEMI JOIN"))
    .map(([t, c, j]) => `SELECT t.ticket_id FROM ${t} ${j} gold.shops s ON s.shop_id = t.shop_id AND (${c})`),
  fc
    .tuple(ticketSource, shopCondition)
    .map(
      ([t, c]) =>
        `SELECT s.area, max(t.amount) AS m FROM ${t}, gold.shops s WHERE t.shop_id = s.shop_id AND (${c}) GROUP BY s.area`,
    ),
  ticketSource.map(
    (t) => `SELECT t.ticket_id FROM ${t} WHERE t.shop_id NOT IN (SELECT shop_id FROM main.gold.shops)`,
  ),
  ticketSource.map(
    (t) => `SELECT t.kind FROM ${t} WHERE EXISTS (SELECT 1 FROM shops s WHERE s.shop_id = t.shop_id)`,
  ),
  ticketSource.map(
    (t) =>
      `WITH a AS (SELECT kind, amount FROM ${t}), b AS (SELECT max(amount) AS m FROM a) SELECT a.kind, b.m FROM a CROSS JOIN b`,
  ),
  ticketSource.map(
    (t) => `SELECT kind, rank() OVER (ORDER BY amount DESC, ticket_id) AS r FROM ${t} QUALIFY r <= 3`,
  ),
  fc.constant("SELECT gold.shops.area, gold.shops.* FROM gold.shops"),
  fc.constant(
    "SELECT a.shop_id FROM gold.shops a JOIN gold.shops b USING (area) EXCEPT SELECT shop_id FROM tickets",
  ),
  fc.constant("SELECT (SELECT count(*) FROM gold.tickets) AS n, (SELECT max(area) FROM gold.shops) AS a"),
);

async function rows(sql: string): Promise<string[]> {
  const reader = await connection.runAndReadAll(sql);
  return reader
    .getRowsJson()
    .map((row) => JSON.stringify(row))
    .sort();
}

it("gives a scoped user what the filtered tables would give, for generated statements", async () => {
  const scoped = rightsOf({ rules: RULES });
  await fc.assert(
    fc.asyncProperty(query, async (sql) => {
      const verdict = gate(sql, {}, scoped, CATALOG);
      const unscoped = gate(sql, {}, rightsOf({}), CATALOG);
      if (verdict.verdict === "deny" || unscoped.verdict === "deny") throw new Error(`denied: ${sql}`);
      const [ours, plain] = [verdict, unscoped].map((v) =>
        toDuckdb(v.approved.sql, { catalog: "main", tables: CATALOG }),
      );
      if (!ours?.ok || !plain?.ok) throw new Error(`refused: ${sql}`);
      expect(await rows(ours.sql)).toEqual(await rows(plain.sql.replaceAll('"gold"', '"seen"')));
    }),
    { numRuns: 150 },
  );
});

it("gives no row with a hidden partner, whatever the outer join", async () => {
  const scoped = rightsOf({ rules: { "main.gold.shops": RULES["main.gold.shops"] } });
  for (const join of ["LEFT JOIN", "LEFT OUTER JOIN", "FULL OUTER JOIN", "FULL JOIN"]) {
    const sql = `SELECT s.area, count(*) AS n FROM gold.tickets t ${join} gold.shops s ON t.shop_id = s.shop_id GROUP BY s.area`;
    const verdict = gate(sql, {}, scoped, CATALOG);
    if (verdict.verdict === "deny") throw new Error(verdict.message);
    const duckdb = toDuckdb(verdict.approved.sql, { catalog: "main" });
    if (!duckdb.ok) throw new Error(duckdb.message);
    expect(await rows(duckdb.sql)).toEqual(['["Coast","18"]']);
  }
});
