import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gate } from "./gate.js";
import { CATALOG, rightsOf } from "./testing/rights.js";

const allowed = (sql: string, set = rightsOf({}), parameters = {}) => {
  const verdict = gate(sql, parameters, set, CATALOG);
  if (verdict.verdict === "deny") throw new Error(`${verdict.code}: ${verdict.message}`);
  return verdict.approved;
};
const code = (sql: string, set = rightsOf({}), parameters = {}) => {
  const verdict = gate(sql, parameters, set, CATALOG);
  return verdict.verdict === "deny" ? `${verdict.code}@${verdict.position}` : "allow";
};

describe("the approved text", () => {
  it("is the given one with full names and a LIMIT, without comments and semicolon", () => {
    expect(allowed("select area -- why\n, count(*) from gold.shops /* all */ group by area ;").sql).toBe(
      "select area  \n, count(*) from main.gold.shops   group by area LIMIT 500",
    );
  });

  it("writes texts so that every reader sees the same end of them", () => {
    expect(allowed(`select "a'b", r'\\', 'it''s', 'plain'`).sql).toBe(
      "select 'a\\'b', '\\\\', 'it\\'s', 'plain' LIMIT 500",
    );
  });

  it("keeps a LIMIT within the bound, lowers a higher one, and puts one before OFFSET", () => {
    expect(allowed("select 1 limit 7")).toMatchObject({ sql: "select 1 limit 7", rowCap: 500 });
    expect(allowed("select 1 limit 500")).toMatchObject({ sql: "select 1 limit 500", rowCap: 500 });
    expect(allowed("select 1 limit 501")).toMatchObject({ sql: "select 1 LIMIT 500", rowCap: 499 });
    expect(allowed("select 1 limit all")).toMatchObject({ sql: "select 1 LIMIT 500", rowCap: 499 });
    expect(allowed("select 1 offset 5").sql).toBe("select 1 LIMIT 500 offset 5");
    expect(allowed("select 1 limit :n", rightsOf({}), { n: 9000 }).sql).toBe("select 1 LIMIT 500");
    expect(allowed("(select 1 limit 9000) union all select 2").sql).toBe(
      "(select 1 limit 9000) union all select 2 LIMIT 500",
    );
    expect(allowed("values (1), (2)").sql).toBe("values (1), (2) LIMIT 500");
  });

  it("never has a higher LIMIT than the bound, and never raises one", () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 5_000 }), (wanted, bound) => {
        const set = rightsOf({ maxRows: bound });
        const { sql, rowCap } = allowed(`select area from gold.shops limit ${wanted}`, set);
        const limit = Number(/limit (\d+)$/i.exec(sql)?.[1]);
        expect(limit).toBe(Math.min(wanted, bound));
        expect(rowCap).toBeLessThanOrEqual(bound);
      }),
    );
  });
});

describe("row rules", () => {
  const scoped = rightsOf({ rules: { "main.gold.shops": "area = 'Coast' -- theirs" } });

  it("stand in every place where the table is read, under the name that the statement uses", () => {
    expect(allowed("select s.area from gold.shops s", scoped).sql).toBe(
      "select s.area from (SELECT * FROM main.gold.shops WHERE (area = 'Coast'  )) s LIMIT 500",
    );
    const { sql } = allowed(
      "with a as (select area from gold.shops) select area from a union select area from main.gold.shops where shop_id in (select shop_id from shops)",
      scoped,
    );
    expect(sql.match(/WHERE \(area = 'Coast' {2}\)/g)).toHaveLength(3);
    expect(sql.match(/main\.gold\.shops/g)).toHaveLength(3);
  });

  it("keep columns that are written with schema and catalogue", () => {
    expect(allowed("select main.gold.shops.area, gold.shops.*  from gold.shops", scoped).sql).toBe(
      "select shops.area, shops.*  from (SELECT * FROM main.gold.shops WHERE (area = 'Coast'  )) AS shops LIMIT 500",
    );
  });

  it("never fill up the side of a hidden row", () => {
    const join = (kind: string) =>
      allowed(`select t.kind from gold.tickets t ${kind} gold.shops s on t.shop_id = s.shop_id`, scoped).sql;
    expect(join("left outer join")).toContain("tickets t INNER  join (SELECT");
    expect(join("full outer join")).toContain("tickets t RIGHT outer join (SELECT");
    expect(join("right join")).toContain("tickets t right join (SELECT");
    expect(join("left anti join")).toContain("tickets t left anti join (SELECT");
  });
});

