import { describe, expect, it } from "vitest";
import type { Catalog, Parameters } from "../contracts/policy.js";
import { gate } from "./gate.js";
import { CORPUS } from "./testing/corpus.js";

const BOUND: Parameters = {
  count: 5,
  many: 200_000,
  word: "5",
  date: "5",
  upper: 3,
  lower: { type: "date", value: "2024-01-02" },
  first: { type: "date", value: "2024-01-01" },
  far: { type: "date", value: "2300-01-01" },
  none: null,
};
const code = (sql: string, catalog: Catalog = CORPUS.catalog, relations = CORPUS.set.relations) => {
  const verdict = gate(sql, BOUND, { ...CORPUS.set, relations }, catalog);
  return verdict.verdict === "deny" ? verdict.code : "allow";
};
const value = (expression: string) => code(`SELECT ${expression} AS s FROM gold.orders`);

describe("sequences", () => {
  it.each([
    "sequence(1, :count)",
    "sequence(:count, -:count, -1)",
    "sequence(:first, DATE'2024-12-31')",
    "sequence(:first, TIMESTAMP'2024-01-02 00:00:00', INTERVAL 1 SECOND)",
    "sequence(order_date, ship_date)",
    "sequence(order_date, (SELECT max(order_date) FROM gold.orders))",
    "sequence((SELECT min(order_date) FROM gold.orders), (SELECT max(ship_date) FROM gold.orders))",
    "sequence(DATE'1700-01-01', DATE'1973-10-16')",
    "sequence(order_date, ship_date, INTERVAL 1 HOUR)",
    "sequence(1, size(tags) - 1)",
    "sequence(0, size(tags) + 1)",
    "sequence(0, datediff(ship_date, order_date))",
    "sequence(0, octet_length(note))",
    "sequence(year(order_date), year(ship_date))",
    "sequence(1, size(tags) - size(split(note, ',')))",
    "sequence(-5, size(tags) + :count)",
    "sequence(least(order_date, ship_date), current_date())",
    "sequence(CAST(note AS DATE), to_date('2024-01-01'))",
    "transform(sequence(1, 100), x -> repeat('a', 1000))",
    "transform(sequence(DATE'2024-01-01', DATE'2024-04-09'), x -> repeat('a', 1000))",
  ])("may be as long as %s", (expression) => {
    expect(value(expression)).toBe("allow");
  });

  it.each([
    "sequence(1, 100001)",
    "sequence((SELECT min(quantity) FROM gold.orders), (SELECT max(quantity) FROM gold.orders))",
    "sequence(-99999, 5)",
    "sequence(1, :many)",
    "sequence(0, 90000, 0.00001)",
    "sequence(1, 10, 0)",
    "sequence(1, 10, quantity)",
    "sequence(0, 1, INTERVAL 1 DAY)",
    "sequence(1, 100001, -1)",
    "sequence(0, -5, INTERVAL 3600 SECOND)",
    "sequence(0, :many, INTERVAL 1 DAY)",
    "sequence(DATE'1700-01-01', DATE'1973-10-17')",
    "sequence(:first, :far)",
    "sequence(DATE'1700-01-01', TIMESTAMP'2024-01-01 00:00:00', INTERVAL 1 HOUR)",
    "sequence(DATE'1700-01-01', CAST('2024-01-01' AS DATE))",
    "sequence(:first, to_date('1600-01-01'), INTERVAL '1 02' DAY TO HOUR)",
    "sequence(:first, DATE'1700-01-01', INTERVAL '1' HOUR)",
    "sequence(DATE'1700-01-01', :first)",
    "sequence(order_date, ship_date, INTERVAL 59 MINUTE)",
    "sequence(DATE'2024-01-01', date_add('2024-01-01', quantity), INTERVAL 1 SECOND)",
    "sequence(DATE'2024-01-01', unix_date('2024-01-01'), INTERVAL 1 SECOND)",
    "sequence(DATE'2024-01-01', upper('2024-01-01'), INTERVAL 1 SECOND)",
    "sequence(DATE'2024-01-01', lower(note), INTERVAL 1 SECOND)",
    "sequence(0, DATE'2024-01-01', INTERVAL 'x' DAY)",
    "sequence(0, max(amount), INTERVAL '1 fortnight')",
    "sequence(1, quantity)",
    "sequence(5, -quantity)",
    "sequence(5, ~5, 2)",
    "sequence(1, :word)",
    "sequence(1, :date)",
    "sequence(1, :none)",
    "sequence(:first, :word)",
    "sequence(:word, :first)",
    "sequence(:first, -1, -1)",
    "sequence(1, X'00')",
    "sequence(1, CAST(quantity AS INT))",
    "sequence(1, CAST(details AS ARRAY<INT>))",
    "sequence(CAST(details AS ARRAY<INT>), X'00')",
    "sequence(1, upper(note))",
    "sequence(0, concat('to_date', 'x'))",
    "sequence(1, size(tags) * 2)",
    "sequence(-2000000000, size(tags))",
    "sequence(1, size(tags) + 2000000000)",
    "sequence(:many, size(tags))",
    "sequence(-quantity, size(tags))",
    "sequence(1, size(tags) - quantity)",
    "sequence(1, quantity - size(tags))",
    "sequence(1, timestampdiff(SECOND, ordered_at, ordered_at))",
    "sequence(0, datediff(SECOND, ship_date, order_date))",
    "sequence(1, unix_date(order_date))",
    "sequence(1, date_part('year', order_date))",
    "sequence(1, min_by(quantity, current_date()))",
    "sequence(1, bit_count(quantity))",
    "sequence(1, array_max(order_date))",
    "sequence(0, months_between(ship_date, order_date))",
  ])("may not be as long as %s", (expression) => {
    expect(value(expression)).toBe("argument_not_allowed");
  });

  it.each([
    "transform(sequence(1, 101), x -> repeat('a', 1000))",
    "transform(sequence(1, 100, 0.01), x -> repeat('a', 100))",
    "transform(sequence(DATE'2024-01-01', DATE'2024-01-05', INTERVAL 1 MINUTE), x -> repeat('a', 100))",
    "transform(sequence(DATE'2024-01-01', DATE'2024-04-10'), x -> repeat('a', 1000))",
    "transform(sequence(order_date, DATE'1970-01-03'), x -> repeat('a', 1000))",
    "transform(sequence(DATE'1970-01-03', order_date), x -> repeat('a', 1000))",
    "transform(sequence(order_date, 5), x -> repeat('a', 1000))",
    "repeat(sequence(1, size(tags)), 1000)",
  ])("count in what is made of them: %s", (expression) => {
    expect(value(expression)).toBe("argument_not_allowed");
  });
});

