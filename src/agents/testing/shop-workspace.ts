import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export interface ShopRow {
  day: string;
  store: number;
  item: string;
  paid: number;
  visit: number;
}

const ITEMS = ["Apples", "Bread", "Cheese"];

/** Deterministic rows of three stores and three items: one line a day, store and item from 2023-01-01 on, 600 days. The last three lie after `as_of`. */
export function shopRows(): ShopRow[] {
  const rows: ShopRow[] = [];
  for (let day = 0; day < 600; day += 1) {
    for (const store of [1, 2, 3]) {
      for (const [at, item] of ITEMS.entries()) {
        if (store === 3 && item === "Cheese") continue;
        const paid =
          10 + ((day * 7 + store * 13 + at * 29) % 50) + (store === 2 ? 20 : 0) - (at === 2 ? 30 : 0);
        rows.push({ day: isoDay(day), store, item, paid, visit: day * 10 + store });
      }
    }
  }
  return rows;
}

export const STORES = [
  { id: 1, store: "North Gate", town: "Ulm" },
  { id: 2, store: "Old Dock", town: "Kiel" },
  { id: 3, store: "Hill Top", town: "Ulm" },
];

/** A workspace folder with the rows above, made for one test file and removed when the process ends. */
export function shopWorkspace(): { dir: string; state: string } {
  const root = mkdtempSync(join(tmpdir(), "assay-agents-"));
  process.once("exit", () => rmSync(root, { recursive: true, force: true }));
  const dir = join(root, "shop");
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  const lines = shopRows().map(({ day, store, item, paid, visit }) =>
    [day, store, item, paid, visit].join(","),
  );
  write("data/lines.csv", `day,store_id,item,paid,visit_id\n${lines.join("\n")}\n`);
  const stores = STORES.map(({ id, store, town }) => [id, store, town].join(","));
  write("data/stores.csv", `store_id,store,town\n${stores.join("\n")}\n`);
  for (const [path, text] of Object.entries(FILES)) write(path, text);
  return { dir, state: join(root, "state") };
}

function isoDay(offset: number): string {
  return new Date(Date.UTC(2023, 0, 1 + offset)).toISOString().slice(0, 10);
}

const FILES: Record<string, string> = {
  "workspace.yaml": `name: shop
description: Receipts of three stores
timezone: UTC
as_of: 2024-08-20
calendar: { week_starts: monday, fiscal_year_starts: 1 }
currency: EUR
warehouse:
  engine: duckdb
  catalog: main
  tables:
    gold.lines: { csv: data/lines.csv }
    gold.stores: { csv: data/stores.csv }
`,
  "metrics/receipts.yaml": `version: 1.1
comment: One row per line of a receipt
source: main.gold.lines
joins:
  - name: shop
    source: main.gold.stores
    'on': source.store_id = shop.store_id
    cardinality: many_to_one
fields:
  - name: Day
    expr: day
  - name: Store
    expr: shop.store
    synonyms: [branch]
  - name: Town
    expr: shop.town
  - name: Item
    expr: item
measures:
  - name: Turnover
    expr: SUM(paid)
    comment: What customers paid
    synonyms: [revenue, flow]
    format: { type: currency, currency_code: EUR }
  - name: Receipts
    expr: COUNT(DISTINCT visit_id)
    synonyms: [visits, flow]
  - name: Basket
    expr: MEASURE(\`Turnover\`) / MEASURE(\`Receipts\`)
    format: { type: currency, currency_code: EUR }
  - name: Cheese Share
    expr: SUM(paid) FILTER (WHERE item = 'Cheese') / SUM(paid)
    format: { type: percentage }
  - name: Intake
    expr: SUM(paid)
    synonyms: [earnings]
  - name: Till
    expr: SUM(paid) + 0
    synonyms: [earnings]
`,
  "overlay.yaml": `views:
  receipts:
    time_field: Day
    freshness: { within: 36h }
    measures:
      Turnover: { good: up }
words:
  ignore: [kindly]
`,
  "policy.yaml": `tables: [main.gold.lines, main.gold.stores]
unknown_users: everyone
roles:
  everyone: { views: ["*"] }
  kiel: { members: [kim@example.com], views: [receipts], rows: { main.gold.lines: "store_id = 2" } }
  none: { members: [nobody@example.com], views: [] }
limits: { max_rows: 20, statement_timeout: 20s }
`,
  "docs/turnover.md": `---
title: Turnover
kind: kpi
tables: [main.gold.lines]
---
Turnover is what customers paid at the till, returns taken off.
`,
  "verified.yaml": `verified_queries:
  - name: best items
    question: What sold best last month?
    verified_at: 2024-06-01
    verified_by: data@example.com
    use_as_onboarding_question: true
    sql: SELECT item AS Item, SUM(paid) AS Turnover FROM main.gold.lines WHERE day >= :start AND day < :end GROUP BY item ORDER BY 2 DESC
  - name: number of stores
    question: How big is the chain?
    sql: SELECT COUNT(*) AS Stores FROM main.gold.stores
`,
};
