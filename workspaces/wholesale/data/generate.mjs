// Writes the tables of this workspace beside itself: `node generate.mjs`. The same rows on every run and platform.
// Regions, nations, segments, ship modes and containers are those of the TPC-H benchmark (specification 3.0, section
// 4.2.3); keys, dates, quantities and prices follow its rules in outline, for a smaller company and later years.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const REGIONS = ["AFRICA", "AMERICA", "ASIA", "EUROPE", "MIDDLE EAST"];
const NATIONS = [
  ["ALGERIA", 0],
  ["ARGENTINA", 1],
  ["BRAZIL", 1],
  ["CANADA", 1],
  ["EGYPT", 4],
  ["ETHIOPIA", 0],
  ["FRANCE", 3],
  ["GERMANY", 3],
  ["INDIA", 2],
  ["INDONESIA", 2],
  ["IRAN", 4],
  ["IRAQ", 4],
  ["JAPAN", 2],
  ["JORDAN", 4],
  ["KENYA", 0],
  ["MOROCCO", 0],
  ["MOZAMBIQUE", 0],
  ["PERU", 1],
  ["CHINA", 2],
  ["ROMANIA", 3],
  ["SAUDI ARABIA", 4],
  ["VIETNAM", 2],
  ["RUSSIA", 3],
  ["UNITED KINGDOM", 3],
  ["UNITED STATES", 1],
];
const SEGMENTS = ["AUTOMOBILE", "BUILDING", "FURNITURE", "HOUSEHOLD", "MACHINERY"];
const PRIORITIES = ["1-URGENT", "2-HIGH", "3-MEDIUM", "4-NOT SPECIFIED", "5-LOW"];
const MODES = ["REG AIR", "AIR", "RAIL", "SHIP", "TRUCK", "MAIL", "FOB"];
const FINISHES = ["ANODIZED", "BURNISHED", "PLATED", "POLISHED", "BRUSHED"];
const METALS = ["TIN", "NICKEL", "BRASS", "STEEL", "COPPER"];
const CONTAINERS = ["SM CASE", "LG BOX", "MED BAG", "JUMBO JAR", "WRAP PACK"];
const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(2021, 2, 8);
const DAYS = (Date.UTC(2024, 8, 15) - FIRST_DAY) / DAY;

let state = 20_240_915;
/** Mulberry32: small, fast, and equal on every platform. */
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
}
const below = (count) => Math.floor(random() * count);
const pick = (list) => list[below(list.length)];
const money = (cents) => (cents / 100).toFixed(2);
const iso = (time) => new Date(time).toISOString().slice(0, 10);

const customers = Array.from({ length: 240 }, (_, index) => ({
  key: index + 1,
  name: `Customer#${String(index + 1).padStart(9, "0")}`,
  nation: below(NATIONS.length),
  segment: pick(SEGMENTS),
}));
const parts = Array.from({ length: 120 }, (_, index) => ({
  key: index + 1,
  brand: `Brand#${1 + below(5)}${1 + below(5)}`,
  type: `${pick(FINISHES)} ${pick(METALS)}`,
  container: pick(CONTAINERS),
  cents: 90_000 + ((index * 37) % 200) * 100 + below(9_000),
}));

const lines = [];
for (let order = 1; order <= 3600; order++) {
  // More orders towards the end, and quiet Sundays.
  let day = Math.floor(DAYS * random() ** 0.8);
  if (new Date(FIRST_DAY + day * DAY).getUTCDay() === 0 && random() < 0.7) day = Math.max(day - 1, 0);
  const ordered = FIRST_DAY + day * DAY;
  const customer = pick(customers);
  const priority = pick(PRIORITIES);
  const count = 1 + below(4);
  for (let line = 1; line <= count; line++) {
    const part = pick(parts);
    const quantity = 1 + below(50);
    const price = quantity * part.cents;
    const shipped = ordered + (1 + below(60)) * DAY;
    const returned = random() < 0.09;
    lines.push([
      order,
      line,
      customer.key,
      part.key,
      iso(ordered),
      shipped > FIRST_DAY + DAYS * DAY ? "" : iso(shipped),
      priority,
      pick(MODES),
      quantity,
      money(price),
      (below(11) / 100).toFixed(2),
      returned ? "R" : "N",
    ]);
  }
}

function write(name, header, rows) {
  const text = [header, ...rows.map((row) => row.join(","))].join("\n");
  writeFileSync(
    join(import.meta.dirname, name),
    name.endsWith(".gz") ? gzipSync(`${text}\n`, { level: 9 }) : `${text}\n`,
  );
}

write(
  "regions.csv",
  "region_key,region_name",
  REGIONS.map((name, key) => [key, name]),
);
write(
  "nations.csv",
  "nation_key,nation_name,region_key",
  NATIONS.map(([name, region], key) => [key, name, region]),
);
write(
  "customers.csv",
  "customer_key,customer_name,nation_key,market_segment",
  customers.map(({ key, name, nation, segment }) => [key, name, nation, segment]),
);
write(
  "parts.csv",
  "part_key,brand,part_type,container",
  parts.map(({ key, brand, type, container }) => [key, brand, type, container]),
);
write(
  "order_lines.csv.gz",
  "order_key,line_number,customer_key,part_key,order_date,ship_date,order_priority,ship_mode,quantity,gross_amount,discount,return_flag",
  lines,
);
