import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Warehouse } from "../../../contracts/ports.js";
import { approvedSql } from "../../testing/approved-sql.js";
import { superstoreCsv, superstoreTables } from "../../testing/superstore-tables.js";
import { temporaryFolder, workspaceOf } from "../../testing/test-workspace.js";
import { openDuckdbWarehouse } from "../duckdb-warehouse.js";
import { type BuiltDatabase, buildDatabase } from "./database-build.js";

const call = { signal: new AbortController().signal, timeoutMs: 20_000 };
const folder = temporaryFolder();

/** A row of the raw file; cells as written. */
type Row = string[];
const ROW_ID = 0;
const ORDER_ID = 1;
const ORDER_DATE = 2;
const SHIP_DATE = 3;
const CUSTOMER_ID = 5;
const REGION = 12;
const CATEGORY = 14;
const SALES = 17;
const QUANTITY = 18;
const DISCOUNT = 19;
const PROFIT = 20;

describe("cleaning of raw order lines", () => {
  const { text, good, malformed, duplicates, ragged } = planted(readFileSync(superstoreCsv(), "utf8"));
  let built: BuiltDatabase;
  let warehouse: Warehouse;
  const rows = async (sql: string) => (await warehouse.run(approvedSql(sql, {}, 100_000), call)).rows;

  beforeAll(async () => {
    const csv = join(folder, "planted.csv");
    writeFileSync(csv, text);
    built = await buildDatabase(workspaceOf(superstoreTables(csv)), {
      stateDir: folder,
      signal: call.signal,
    });
    warehouse = await openDuckdbWarehouse({ file: built.file, catalog: "main" });
  }, 60_000);
  afterAll(() => warehouse?.close());

  it("keeps every good row once, the latest of its key, wherever it stands in the file", async () => {
    const clean = await rows(
      "SELECT CAST(row_id AS STRING), order_id, order_date, ship_date, sales, quantity, discount, profit FROM main.silver.orders ORDER BY row_id",
    );
    const expected = [...good.values()]
      .sort((a, b) => Number(a[ROW_ID]) - Number(b[ROW_ID]))
      .map((row) => [
        row[ROW_ID],
        row[ORDER_ID],
        row[ORDER_DATE],
        row[SHIP_DATE],
        Number(row[SALES]),
        Number(row[QUANTITY]),
        Number(row[DISCOUNT]),
        Number(row[PROFIT]),
      ]);
    expect(clean).toEqual(expected);
  });

  it("sets malformed rows aside with their reason and counts them", async () => {
    const found = await rows(
      "SELECT reason, COUNT(*) AS n FROM main.silver.orders_rejected WHERE kind = 'malformed' GROUP BY reason ORDER BY reason",
    );
    const counts = new Map<string, number>();
    for (const reason of malformed) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    expect(found).toEqual([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  });

  it("loses no row between bronze and silver", async () => {
    const [[bronze, silver, rejected, doubled]] = (await rows(
      `SELECT (SELECT COUNT(*) FROM main.bronze.orders), (SELECT COUNT(*) FROM main.silver.orders),
        (SELECT COUNT(*) FROM main.silver.orders_rejected), (SELECT COUNT(*) FROM main.silver.orders_rejected WHERE kind = 'duplicate')`,
    )) as [number[]];
    expect(bronze).toBe((silver ?? 0) + (rejected ?? 0));
    expect(doubled).toBe(duplicates);
    expect(built.tables.find((table) => table.name === "main.bronze.orders")?.rejected).toBe(ragged);
    expect(built.notices.join("\n")).toContain(`main.bronze.orders: ${ragged} rows`);
  });

  it("counts late rows in the month that they belong to", async () => {
    const [[sales]] = (await rows(
      "SELECT SUM(sales) FROM main.gold.daily_sales WHERE txn_month = DATE'2014-01-01'",
    )) as [number[]];
    expect(sales).toBeCloseTo(
      sumOf(
        [...good.values()].filter((row) => row[ORDER_DATE]?.startsWith("2014-01")),
        SALES,
      ),
      4,
    );
  });

  it("gives gold the sums of silver at every grain", async () => {
    const all = [...good.values()];
    const [daily] = await rows(
      "SELECT SUM(sales), SUM(profit), SUM(quantity), SUM(order_lines) FROM main.gold.daily_sales",
    );
    expect(daily).toEqual([sumOf(all, SALES), sumOf(all, PROFIT), sumOf(all, QUANTITY), all.length]);
    const [yoy] = await rows("SELECT SUM(sales), SUM(profit) FROM main.gold.sales_yoy");
    expect(yoy).toEqual([sumOf(all, SALES), sumOf(all, PROFIT)]);
    const [orders] = await rows("SELECT COUNT(*), SUM(sales), SUM(order_lines) FROM main.gold.orders");
    expect(orders).toEqual([distinct(all, ORDER_ID), sumOf(all, SALES), all.length]);
    const [customers] = await rows("SELECT COUNT(*), SUM(orders) FROM main.gold.customers");
    expect(customers).toEqual([distinct(all, CUSTOMER_ID), distinct(all, ORDER_ID)]);
  });

  it("counts orders once in each category and once in all", async () => {
    const all = [...good.values()];
    const found = await rows(
      "SELECT category, COUNT(DISTINCT order_id) FROM main.gold.order_lines GROUP BY category ORDER BY category",
    );
    const categories = [...new Set(all.map((row) => row[CATEGORY] ?? ""))].sort();
    expect(found).toEqual(
      categories.map((name) => [
        name,
        distinct(
          all.filter((row) => row[CATEGORY] === name),
          ORDER_ID,
        ),
      ]),
    );
    const kpis = await rows(
      "SELECT orders, customers FROM main.gold.category_kpis WHERE month = DATE'2016-11-01' AND region = 'West' AND sub_category = 'Phones'",
    );
    const lines = all.filter(
      (row) => row[ORDER_DATE]?.startsWith("2016-11") && row[REGION] === "West" && row[15] === "Phones",
    );
    expect(kpis).toEqual([[distinct(lines, ORDER_ID), distinct(lines, CUSTOMER_ID)]]);
  });

  it("sets each month beside the same month a year before", async () => {
    const all = [...good.values()];
    const part = (month: string) =>
      sumOf(
        all.filter(
          (row) =>
            row[ORDER_DATE]?.startsWith(month) && row[REGION] === "South" && row[CATEGORY] === "Furniture",
        ),
        SALES,
      );
    const [found] = (await rows(
      "SELECT sales, sales_previous_year, sales_change, sales_change_ratio FROM main.gold.sales_yoy WHERE month = DATE'2017-05-01' AND region = 'South' AND category = 'Furniture'",
    )) as number[][];
    const [now, before] = [part("2017-05"), part("2016-05")];
    expect(found?.[0]).toBeCloseTo(now, 4);
    expect(found?.[1]).toBeCloseTo(before, 4);
    expect(found?.[2]).toBeCloseTo(now - before, 4);
    expect(found?.[3]).toBeCloseTo((now - before) / before, 8);
  });
});

describe("the shipped workspace", () => {
  it("builds with less than ten seconds of work and rejects nothing", async () => {
    // Processor time: a busy machine proves nothing about the build.
    const before = process.cpuUsage();
    const built = await buildDatabase(workspaceOf(superstoreTables()), {
      stateDir: folder,
      signal: call.signal,
    });
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(10);
    const counts = Object.fromEntries(built.tables.map((table) => [table.name, table.rows]));
    expect(counts["main.silver.orders"]).toBe(9994);
    expect(counts["main.silver.orders_rejected"]).toBe(0);
    expect(counts["main.gold.orders"]).toBe(5009);
    expect(built.notices).toEqual([]);
  }, 60_000);
});

/** The raw file with trouble planted in it, and what cleaning must make of it. */
function planted(csv: string) {
  const [header = "", ...lines] = csv.trim().split("\n");
  const rows = lines.map(cells);
  const originals = [...rows];
  const good = new Map(rows.map((row) => [row[ROW_ID] ?? "", row.map((cell) => cell.trim())]));
  const malformed: string[] = [];
  const spoil = (index: number, column: number, value: string, reason: string) => {
    const row = rows[index] ?? [];
    good.delete(row[ROW_ID] ?? "");
    rows[index] = row.with(column, value);
    malformed.push(reason);
  };
  spoil(10, SALES, "12,50", "sales is not a number");
  spoil(11, SALES, "NaN", "sales is not a number");
  spoil(12, ORDER_DATE, "2017-02-30", "order_date is not a date");
  spoil(13, ORDER_DATE, "02/03/2017", "order_date is not a date");
  spoil(14, SHIP_DATE, "", "ship_date is not a date");
  spoil(15, SHIP_DATE, "2013-01-01", "ship_date is before order_date");
  spoil(16, QUANTITY, "0", "quantity is not a positive whole number");
  spoil(17, QUANTITY, "2.5", "quantity is not a positive whole number");
  spoil(18, DISCOUNT, "1.2", "discount is not between 0 and 1");
  spoil(19, PROFIT, "", "profit is not a number");
  spoil(20, ORDER_ID, "  ", "order_id is missing");
  spoil(21, ROW_ID, "22x", "row_id is not a whole number");
  spoil(22, REGION, "", "region or state is missing");
  spoil(23, CATEGORY, "", "category or sub_category is missing");

  let duplicates = 0;
  for (let index = 100; index < 130; index += 1) {
    rows.push([...(originals[index] ?? [])]);
    duplicates += 1;
  }
  for (let index = 200; index < 220; index += 1) {
    // A correction: the same line with a later ship date and another amount, before or behind the first.
    const corrected = (originals[index] ?? []).with(SHIP_DATE, "2018-02-01").with(SALES, "1000.5");
    if (index % 2 === 0) rows.push(corrected);
    else rows.unshift(corrected);
    good.set(
      corrected[ROW_ID] ?? "",
      corrected.map((cell) => cell.trim()),
    );
    duplicates += 1;
  }
  for (let id = 20_000; id < 20_025; id += 1) {
    const late = (originals[500] ?? []).with(ROW_ID, String(id)).with(ORDER_DATE, "2014-01-15");
    const untidy = late.with(ORDER_ID, `  CA-2014-LATE${id} `).with(CUSTOMER_ID, " aa-00001");
    rows.push(untidy);
    good.set(String(id), late.with(ORDER_ID, `CA-2014-LATE${id}`).with(CUSTOMER_ID, "AA-00001"));
  }
  const texts = [header, ...rows.map(line)];
  texts.splice(50, 0, '1,"too short"');
  texts.splice(900, 0, `${line(rows[0] ?? [])},"too long"`);
  return { text: `${texts.join("\n")}\n`, good, malformed, duplicates, ragged: 2 };
}

function cells(text: string): Row {
  return [...text.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
    .slice(0, 21)
    .map(([, cell = ""]) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
}

function line(row: Row): string {
  return row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",");
}

/** Exact to four decimals. */
function sumOf(rows: readonly Row[], column: number): number {
  return rows.reduce((sum, row) => sum + Math.round(Number(row[column]) * 10_000), 0) / 10_000;
}

function distinct(rows: readonly Row[], column: number): number {
  return new Set(rows.map((row) => row[column])).size;
}