describe("rows that generators make", () => {
  const many = "explode(sequence(1, 20000))";

  it.each([
    `SELECT ${many}, stack(3, 1, 2, 3) FROM gold.orders`,
    "SELECT 1 FROM gold.orders JOIN gold.order_lines USING (order_id) LATERAL VIEW explode(sequence(1, 30000)) t",
    "SELECT 1 FROM gold.orders CROSS JOIN explode(sequence(1, 200)) a CROSS JOIN explode(sequence(1, 200)) b",
    `SELECT 1 FROM (SELECT ${many} AS k) a JOIN (SELECT 1 AS k) b ON a.k = b.k LATERAL VIEW ${many} t`,
    `SELECT 1 FROM (SELECT x, count(*) AS n FROM (SELECT ${many} AS x) GROUP BY x) a CROSS JOIN (SELECT ${many} AS y) b`,
    `SELECT 1 FROM (SELECT ${many} AS x FROM gold.orders LIMIT 10) a LATERAL VIEW explode(sequence(1, 20001)) t LATERAL VIEW ${many} u`,
    `SELECT 1 FROM (SELECT explode(sequence(1, 20001)) AS x FROM gold.orders LIMIT 10) a LATERAL VIEW ${many} t`,
    "SELECT 1 FROM (SELECT order_id FROM gold.orders LIMIT 20000) a LATERAL VIEW explode(sequence(1, 7071)) t",
    "SELECT 1 FROM (SELECT order_id FROM gold.orders LIMIT 20001) a LATERAL VIEW explode(sequence(1, 20001)) t",
    "SELECT 1 FROM (SELECT order_id FROM gold.orders LIMIT :many) a LATERAL VIEW explode(sequence(1, 20001)) t",
    `WITH a AS (SELECT explode(sequence(1, 100)) AS x UNION ALL SELECT ${many}) SELECT 1 FROM a CROSS JOIN a b`,
    "SELECT 1 FROM ((SELECT explode(sequence(1, 7071)) AS x) UNION ALL (SELECT order_id FROM gold.orders)) a LATERAL VIEW explode(sequence(1, 7071)) t",
  ])("multiply to too many: %s", (sql) => {
    expect(code(sql)).toBe("too_complex");
  });

  it.each([
    "SELECT 1 FROM (SELECT order_id FROM gold.orders LIMIT 2000) a LATERAL VIEW explode(sequence(1, 20001)) t",
    `SELECT 1 FROM (SELECT count(*) AS n FROM gold.orders) a LATERAL VIEW explode(sequence(1, 90000)) t`,
    `SELECT ${many} FROM gold.orders`,
    `SELECT 1 FROM (SELECT ${many} AS k) a JOIN (SELECT ${many} AS k) b USING (k)`,
  ])("multiply to what a query may make: %s", (sql) => {
    expect(code(sql)).toBe("allow");
  });
});

describe("limits", () => {
  it.each([
    [":count * 2", "allow"],
    ["CAST(5 AS TINYINT)", "allow"],
    [":word * 2", "limit_not_allowed"],
    ["CAST(5 AS INTERVAL DAY)", "limit_not_allowed"],
    ["5 + NULL", "limit_not_allowed"],
  ])("%s: %s", (limit, expected) => {
    expect(code(`SELECT order_id FROM gold.orders LIMIT ${limit}`)).toBe(expected);
  });
});

