import { describe, expect, it } from "vitest";
import type { Catalog, PolicySet } from "../contracts/policy.js";
import { gate } from "./gate.js";
import { CATALOG, rightsOf } from "./testing/rights.js";

const code = (sql: string, set: PolicySet = rightsOf({}), catalog: Catalog = CATALOG, parameters = {}) => {
  const verdict = gate(sql, parameters, set, catalog);
  return verdict.verdict === "deny" ? verdict.code : "allow";
};

describe("denied columns", () => {
  it("may be named with their table, and then hold for that table only", () => {
    const set = { ...rightsOf({}), deniedColumns: ["gold.tickets.amount"] };
    expect(code("select amount from gold.tickets", set)).toBe("column_denied");
    expect(code("select kind from gold.tickets", set)).toBe("allow");
    expect(code("select * from gold.tickets", set)).toBe("star_not_allowed");
    const both = { ...set, relations: [...set.relations, "main.hr.salaries"] };
    expect(code("select amount from hr.salaries", both)).toBe("allow");
  });

  it("are denied as fields, in lambdas and in tables whose columns are not known", () => {
    expect(code("select kind.customer_phone from gold.tickets")).toBe("column_denied");
    expect(code("select transform(array(kind), x -> x.customer_phone) from gold.tickets")).toBe(
      "column_denied",
    );
    const open: Catalog = { tables: [{ name: "main.gold.shops", comment: null, columns: [] }] };
    expect(code("select x.customer_phone from gold.shops", rightsOf({}), open)).toBe("column_denied");
    expect(code("select anything from gold.shops", rightsOf({}), open)).toBe("allow");
    expect(code("select * from gold.shops", rightsOf({}), open)).toBe("star_not_allowed");
    expect(code("select * from gold.shops", { ...rightsOf({}), deniedColumns: [] }, open)).toBe("allow");
  });

  it("are denied where PIVOT, USING and NATURAL read them unsaid", () => {
    expect(code("select 1 from gold.tickets pivot (sum(amount) for kind in ('a'))")).toBe("star_not_allowed");
    const known = "(select 'a' as customer_phone, 1 as shop_id) q";
    expect(code(`select kind from gold.tickets natural join ${known}`)).toBe("column_denied");
    expect(code(`select kind from gold.tickets join ${known} using (customer_phone)`)).toBe("column_denied");
  });

  it("are denied as texts in double quotes only where a column is meant", () => {
    expect(code('select kind from gold.tickets order by "customer_phone"')).toBe("column_denied");
    expect(code('select count(*) from gold.tickets group by "customer_phone"')).toBe("column_denied");
    expect(code('select count(*) from gold.tickets where kind = "customer_phone"')).toBe("allow");
    expect(code("select 'customer_phone' from gold.tickets")).toBe("allow");
  });
});

describe("functions", () => {
  it.each([
    ["select measure(kind) from gold.tickets", "function_not_allowed"],
    ["select upper(explode(array('a')))", "function_not_allowed"],
    ["select kind from gold.tickets where explode(array(true))", "function_not_allowed"],
    ["select upper(kind) over (order by kind) from gold.tickets", "function_not_allowed"],
    ["select count(*) over () from gold.tickets", "allow"],
    ["select * from upper('a')", "table_function_not_allowed"],
    ["select 1 from gold.shops lateral view upper('a') t as x", "table_function_not_allowed"],
  ])("%s: %s", (sql, expected) => {
    expect(code(sql)).toBe(expected);
  });
});

describe("limits", () => {
  const sent = (limit: string) => {
    const verdict = gate(`select 1 limit ${limit}`, { n: 3, t: "3" }, rightsOf({}), CATALOG);
    return verdict.verdict === "allow" ? verdict.approved.sql.slice("select 1 ".length) : verdict.code;
  };

  it.each([
    ["2 + 3", "limit 2 + 3"],
    ["500 + 1", "LIMIT 500"],
    ["20 * 30", "LIMIT 500"],
    ["600 - 100", "limit 600 - 100"],
    ["cast(700 as int)", "LIMIT 500"],
    ["cast(700 as string)", "limit_not_allowed"],
    [":n", "limit :n"],
    [":t", "limit_not_allowed"],
    ["1 - 2", "limit_not_allowed"],
    ["7 / 2", "limit_not_allowed"],
    ["1.5", "limit_not_allowed"],
    ["1 + kind", "column_unknown"],
  ])("%s: %s", (limit, expected) => {
    expect(sent(limit)).toBe(expected);
  });
});

describe("relations", () => {
  it("are named in the approved value, once each", () => {
    const sql =
      "select 1 from gold.shops a join gold.tickets b using (shop_id) join gold.shops c using (shop_id)";
    const verdict = gate(sql, {}, rightsOf({}), CATALOG);
    expect(verdict.verdict === "allow" && verdict.approved.relations).toEqual([
      "main.gold.shops",
      "main.gold.tickets",
    ]);
    expect(verdict.verdict === "allow" && verdict.approved.policyKey).toBe("test");
  });

  it("need their full name where another one ends alike", () => {
    const twice: Catalog = {
      tables: [
        ...CATALOG.tables,
        { name: "old.gold.shops", comment: null, columns: [{ name: "area", type: "string" }] },
      ],
    };
    expect(code("select area from gold.shops", rightsOf({}), twice)).toBe("relation_ambiguous");
    expect(code("select area from main.gold.shops", rightsOf({}), twice)).toBe("allow");
    expect(code("select area from old.gold.shops", rightsOf({}), twice)).toBe("relation_not_allowed");
  });

  it("may be read and united a bounded number of times", () => {
    const doubling = (n: number) => {
      const ctes = Array.from(
        { length: n },
        (_, i) => `c${i + 1} as (select * from c${i} union all select * from c${i})`,
      );
      return `with c0 as (select area from gold.shops), ${ctes.join(", ")} select area from c${n}`;
    };
    expect(code(doubling(3))).toBe("allow");
    expect(code(doubling(12))).toBe("too_complex");
    expect(code(`select 1 ${"union all select 1 ".repeat(50)}`)).toBe("allow");
    expect(code(`select 1 ${"union all select 1 ".repeat(101)}`)).toBe("too_complex");
    expect(code("with recursive a as (select 1) select 1")).toBe("recursion_not_allowed");
  });
});

it("looks for invisible characters outside texts only, and for control characters everywhere", () => {
  expect(code("select 'a\u200bb'")).toBe("allow");
  expect(code("select 'a' as `b\u200b`")).toBe("character_not_allowed");
  expect(code("select 'a\u0007b'")).toBe("character_not_allowed");
  expect(code("select 'é 😀'")).toBe("allow");
});
