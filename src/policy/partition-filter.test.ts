import { describe, expect, it } from "vitest";
import type { Catalog } from "../contracts/policy.js";
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
    "select kind from gold.tickets where date(shop_id) >= '2024-01-01'",
    "select kind from gold.tickets where '2024-01-01' < to_timestamp(shop_id)",
    "select kind from gold.tickets where 5 = shop_id",
    "select kind from gold.tickets where shop_id <=> 5",
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
    "select kind from gold.tickets where 5 > shop_id",
    "select kind from gold.tickets where 5 >= shop_id",
    "select kind from gold.tickets where 5 <> shop_id",
    "select kind from gold.tickets where shop_id >> 1",
    "select kind from gold.tickets where quantity <= shop_id",
    "select kind from gold.tickets where shop_id not between 1 and 2",
    "select kind from gold.tickets where shop_id between quantity and 9",
    "select kind from gold.tickets where shop_id in (1, quantity)",
    "select kind from gold.tickets where abs(shop_id) = 1",
    "select kind from gold.tickets where unix_date(shop_id) = 1",
    "select kind from gold.tickets where timestamp_seconds(shop_id) > '2024-01-01'",
    "select kind from gold.tickets where to_date(shop_id, 'yyyy') > '2024-01-01'",
    "select t.kind from gold.tickets t join gold.shops s using (shop_id) where t.shop_id = 1 or s.shop_id = 2",
  ])("is read as a whole: %s", (sql) => {
    expect(unfiltered(sql)).toEqual(ALL);
  });

  it("is read as a whole where its columns are not known, or where nobody can read the statement", () => {
    const open: Catalog = { tables: [{ name: "main.gold.tickets", comment: null, columns: [] }] };
    const verdict = gate("select kind from gold.tickets where shop_id = 1", {}, rightsOf({}), open);
    if (verdict.verdict === "deny") throw new Error(verdict.message);
    expect(unfilteredRelations(verdict.approved, open, STORED)).toEqual(ALL);
    const broken = { ...verdict.approved, sql: "select from where" };
    expect(unfilteredRelations(broken, CATALOG, STORED)).toEqual(ALL);
  });

  it("matters only where its columns are given", () => {
    expect(unfiltered("select area from gold.shops")).toEqual([]);
  });
});