describe("texts", () => {
  it("are bounded in characters, set operations, joined relations and reads", () => {
    const spaces = (n: number) => `SELECT 1${" ".repeat(n - 8)}`;
    expect(code(spaces(100_000))).toBe("allow");
    expect(code(spaces(100_001))).toBe("too_long");
    expect(code(`SELECT 1 UNION SELECT 1 ${"INTERSECT SELECT 1 ".repeat(101)}`)).toBe("too_complex");
    expect(code(`SELECT 1 ${"MINUS SELECT 1 ".repeat(401)}`)).toBe("too_complex");
    const relations = (n: number) => Array.from({ length: n }, (_, i) => `(SELECT 1) t${i}`).join(", ");
    expect(code(`SELECT 1 FROM ${relations(60)}`)).toBe("allow");
    expect(code(`SELECT 1 FROM ${relations(61)}`)).toBe("too_complex");
    const squares = (n: number) =>
      Array.from(
        { length: n },
        (_, i) => `c${i + 1} AS (SELECT * FROM c${i} WHERE region IN (SELECT region FROM c${i}))`,
      );
    const nested = (n: number) =>
      `WITH c0 AS (SELECT region FROM gold.orders), ${squares(n).join(", ")} SELECT region FROM c${n}`;
    expect(code(nested(10))).toBe("allow");
    expect(code(nested(11))).toBe("too_complex");
    expect(code(`SELECT 1 FROM (${nested(11)})`)).toBe("too_complex");
  });

  it("hide no character in a name beside a text", () => {
    expect(code("SELECT 1 AS `b\u200b`, 'x'")).toBe("character_not_allowed");
    expect(code("SELECT 'x', 1 AS `b\u200b`")).toBe("character_not_allowed");
  });
});

describe("tables whose columns are not known", () => {
  const open = ["x", "y", "z"].map((name) => ({ name: `main.gold.${name}`, comment: null, columns: [] }));
  const all = { tables: [...CORPUS.catalog.tables, ...open] };
  const openCode = (sql: string) =>
    code(sql, all, [...CORPUS.set.relations, ...open.map((table) => table.name)]);

  it.each([
    ["gold.x a JOIN gold.y b ON k = l", "allow"],
    ["gold.x a JOIN gold.y b ON a.k = b.l", "allow"],
    ["gold.x a JOIN gold.y b ON k = 1", "join_without_equality"],
    ["gold.x a JOIN gold.y b ON 1 = k", "join_without_equality"],
    ["gold.x a, gold.y b, gold.stores c WHERE k = l", "join_without_equality"],
    ["gold.x a, gold.y b, gold.z c WHERE a.k = b.l", "join_without_equality"],
    ["gold.x a, gold.y b, gold.stores, gold.budgets WHERE area = target", "join_without_equality"],
    ["(SELECT DISTINCT key FROM gold.x) a CROSS JOIN gold.stores", "join_without_equality"],
    ["(SELECT DISTINCT customerId FROM gold.x) a CROSS JOIN gold.stores", "join_without_equality"],
    ["(SELECT DISTINCT monkey FROM gold.x) a CROSS JOIN gold.stores", "allow"],
    ["gold.x LATERAL VIEW explode(sequence(k, l)) t AS d", "argument_not_allowed"],
    ["gold.x LATERAL VIEW explode(sequence(date(k), l)) t AS d", "allow"],
  ])("%s: %s", (from, expected) => {
    expect(openCode(`SELECT 1 FROM ${from}`)).toBe(expected);
  });
});

describe("denied columns", () => {
  it("that are structs show no field, and those named with their table are denied in paths", () => {
    const catalog: Catalog = {
      tables: [
        {
          name: "main.gold.stores",
          comment: null,
          columns: [
            { name: "place", type: "struct<street: string>" },
            { name: "area", type: "string" },
          ],
        },
      ],
    };
    const judge = (sql: string, deniedColumns: string[]) => {
      const verdict = gate(sql, {}, { ...CORPUS.set, deniedColumns }, catalog);
      return verdict.verdict === "deny" ? verdict.code : "allow";
    };
    expect(judge("SELECT place.* FROM gold.stores", ["place"])).toBe("column_denied");
    expect(judge("SELECT place.* FROM gold.stores", ["gold.stores.place"])).toBe("column_denied");
    expect(judge("SELECT place.* FROM gold.stores", ["area"])).toBe("allow");
    expect(judge("SELECT area:street FROM gold.stores", ["gold.stores.street"])).toBe("column_denied");
    expect(judge("SELECT (area).x FROM gold.stores", [])).toBe("column_unknown");
    expect(judge("SELECT sum(1) OVER w FROM gold.stores WINDOW v AS (ORDER BY area)", [])).toBe(
      "window_unknown",
    );
  });
});
