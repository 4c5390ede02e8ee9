import type { ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MetadataIndex } from "../../src/contracts/metadata.js";
import { type KafkaBroker, startKafka } from "./kafka-broker.js";
import { orderEvents } from "./lakehouse-events.js";
import { plantFiles } from "./lakehouse-raw-files.js";
import { LocalLakehouse } from "./lakehouse-spark.js";
import { consumeTopic, sendAll } from "./lakehouse-topic.js";
import { LakehouseTruth } from "./lakehouse-truth.js";

const TOPIC = "orders";
/** Rows of the files that events correct: on fewer days than those from which on gold is computed as a whole. */
const CORRECTED = 2000;
const EVENTS = 60_000;
const KILLS = 4;
const RUN_MS = 30 * 60_000;
const seed = Number(process.env.ASSAY_TEST_SEED ?? Date.now() % 1_000_000);

let root: string;
let lake: LocalLakehouse;
let broker: KafkaBroker;
const truth = new LakehouseTruth();
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
    const planted = await plantFiles(join(root, "raw"), truth);
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
    truth.expectSilver(lake);
    truth.expectGold(lake);
    const quarantined = lake.rows("bronze.orders_quarantine", ["source_line", "text"]);
    expect(quarantined.map(([line, text]) => [Number(line), text])).toEqual(planted.quarantined);
  });

  it(`keeps ${EVENTS} events once through ${KILLS} kills, in bronze and in silver`, {
    timeout: RUN_MS,
  }, async () => {
    const { messages, random } = orderEvents(EVENTS, seed, CORRECTED);
    const admin = broker.client.admin();
    await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: 3, replicationFactor: 1 }] });
    await admin.disconnect();
    const slice = EVENTS / KILLS;
    const parameters = {
      bootstrap_servers: broker.address,
      topic: TOPIC,
      checkpoint_uri: join(root, "checkpoints"),
      max_offsets: "3000",
      max_files: "9",
    };
    for (let round = 0; round < KILLS; round++) {
      await sendAll(broker.client, TOPIC, messages.slice(round * slice, (round + 1) * slice));
      // By turns while bronze and while silver is being written.
      const table = round % 2 === 0 ? "bronze.order_events" : "silver.orders";
      const before = commits(table);
      running = lake.start("streaming_kafka", { ...parameters, trigger: "100 milliseconds" });
      const wanted = before + 1 + Math.floor(random() * 2);
      await until(() => commits(table) >= wanted || running?.exitCode !== null);
      await new Promise((resolve) => setTimeout(resolve, random() * 3000));
      expect(running.exitCode, "the stream ended by itself").toBeNull();
      kill(running);
      console.log(`Kill ${round + 1} after ${commits(table) - before} commits of ${table}.`);
    }
    await lake.run("streaming_kafka", { ...parameters, trigger: "available-now" });

    const consumed = await consumeTopic(broker.client, TOPIC, EVENTS);
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
    truth.takeEvents(consumed);
    truth.expectSilver(lake);
  });

  it("brings the events into gold", { timeout: RUN_MS }, async () => {
    const report = await lake.run("refresh_gold", {});
    expect(report.find(({ table }) => table === "gold.daily_sales")?.changed).not.toBe("all");
    truth.expectGold(lake);
    const again = await lake.run("refresh_gold", {});
    expect(again.map(({ changed }) => changed)).toEqual(report.map(() => 0));
  });
});

describe("the metadata index from Spark", () => {
  it("says what the raw lines and events hold, with partitions", { timeout: RUN_MS }, async () => {
    const file = join(root, "index.json");
    await lake.run("index_metadata", { json_path: file, denied_columns: "customer_id" });
    const index: MetadataIndex = JSON.parse(readFileSync(file, "utf8"));
    const table = index.tables.find(({ name }) => name === "spark_catalog.gold.order_lines");
    const { lines } = truth;
    const column = (name: string) => table?.columns.find((one) => one.name === name);
    const counts = (name: string) => countBy(lines.map((line) => line[name] ?? ""));
    expect(table).toMatchObject({
      rowCount: lines.length,
      partitionColumns: ["order_month"],
      generatedFrom: { order_month: "order_date" },
    });
    for (const name of ["region", "category", "segment", "quantity"]) {
      const found = column(name)?.values?.map(({ value, count }) => [String(value), count]) ?? [];
      expect(new Map(found as [string, number][]), name).toEqual(counts(name));
    }
    for (const name of ["product_id", "city", "order_date"])
      expect(column(name)?.distinctCount, name).toBe(counts(name).size);
    expect(column("customer_id")).toMatchObject({ min: null, max: null, values: null });
    const sales = lines.map((line) => Number(line.sales));
    expect(column("sales")).toMatchObject({
      nullRate: 0,
      min: sales.reduce((a, b) => Math.min(a, b)),
      max: sales.reduce((a, b) => Math.max(a, b)),
    });
    const months = countBy(lines.map((line) => `${line.order_date?.slice(0, 7)}-01`));
    const parts = (table as unknown as { partitions: Part[] }).partitions;
    expect(new Map(parts.map(({ values, rows }) => [values.order_month ?? "", rows]))).toEqual(months);
    expect(parts.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(table?.bytes);
  });
});

interface Part {
  values: Record<string, string>;
  rows: number;
  bytes: number;
}

function commits(table: string): number {
  const log = join(lake.folder, "tables", ...table.split("."), "_delta_log");
  return existsSync(log) ? readdirSync(log).filter((name) => /^\d+\.json$/.test(name)).length : 0;
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
