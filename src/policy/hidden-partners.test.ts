import { describe, expect, it } from "vitest";
import { gate } from "./gate.js";
import { CATALOG, rightsOf } from "./testing/rights.js";

const rules = { "main.gold.shops": "area = 'Coast'" };
const sent = (sql: string) => {
  const verdict = gate(sql, {}, rightsOf({ rules }), CATALOG);
  if (verdict.verdict === "deny") throw new Error(`${verdict.code}: ${verdict.message}`);
  return verdict.approved.sql;
};

describe("an outer join under a row rule", () => {
  it.each([
    "select 1 from gold.tickets t left join (gold.shops) using (shop_id)",
    "select 1 from gold.tickets t left join (select * from gold.shops) s using (shop_id)",
    "select 1 from gold.tickets t left join (select distinct shop_id from gold.shops) s using (shop_id)",
    "select 1 from gold.tickets t left join ((select shop_id from gold.shops)) s using (shop_id)",
    "with s as (select * from gold.shops) select 1 from gold.tickets t left join s using (shop_id)",
    "select 1 from gold.tickets t left join (select shop_id from gold.shops union all select 1) s using (shop_id)",
    "select 1 from gold.tickets t left join (select 1 as shop_id union all select shop_id from gold.shops) s using (shop_id)",
    "select 1 from gold.tickets t left join (gold.shops s join gold.tickets u using (shop_id)) on t.ticket_id = u.ticket_id",
    "select 1 from gold.tickets t left join (gold.tickets u join gold.shops s using (shop_id)) on t.ticket_id = u.ticket_id",
    "select 1 from gold.shops s join gold.tickets u using (shop_id) right join gold.tickets t on t.ticket_id = u.ticket_id",
    "select 1 from gold.tickets t left join (gold.shops unpivot (v for k in (area, shop_name))) s on t.shop_id = s.shop_id",
  ])("fills up no side that shows rows of the table: %s", (sql) => {
    expect(sent(sql)).toMatch(/INNER\s+join/);
    expect(sent(sql)).not.toMatch(/(left|right)\s+join/i);
  });

  it.each([
    "select 1 from gold.tickets t left join (select max(shop_id) as shop_id from gold.shops) s using (shop_id)",
    "select 1 from gold.tickets t left join (select shop_id from gold.shops group by shop_id) s using (shop_id)",
    "select 1 from gold.tickets t left join (select 1 as shop_id) s using (shop_id)",
    "select 1 from gold.tickets t left join (values (1)) s(shop_id) using (shop_id)",
    "select 1 from gold.tickets t left join explode(array(1)) s(shop_id) using (shop_id)",
    "select 1 from gold.tickets t left join (select shop_id, area from gold.shops) pivot (max(area) for shop_id in (1 as a)) s on t.kind = s.a",
    "select 1 from gold.tickets t left join (gold.tickets u join gold.tickets v using (ticket_id)) on t.ticket_id = u.ticket_id",
  ])("stays where no single row of the table is shown: %s", (sql) => {
    expect(sent(sql)).toMatch(/left\s+join/);
  });
});

describe("a column written with its table's full name", () => {
  it.each([
    ["select main.gold.shops.area from gold.shops", "select shops.area from"],
    ["select gold.shops.area, main.gold.shops.* from gold.shops", "select shops.area, shops.* from"],
    ["select shops.area from gold.shops", "select shops.area from"],
    ["select gold.tickets.kind from gold.tickets", "select gold.tickets.kind from"],
    ["select s.area from gold.shops s", "select s.area from"],
  ])("is shortened where a subquery stands for the table only: %s", (sql, start) => {
    expect(sent(sql).startsWith(start)).toBe(true);
  });

  it("is told from a field that bears the name of the table", () => {
    const catalog = {
      tables: [
        {
          name: "main.gold.shops",
          comment: null,
          columns: [
            { name: "area", type: "string" },
            { name: "place", type: "struct<shops: struct<area: string>>" },
          ],
        },
        { name: "main.gold.tickets", comment: null, columns: [] },
      ],
    };
    const text = (sql: string, open = rules) => {
      const verdict = gate(sql, {}, rightsOf({ rules: open }), catalog);
      return verdict.verdict === "allow" ? verdict.approved.sql : verdict.code;
    };
    expect(text("select shops.place.shops.area from gold.shops")).toMatch(
      /^select shops\.place\.shops\.area/,
    );
    expect(text("select gold.shops.place.shops.area from gold.shops")).toMatch(
      /^select shops\.place\.shops\.area/,
    );
    const both = { ...rules, "main.gold.tickets": "a = 1" };
    expect(text("select main.gold.tickets.x, gold.tickets.y, tickets.z from gold.tickets", both)).toMatch(
      /^select tickets\.x, tickets\.y, tickets\.z from/,
    );
    expect(text("select tickets.a.b.c from gold.tickets", both)).toMatch(/^select tickets\.a\.b\.c from/);
  });
});

it("writes the name of a table in backticks where it would be read as anything else", () => {
  const names = ["odd-name", "values", "open_values"];
  const tables = names.map((n) => ({ name: `main.gold.${n}`, comment: null, columns: [] }));
  const set = rightsOf({ relations: tables.map((t) => t.name), deniedColumns: [] });
  const text = (name: string) => {
    const verdict = gate(`select 1 from gold.\`${name}\``, {}, set, { tables });
    return verdict.verdict === "allow" ? verdict.approved.sql : verdict.code;
  };
  expect(text("odd-name")).toBe("select 1 from main.gold.`odd-name` LIMIT 500");
  expect(text("values")).toBe("select 1 from main.gold.`values` LIMIT 500");
  expect(text("open_values")).toBe("select 1 from main.gold.open_values LIMIT 500");
});