describe("denials", () => {
  it.each([
    ["drop table gold.shops", "not_a_query@0"],
    ["select 1; select 2", "several_statements@8"],
    ["select '😀', secret('a', 'b')", "function_not_allowed@12"],
    ["select customer_phone from gold.tickets", "column_denied@7"],
    ["select * from gold.tickets", "star_not_allowed@7"],
    ["select x from gold.shops", "column_unknown@7"],
    ["select 1 from hr.salaries", "relation_not_allowed@14"],
    ["select 1 from gold.shops version as of 3", "time_travel_not_allowed@25"],
    ["select 1 from gold.shops a, gold.tickets b", "join_without_equality@28"],
    ["select * from range(10)", "table_function_not_allowed@14"],
    ["select :x", "parameter_not_bound@7"],
    ["with recursive t as (select 1) select * from t", "recursion_not_allowed@0"],
    ["select /*+ x */ 1", "hint_not_allowed@7"],
    ["select 1 \u00a0", "character_not_allowed@9"],
    ["select repeat('a', 1000000)", "argument_not_allowed@19"],
    ["select 1 limit (select 1)", "limit_not_allowed@9"],
    ["select 1 from gold.shops |> limit 1", "construct_not_allowed@25"],
    ["", "empty@null"],
  ])("%s: %s", (sql, expected) => {
    expect(code(sql)).toBe(expected);
  });

  it("know a LATERAL subquery that is connected from one that only mentions its left side", () => {
    const lateral = (where: string) =>
      `select s.area, x.n from gold.shops s, lateral (select s.area as n from gold.tickets t ${where}) x`;
    expect(code(lateral("where t.shop_id = s.shop_id"))).toBe("allow");
    expect(code(lateral("where t.shop_id > 1"))).toMatch(/join_without_equality/);
  });

  it("bound what generators multiply to", () => {
    const spine = "explode(sequence(1, 90000))";
    expect(code(`select a, b from (select ${spine} as a) x, (select ${spine} as b) y`)).toMatch(
      /too_complex/,
    );
    expect(
      code(`select 1 from (select 1) lateral view ${spine} t as a lateral view ${spine} u as b`),
    ).toMatch(/too_complex/);
    expect(code(`select kind from gold.tickets lateral view ${spine} t as a`)).toMatch(/too_complex/);
    expect(code(`with a as (select ${spine} as x) select count(*) from a cross join a b`)).toMatch(
      /too_complex/,
    );
    expect(code("select repeat(repeat('a', 5000), 5000)")).toMatch(/argument_not_allowed/);
    expect(code("select s.area, h from gold.shops s cross join explode(sequence(0, 23)) as t(h)")).toBe(
      "allow",
    );
    expect(
      code(
        "select d, h from explode(sequence(date'2024-01-01', date'2024-12-31')) as a(d), explode(sequence(0, 23)) as b(h)",
      ),
    ).toBe("allow");
  });

  it("let a band join different tables, but not a table with itself", () => {
    const band = (right: string) =>
      `select 1 from gold.tickets t join ${right} s on t.shop_id >= s.shop_id and t.shop_id < s.shop_id + 10`;
    expect(code(band("gold.shops"))).toBe("allow");
    expect(code(band("gold.tickets"))).toMatch(/join_without_equality/);
    expect(code("select 1 from gold.tickets t join gold.shops s on t.shop_id >= s.shop_id")).toMatch(
      /join_without/,
    );
  });

  it("come for what is far too large", () => {
    const large = [
      `select ${"1,".repeat(500_000)}1`,
      `select ${"(".repeat(10_000)}1${")".repeat(10_000)}`,
      `select 1 where 1 in (${"1,".repeat(49_999)}1)`,
      `select ${"case when true then ".repeat(400)}1${" end".repeat(400)}`,
      `select ${"- ".repeat(20_000)}1`,
      `select ${"not ".repeat(20_000)}true`,
      `select ${"1 + ".repeat(12_000)}1`,
      `select 1 ${"union all select 1 ".repeat(4_000)}`,
      `select * from ${"(select * from ".repeat(500)}gold.shops${")".repeat(500)}`,
      `select ${"[".repeat(10_000)}`,
      `select a${".a".repeat(20_000)}`,
      `select cast(1 as ${"array<".repeat(3_000)}int${">".repeat(3_000)})`,
    ];
    for (const sql of large) expect(code(sql)).toMatch(/^(too_long|too_complex)@/);
  });
});
