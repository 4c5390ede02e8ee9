import { describe, expect, it } from "vitest";
import { gate } from "./gate.js";
import { unfilteredRelations } from "./partition-filter.js";
import { CATALOG, rightsOf } from "./testing/rights.js";

const STORED = new Map([["main.gold.tickets", ["shop_id"]]]);

function unfiltered(sql: string): string[] {
  const verdict = gate(sql, { a: 1 }, rightsOf({}), CATALOG);
  if (verdict.verdict === "deny") throw new Error(verdict.message);
  return unfilteredRelations(verdict.approved, CATALOG, STORED);
}

const ALL = ["main.gold.tickets"];

describe("a table that is stored by a column", () => {
  it.each([
    "select kind from gold.tickets where shop_id = 1",
    "select kind from gold.tickets where 1 <= shop_id and kind = 'x'",
    "select kind from gold.tickets where shop_id >= :a",
    "select kind from gold.tickets where shop_id in (1, 2)",
    "select kind from gold.tickets where shop_id between 1 and 2",
    "select kind from gold.tickets where cast(shop_id as string) > '1'",
    "select kind from gold.tickets where shop_id = 1 or (shop_id = 2 and kind = 'x')",
    "select kind from (select * except (customer_phone) from gold.tickets) t where t.shop_id = 1",
    "with t as (select kind, shop_id as s from gold.tickets) select kind from t where s > 3",
    "select t.kind from gold.tickets t join gold.shops s on t.shop_id = s.shop_id and t.shop_id > 1",
  ])("is read in part: %s", (sql) => {
    expect(unfiltered(sql)).toEqual([]);
  });

  it.each([
    "select kind from gold.tickets",
    "select kind from gold.tickets where kind = 'x'",
    "select kind from gold.tickets where shop_id < 5",
    "select kind from gold.tickets where shop_id <> 5",
    "select kind from gold.tickets where shop_id = 1 or kind = 'x'",
    "select kind from gold.tickets where not (shop_id = 1)",
    "select kind from gold.tickets where shop_id not in (1, 2)",
    "select kind from gold.tickets where shop_id = quantity",
    "select kind from gold.tickets where shop_id > (select max(shop_id) from gold.shops)",
    "select kind from gold.tickets having count(*) > 1 and max(shop_id) = 1",
    "select t.kind from gold.tickets t join gold.shops s on t.shop_id = s.shop_id where s.shop_id = 1",
    "select t.kind from gold.shops s left join gold.tickets t on t.shop_id = s.shop_id and t.shop_id = 1",
    "select kind from gold.tickets where shop_id = 1 union all select kind from gold.tickets",
  ])("is read as a whole: %s", (sql) => {
    expect(unfiltered(sql)).toEqual(ALL);
  });

  it("matters only where its columns are given", () => {
    expect(unfiltered("select area from gold.shops")).toEqual([]);
  });
});
