import type { ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { superstoreCsv } from "../../src/warehouse/testing/superstore-tables.js";
import { type KafkaBroker, startKafka } from "./kafka-broker.js";
import { type OrderLine, orderEvents } from "./lakehouse-events.js";
import { LocalLakehouse } from "./lakehouse-spark.js";

const TOPIC = "orders";
const EVENTS = 60_000;
const KILLS = 4;
const RUN_MS = 30 * 60_000;
const seed = Number(process.env.ASSAY_TEST_SEED ?? Date.now() % 1_000_000);

/** What was read from Kafka by another client than Spark. */
interface Consumed {
  place: string;
  offset: number;
  partition: number;
  value: Buffer | null;
  kind: string;
}

interface Arrived {
  at: number;
  sequence: number;
  line: OrderLine;
}

let root: string;
let lake: LocalLakehouse;
let broker: KafkaBroker;
let consumed: Consumed[] = [];
/** The row that must count, by row id: computed here from the raw file and from Kafka, without Spark. */
const expected = new Map<string, Arrived>();
let running: ChildProcess | null = null;

beforeAll(async () => {
  console.log(`Seed of the events and of the kills: ${seed}`);
  root = mkdtempSync(join(tmpdir(), "assay-lakehouse-"));
  lake = new LocalLakehouse(join(root, "lake"));
  broker = await startKafka(lake.kafkaLib, join(root, "kafka"));
});
afterAll(async () => {
  kill(running);
  await broker?.stop();
  rmSync(root, { recursive: true, force: true });
});

describe("the lakehouse on local Spark", () => {
  it("takes raw files with trouble planted in them", { timeout: RUN_MS }, async () => {
    const planted = await plantFiles(join(root, "raw"));
    const [bronze, silver] = await lake.run("ingest_pyspark", { source: join(root, "raw") });
    expect(bronze).toEqual({
      bronze: {
        files: 2,
        rows: planted.rows,
        rejected: planted.ragged,
        refused: {},
        new_columns: ["sold_through"],
      },
    });
    expect(silver).toEqual({
      silver: { files: 2, malformed: { "sales is not a number": planted.malformed } },
    });
    expectSilver();
    expectGold();
    const quarantined = lake.rows("bronze.orders_quarantine", ["source_line", "text"]);
    expect(quarantined.map(([line, text]) => [Number(line), text])).toEqual(planted.quarantined);
  });

  it(`keeps ${EVENTS} events once through ${KILLS} kills, in bronze and in silver`, {
    timeout: RUN_MS,
  }, async () => {
    const { messages, random } = orderEvents(EVENTS, seed, 9994);
    const admin = broker.client.admin();
    await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: 3, replicationFactor: 1 }] });
    await admin.disconnect();
    const slice = EVENTS / KILLS;
    const parameters = {
      bootstrap_servers: broker.address,
      topic: TOPIC,
      checkpoint_uri: join(root, "checkpoints"),
      max_offsets: "3000",
    };
    for (let round = 0; round < KILLS; round++) {
      await send(messages.slice(round * slice, (round + 1) * slice));
      const before = commits();
      running = lake.start("streaming_kafka", { ...parameters, trigger: "100 milliseconds" });
      const wanted = before + 1 + Math.floor(random() * 6);
      await until(() => commits() >= wanted || running?.exitCode !== null);
      await new Promise((resolve) => setTimeout(resolve, random() * 3000));
      expect(running.exitCode, "the stream ended by itself").toBeNull();
      kill(running);
      console.log(`Kill ${round + 1} after ${commits() - before} commits of bronze and silver.`);
    }
    await lake.run("streaming_kafka", { ...parameters, trigger: "available-now" });

    consumed = await consume();
    expect(consumed).toHaveLength(EVENTS);
    const bronze = lake.rows("bronze.order_events", ["partition", "offset", "value"]);
    expect(bronze).toHaveLength(EVENTS);
    const read = bronze.map(([partition, offset, value]) => `${partition}/${offset} ${value}`).sort();
    expect(new Set(read).size).toBe(EVENTS);
    expect(read).toEqual(
      consumed.map(({ place, value }) => `${place} ${value?.toString("hex") ?? null}`).sort(),
    );

    const poison = lake.rows("bronze.order_events_quarantine", ["partition", "offset", "reason"]);
    expect(poison.map(([partition, offset]) => `${partition}/${offset}`).sort()).toEqual(
      consumed
        .filter(({ kind }) => kind === "poison")
        .map(({ place }) => place)
        .sort(),
    );
    console.log(`Poison: ${JSON.stringify(Object.fromEntries(countBy(poison.map((row) => row[2] ?? ""))))}`);
    overlay(consumed);
    expectSilver();
  });

  it("brings the events into gold", { timeout: RUN_MS }, async () => {
    const report = await lake.run("refresh_gold", {});
    expect(report.find(({ table }) => table === "gold.daily_sales")?.changed).not.toBe("all");
    expectGold();
    const again = await lake.run("refresh_gold", {});
    expect(again.map(({ changed }) => changed)).toEqual(report.map(() => 0));
  });
});

describe("the notebooks' own tests", () => {
  it("pass on local Spark", { timeout: RUN_MS }, async () => {
    const said = await lake.unitTests();
    expect(said).toMatch(/Ran \d+ tests/);
    console.log(
      said
        .split("\n")
        .filter((line) => /^(FIGURE|Ran)/.test(line))
        .join("\n"),
    );
  });
});

