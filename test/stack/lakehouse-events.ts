import type { Message } from "kafkajs";
import { seededRandom } from "../../src/testing/seeded-random.js";

/** What one row of an order is, wherever it came from; texts as they were sent, trimmed. */
export type OrderLine = Record<string, string>;

export interface OrderEvents {
  messages: Message[];
  random: () => number;
}

const START = Date.parse("2018-01-02T00:00:00Z");
const THREE_DAYS = 3 * 86_400;
const REGIONS = ["East", "West", "South", "Central"];
const CATEGORIES = ["Furniture", "Technology", "Office Supplies"];

/**
 * Order events as a shop might send them: many versions of a row, some late by days, some with the time of another
 * version, some twice; a hundredth is poison. The header `kind` says which. `known` row ids are corrected too.
 */
export function orderEvents(count: number, seed: number, known: number): OrderEvents {
  const random = seededRandom(seed);
  const pick = (below: number) => Math.floor(random() * below);
  const messages: Message[] = [];
  while (messages.length < count) {
    const i = messages.length;
    const earlier = messages[i - 1 - pick(Math.min(i, 500))];
    if (i > 0 && random() < 0.02 && earlier) {
      messages.push({ ...earlier });
      continue;
    }
    const rowId = random() < 0.05 ? 1 + pick(known) : 1_000_000 + pick(15_000);
    const late = random() < 0.1 ? pick(THREE_DAYS) : pick(5);
    // Hundredths of a minute for every message: versions of a row often share their time.
    const time = new Date(START + (Math.floor(i / 100) * 60 - late) * 1000).toISOString();
    const line = lineOf(rowId, pick);
    const poison = random() < 0.01 ? poisonOf(pick(POISONS), { ...line, event_time: time }) : null;
    const value = poison === null ? JSON.stringify({ ...line, event_time: time }) : poison.value;
    messages.push({ key: String(rowId), value, headers: { kind: poison === null ? "order" : "poison" } });
  }
  return { messages, random };
}

function lineOf(rowId: number, pick: (below: number) => number): OrderLine {
  const day = `2018-0${1 + pick(2)}-${String(1 + pick(28)).padStart(2, "0")}`;
  return {
    row_id: String(rowId),
    order_id: ` ev-${rowId % 5000}`,
    order_date: day,
    ship_date: day,
    ship_mode: "First Class",
    customer_id: `EV-${rowId % 700}`,
    customer_name: "A customer",
    segment: "Consumer",
    country: "United States",
    city: "Akron",
    state: "Ohio",
    postal_code: "44301",
    region: REGIONS[pick(4)] ?? "",
    product_id: `P-${pick(50)}`,
    category: CATEGORIES[pick(3)] ?? "",
    sub_category: "Phones",
    product_name: "A “phone”",
    sales: `${pick(1000)}.${String(pick(10_000)).padStart(4, "0")}`,
    quantity: String(1 + pick(9)),
    discount: "0.2",
    profit: `-${pick(100)}.5`,
  };
}

const POISONS = 7;

function poisonOf(kind: number, line: OrderLine): { value: string | Buffer | null } {
  const bad: (string | Buffer | null)[] = [
    "{not json",
    null,
    Buffer.from([0x7b, 0xff, 0xfe, 0x7d]),
    "[1, 2]",
    JSON.stringify({ ...line, event_time: "yesterday" }),
    JSON.stringify({ ...line, event_time: "2200-01-01T00:00:00Z" }),
    JSON.stringify({ ...line, sales: "a lot" }),
  ];
  return { value: bad[kind] ?? null };
}
