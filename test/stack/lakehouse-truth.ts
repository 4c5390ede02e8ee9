import { expect } from "vitest";
import type { OrderLine } from "./lakehouse-events.js";
import type { LocalLakehouse } from "./lakehouse-spark.js";
import type { ConsumedEvent } from "./lakehouse-topic.js";

interface Arrived {
  at: number;
  sequence: number;
  line: OrderLine;
}

/** The row that must count, by row id: computed here from raw lines and from Kafka, without Spark. */
export class LakehouseTruth {
  readonly #rows = new Map<string, Arrived>();

  /** A usable line: it counts where it is later than what is known. */
  take(line: OrderLine, at: string, sequence: number): void {
    const id = line.row_id ?? "";
    const held = this.#rows.get(id);
    const time = Date.parse(at);
    if (!held || time > held.at || (time === held.at && sequence > held.sequence))
      this.#rows.set(id, { at: time, sequence, line });
  }

  takeEvents(events: readonly ConsumedEvent[]): void {
    for (const { kind, value, offset } of events) {
      if (kind === "poison" || value === null) continue;
      const { event_time, ...texts } = JSON.parse(value.toString("utf8"));
      const line = Object.entries(texts).map(([name, text]) => [name, String(text).trim()]);
      this.take(Object.fromEntries(line), event_time, offset);
    }
  }

  get lines(): OrderLine[] {
    return [...this.#rows.values()].map(({ line }) => line);
  }

  expectSilver(lake: LocalLakehouse): void {
    const columns = ["row_id", "order_id", "order_date", "region", "sales", "quantity", "arrived_seq"];
    const silver = lake.rows("silver.orders", columns).map((row) => row.join("|"));
    const wanted = [...this.#rows.values()].map(({ line, sequence }) =>
      [
        line.row_id,
        line.order_id?.toUpperCase(),
        line.order_date,
        line.region,
        fixed(line.sales),
        line.quantity,
        sequence,
      ].join("|"),
    );
    expect(silver.length).toBe(wanted.length);
    expect(silver.sort()).toEqual(wanted.sort());
  }

  /** Sums and counts of every gold table beside those of the rows that must count. */
  expectGold(lake: LocalLakehouse): void {
    const lines = this.lines;
    const month = (day = "") => `${day.slice(0, 7)}-01`;
    expect(sums(lake, "gold.daily_sales", ["txn_date", "region", "category"], "sales")).toEqual(
      sumBy(lines, (line) => [line.order_date, line.region, line.category]),
    );
    expect(sums(lake, "gold.order_lines", ["order_month", "state"], "sales")).toEqual(
      sumBy(lines, (line) => [month(line.order_date), line.state]),
    );
    expect(sums(lake, "gold.category_kpis", ["month", "category"], "sales")).toEqual(
      sumBy(lines, (line) => [month(line.order_date), line.category]),
    );
    expect(sums(lake, "gold.orders", ["order_id"], "sales")).toEqual(
      sumBy(lines, (line) => [line.order_id?.toUpperCase()]),
    );
    expect(lake.rows("gold.customers", ["customer_id"]).flat().sort()).toEqual(
      [...new Set(lines.map((line) => line.customer_id?.toUpperCase() ?? ""))].sort(),
    );
    const yoy = lake.rows("gold.sales_yoy", ["month", "region", "category", "sales", "sales_previous_year"]);
    const byMonth = sumBy(lines, (line) => [month(line.order_date), line.region, line.category]);
    for (const [start = "", region, category, sales, before] of yoy) {
      const yearBefore = `${Number(start.slice(0, 4)) - 1}${start.slice(4)}`;
      expect(units(sales)).toBe(byMonth.get(`${start}|${region}|${category}`) ?? 0n);
      expect(before === null ? undefined : units(before)).toBe(
        byMonth.get(`${yearBefore}|${region}|${category}`),
      );
    }
    const months = new Set(yoy.map((row) => row.slice(0, 3).join("|")));
    expect([...byMonth.keys()].filter((key) => !months.has(key))).toEqual([]);
  }
}

function sums(
  lake: LocalLakehouse,
  table: string,
  keys: readonly string[],
  measure: string,
): Map<string, bigint> {
  const found = new Map<string, bigint>();
  for (const row of lake.rows(table, [...keys, measure])) {
    const key = row.slice(0, -1).join("|");
    found.set(key, (found.get(key) ?? 0n) + units(row.at(-1)));
  }
  return new Map([...found].sort());
}

function sumBy(
  lines: readonly OrderLine[],
  keyOf: (line: OrderLine) => (string | undefined)[],
): Map<string, bigint> {
  const found = new Map<string, bigint>();
  for (const line of lines) {
    const key = keyOf(line).join("|");
    found.set(key, (found.get(key) ?? 0n) + units(line.sales));
  }
  return new Map([...found].sort());
}

/** Ten-thousandths, exactly. */
function units(text: string | null | undefined): bigint {
  return BigInt(fixed(text ?? "0").replace(".", ""));
}

function fixed(text = "0"): string {
  const [whole = "0", part = ""] = text.split(".");
  return `${whole}.${part.padEnd(4, "0")}`;
}