/** Two raw files over the shipped data: ragged and malformed lines, untrimmed keys, corrections in the later file. */
async function plantFiles(folder: string) {
  mkdirSync(folder, { recursive: true });
  const connection = await (await DuckDBInstance.create()).connect();
  const reader = await connection.runAndReadAll(
    `SELECT * FROM read_csv('${superstoreCsv()}', all_varchar = true, header = true)`,
  );
  const header = reader.columnNames();
  const rows = reader.getRowsJson().map((row) => row.map((cell) => String(cell ?? "")));
  const names = header.map((name) => name.toLowerCase().replaceAll(/[^a-z]+/g, "_"));
  const sales = names.indexOf("sales");
  const early = rows.slice(0, 6000).map((row) => row.with(1, ` ${row[1]?.toLowerCase()} `));
  const later = [
    ...rows.slice(6000),
    ...early.slice(0, 100).map((row, i) => row.with(sales, `${i}.25`)),
    ...early.slice(200, 207).map((row) => row.with(sales, "unknown")),
  ].map((row) => [...row, "web"]);
  const quote = (row: string[]) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",");
  const ragged = ["1,2,3", "a line that is none"];
  const write = (name: string, lines: string[], time: string) => {
    writeFileSync(join(folder, name), `${lines.join("\n")}\n`);
    utimesSync(join(folder, name), new Date(time), new Date(time));
  };
  write("b-first.csv", [quote(header), ...early.map(quote), ...ragged], "2018-01-01T00:00:00Z");
  write("a-later.csv", [quote([...header, "Sold Through"]), ...later.map(quote)], "2018-01-01T12:00:00Z");
  const arrive = (row: string[], at: string, sequence: number) => {
    const line = Object.fromEntries(names.map((name, i) => [name, (row[i] ?? "").trim()]));
    if (line.sales !== "unknown") take({ at: Date.parse(at), sequence, line });
  };
  for (const [i, row] of early.entries()) arrive(row, "2018-01-01T00:00:00Z", i + 2);
  for (const [i, row] of later.entries()) arrive(row, "2018-01-01T12:00:00Z", i + 2);
  return {
    rows: early.length + later.length,
    ragged: ragged.length,
    malformed: 7,
    quarantined: ragged.map((text, i) => [early.length + 2 + i, text]),
  };
}

function overlay(events: readonly Consumed[]): void {
  for (const { kind, value, offset } of events) {
    if (kind === "poison" || value === null) continue;
    const { event_time, ...texts } = JSON.parse(value.toString("utf8"));
    const line = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, String(text).trim()]));
    take({ at: Date.parse(event_time), sequence: offset, line });
  }
}

function take(arrived: Arrived): void {
  const id = arrived.line.row_id ?? "";
  const held = expected.get(id);
  const later = !held || arrived.at > held.at || (arrived.at === held.at && arrived.sequence > held.sequence);
  if (later) expected.set(id, arrived);
}

function expectSilver(): void {
  const columns = ["row_id", "order_id", "order_date", "region", "sales", "quantity", "arrived_seq"];
  const silver = lake.rows("silver.orders", columns).map((row) => row.join("|"));
  const wanted = [...expected.values()].map(({ line, sequence }) =>
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
  expect(silver.length).toBe(expected.size);
  expect(silver.sort()).toEqual(wanted.sort());
}

/** Sums and counts of every gold table beside those of the rows that must count. */
function expectGold(): void {
  const lines = [...expected.values()].map(({ line }) => line);
  const month = (day = "") => `${day.slice(0, 7)}-01`;
  expect(sums("gold.daily_sales", ["txn_date", "region", "category"], "sales")).toEqual(
    sumBy(lines, (line) => [line.order_date, line.region, line.category]),
  );
  expect(sums("gold.order_lines", ["order_month", "state"], "sales")).toEqual(
    sumBy(lines, (line) => [month(line.order_date), line.state]),
  );
  expect(sums("gold.category_kpis", ["month", "category"], "sales")).toEqual(
    sumBy(lines, (line) => [month(line.order_date), line.category]),
  );
  expect(sums("gold.orders", ["order_id"], "sales")).toEqual(
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

function sums(table: string, keys: readonly string[], measure: string): Map<string, bigint> {
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

async function send(messages: ReturnType<typeof orderEvents>["messages"]): Promise<void> {
  const producer = broker.client.producer({ idempotent: true });
  await producer.connect();
  for (let i = 0; i < messages.length; i += 5000)
    await producer.send({ topic: TOPIC, messages: messages.slice(i, i + 5000) });
  await producer.disconnect();
}

async function consume(): Promise<Consumed[]> {
  const consumer = broker.client.consumer({ groupId: "check" });
  const found: Consumed[] = [];
  await consumer.connect();
  await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
  await consumer.run({
    eachBatch: async ({ batch }) => {
      for (const { offset, value, headers } of batch.messages) {
        found.push({
          place: `${batch.partition}/${offset}`,
          partition: batch.partition,
          offset: Number(offset),
          value,
          kind: String(headers?.kind),
        });
      }
    },
  });
  await until(() => found.length >= EVENTS);
  await consumer.disconnect();
  return found;
}

/** Commits of the two tables that the streams write. */
function commits(): number {
  return ["bronze/order_events", "silver/orders"]
    .map((table) => join(lake.folder, "tables", table, "_delta_log"))
    .filter((log) => existsSync(log))
    .flatMap((log) => readdirSync(log).filter((name) => /^\d+\.json$/.test(name))).length;
}

async function until(done: () => boolean): Promise<void> {
  for (const end = Date.now() + RUN_MS; !done(); ) {
    if (Date.now() > end) throw new Error("It took too long.");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Ends a program and all that it started at once, as a lost machine would. */
function kill(program: ChildProcess | null): void {
  if (program?.pid !== undefined && program.exitCode === null && program.signalCode === null)
    process.kill(-program.pid, "SIGKILL");
}

function countBy(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
