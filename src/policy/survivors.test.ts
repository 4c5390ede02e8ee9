import { describe, expect, it } from "vitest";
import type { Catalog, PolicySet } from "../contracts/policy.js";
import { gate } from "./gate.js";
import { CATALOG, rightsOf } from "./testing/rights.js";

/** Cases for changes of the checks that all other tests had let live. */
const code = (sql: string, set: PolicySet = rightsOf({}), catalog: Catalog = CATALOG) => {
  const verdict = gate(sql, {}, set, catalog);
  return verdict.verdict === "deny" ? verdict.code : "allow";
};
const sent = (sql: string, set: PolicySet = rightsOf({})) => {
  const verdict = gate(sql, {}, set, CATALOG);
  if (verdict.verdict === "deny") throw new Error(`${verdict.code}: ${verdict.message}`);
  return verdict.approved.sql;
};

describe("columns", () => {
  it("are looked at one after the other: a good one hides no bad one", () => {
    const join = "gold.shops s join gold.tickets t using (shop_id)";
    expect(code(`select s.* from ${join}`)).toBe("allow");
    expect(code(`select s.*, t.* from ${join}`)).toBe("star_not_allowed");
    expect(code("select s.*, x.a.customer_phone from gold.shops s, (select map('a', 1) as x) x")).toBe(
      "column_denied",
    );
    expect(code("select x.a['b'], x.a['customer_phone'] from (select map('b', 1) as a) x")).toBe(
      "column_denied",
    );
    expect(code("select area:a, area:b.customer_phone from gold.shops")).toBe("column_denied");
    expect(code("select (array(named_struct('b', 1))[0]).b, (named_struct('c', 1)).customer_phone")).toBe(
      "column_denied",
    );
  });

  it("must stand on both sides of USING", () => {
    expect(code("select 1 from gold.tickets join gold.shops using (kind)")).toBe("column_unknown");
    expect(code("select 1 from gold.tickets join gold.shops using (nothing)")).toBe("column_unknown");
    const open: Catalog = {
      tables: CATALOG.tables.map((table) => ({ ...table, columns: [] })),
    };
    expect(code("select 1 from gold.tickets join gold.shops using (shop_id)", rightsOf({}), open)).toBe(
      "allow",
    );
    expect(
      code("select 1 from gold.tickets join gold.shops using (customer_phone)", rightsOf({}), open),
    ).toBe("column_denied");
  });

  it("are not shown by a struct's star, nor counted by a star among others", () => {
    const struct = (field: string) => `select s.* from (select named_struct('${field}', 1) as s) q`;
    expect(code(struct("a"))).toBe("allow");
    expect(code(struct("customer_phone"))).toBe("star_not_allowed");
    expect(code("select area.* from gold.shops")).toBe("column_unknown");
    expect(code("select q.x.* from (select max(from_json(kind, kind)) as x from gold.tickets) q")).toBe(
      "star_not_allowed",
    );
    expect(code("select count(*, kind) from gold.tickets")).toBe("star_not_allowed");
    expect(code("select count(distinct *) from gold.tickets")).toBe("star_not_allowed");
  });
});

describe("limits of inner queries", () => {
  it.each([
    ["select area from (select area from gold.shops limit 5)", "allow"],
    ["select area from (select area from gold.shops limit rand())", "limit_not_allowed"],
    ["select area from (select area from gold.shops limit -1)", "limit_not_allowed"],
    ["select area from gold.shops limit 5 offset 5", "allow"],
    ["select area from gold.shops limit 5 offset rand()", "limit_not_allowed"],
    ["select area from (select area from gold.shops offset -1)", "limit_not_allowed"],
  ])("%s: %s", (sql, expected) => {
    expect(code(sql)).toBe(expected);
  });
});

describe("the approved text", () => {
  it("holds no comment, wherever one stood", () => {
    expect(sent("select/* a */area/* b */from gold./* c */shops/* d */limit/* e */9999/* f */;-- g")).toBe(
      "select area from main.gold.shops LIMIT 500",
    );
  });

  it("names relations in order", () => {
    const verdict = gate(
      "select 1 from gold.tickets join gold.shops using (shop_id)",
      {},
      rightsOf({}),
      CATALOG,
    );
    expect(verdict.verdict === "allow" && verdict.approved.relations).toEqual([
      "main.gold.shops",
      "main.gold.tickets",
    ]);
  });

  it("changes the words of a join there only, not those of functions", () => {
    const rules = { "main.gold.shops": "area = 'Coast'" };
    const text = sent(
      "select left(s.area, 1), right(t.kind, 1) from gold.tickets t left outer join gold.shops s on left(t.kind, 1) = left(s.area, 1)",
      rightsOf({ rules }),
    );
    expect(text).toMatch(
      /left\(s\.area, 1\), right\(t\.kind, 1\) from .* INNER\s+join .* on left\(t\.kind, 1\) = left\(/,
    );
  });

  it("takes no row rule that closes its own parenthesis", () => {
    const rules = { "main.gold.shops": "area = 'Coast') or (1 = 1" };
    expect(() => code("select area from gold.shops", rightsOf({ rules }))).toThrow(/row rule/);
  });
});

describe("sizes", () => {
  const nested = (n: number, open: string, close: string) => `select ${open.repeat(n)}1${close.repeat(n)}`;
  const list = (n: number) => `select 1 where 1 in (${Array.from({ length: n }, () => 1).join(",")})`;

  it("bound brackets, lists, words and texts", () => {
    expect(code(nested(60, "(", ")"))).toBe("allow");
    expect(code(nested(101, "(", ")"))).toBe("too_complex");
    expect(code(`select ${"array(".repeat(101)}1${")".repeat(101)}`)).toBe("too_complex");
    expect(code(list(4_000))).toBe("allow");
    expect(code(list(5_001))).toBe("too_complex");
    expect(code(`select '${"a".repeat(20_000)}'`)).toBe("allow");
    expect(code(`select '${"a".repeat(20_001)}'`)).toBe("too_complex");
    const lists = Array.from(
      { length: 13 },
      () => `array(${Array.from({ length: 999 }, () => 1).join(",")})`,
    );
    expect(code(`select ${lists.slice(0, 12).join(", ")}`)).toBe("allow");
    expect(code(`select ${lists.join(", ")}`)).toBe("too_complex");
    expect(code(`select ${Array.from({ length: 150 }, () => "abs(1)").join(", ")}`)).toBe("allow");
  });
});

describe("products of relations", () => {
  const crossed = (left: string) => `select 1 from (${left}) a cross join gold.shops b`;

  it.each([
    ["select sum(amount) as x from gold.tickets", "allow"],
    ["select sum(amount) over () as x from gold.tickets", "join_without_equality"],
    ["select upper(kind) as x from gold.tickets", "join_without_equality"],
    ["select 1 + max(amount) as x from gold.tickets", "allow"],
    ["select sum(sum(amount)) over () as x from gold.tickets group by kind", "allow"],
    ["select kind from gold.tickets group by kind", "allow"],
    ["select ticket_id from gold.tickets group by ticket_id", "join_without_equality"],
    ["select kind, ticket_id from gold.tickets group by kind, ticket_id", "join_without_equality"],
    ["select ticket_id, kind from gold.tickets group by 1, 2", "join_without_equality"],
    ["select kind, count(*) as ticket_id from gold.tickets group by 1", "allow"],
    ["select kind, max(ticket_id) as m from gold.tickets group by all", "allow"],
    ["select kind, ticket_id from gold.tickets group by all", "join_without_equality"],
    ["select kind from gold.tickets group by cube (kind, ticket_id)", "join_without_equality"],
    ["select distinct ticket_id from gold.tickets", "join_without_equality"],
    ["select distinct kind from gold.tickets", "allow"],
    ["select distinct * from gold.shops", "join_without_equality"],
  ])("%s: %s", (left, expected) => {
    expect(code(crossed(left))).toBe(expected);
  });
});
