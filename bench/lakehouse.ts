import { spawnSync } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { LocalLakehouse } from "../test/stack/lakehouse-spark.js";
import { sparkPart } from "../test/stack/parts/spark.js";

/**
 * Generated order lines from raw CSV to gold, then OPTIMIZE, on local Spark with two threads and a fixed heap: time,
 * CPU time, peak memory of the JVM and of Python each by itself, bytes, and the files that a filter reads. Sizes in
 * millions of lines: `npx tsx bench/lakehouse.ts 1 3 10`.
 */
const HEAP = "1g";
const LINES_A_FILE = 250_000;
const TICKS_A_SECOND = 100;
const HEADER =
  "Row ID,Order ID,Order Date,Ship Date,Ship Mode,Customer ID,Customer Name,Segment,Country,City,State,Postal Code,Region,Product ID,Category,Sub-Category,Product Name,Sales,Quantity,Discount,Profit\n";

const asked = process.argv.slice(2).map(Number);
for (const millions of asked.length > 0 ? asked : [1, 3, 10]) await measure(millions * 1_000_000);

async function measure(lines: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "assay-bench-"));
  try {
    const raw = join(folder, "raw");
    const cents = generate(raw, lines);
    const lake = new LocalLakehouse(join(folder, "lake"));
    const ingested = await run(lake, "ingest_pyspark", { source: raw });
    const sums = lake.rows("gold.category_kpis", ["sales"]);
    const got = sums.reduce((sum, [text = ""]) => sum + BigInt(text.replace(".", "")), 0n);
    if (got !== cents * 100n)
      throw new Error(`Gold holds ${got} ten-thousandths, the raw lines ${cents} hundredths.`);
    const rate = Math.round(lines / ingested.seconds);
    say(`${lines / 1e6} million lines: ${told(ingested)}, ${rate} lines/s, sales equal to the raw lines'`);
    const tables = bytesUnder(join(folder, "lake", "tables"));
    say(`  raw ${mega(bytesUnder(raw))} MB, tables ${mega(tables)} MB with logs and change feed`);
    const before = filesRead(lake);
    const maintained = await run(lake, "maintain", {});
    say(`  OPTIMIZE and VACUUM: ${told(maintained)}`);
    say(`  files read before ${JSON.stringify(before)}`);
    say(`  files read after  ${JSON.stringify(filesRead(lake))}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Cost {
  seconds: number;
  cpuSeconds: number;
  /** Greatest resident bytes that the kernel saw, by the name of the program. */
  peaks: Map<string, number>;
}

async function run(
  lake: LocalLakehouse,
  notebook: string,
  parameters: Record<string, string>,
): Promise<Cost> {
  const started = performance.now();
  const program = lake.start(notebook, parameters, {
    memory: HEAP,
    javaOptions: "-XX:+UseParallelGC",
    settings: { "spark.sql.shuffle.partitions": "16", "spark.sql.codegen.wholeStage": "true" },
  });
  let said = "";
  for (const stream of [program.stdout, program.stderr]) stream?.on("data", (text: Buffer) => (said += text));
  const peaks = new Map<string, number>();
  const cpu = new Map<string, number>();
  const watch = setInterval(() => watchGroup(program.pid ?? 0, peaks, cpu), 500);
  const code = await new Promise((resolve) => program.once("close", resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(said.slice(-3000));
  const cpuSeconds = [...cpu.values()].reduce((sum, seconds) => sum + seconds, 0);
  return { seconds: (performance.now() - started) / 1000, cpuSeconds, peaks };
}

function told({ seconds, cpuSeconds, peaks }: Cost): string {
  const memory = [...peaks].map(([name, bytes]) => `${name} ${mega(bytes)} MB`).join(", ");
  return `${seconds.toFixed(0)} s (${cpuSeconds.toFixed(0)} s of CPU, load ${loadavg()[0]?.toFixed(1)}), peak memory ${memory}`;
}

/** Peak memory and CPU time of the Java and Python processes of a group, as of now. */
function watchGroup(group: number, peaks: Map<string, number>, cpu: Map<string, number>): void {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (Number(fields[2]) !== group) continue;
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      const name = /^Name:\s*([a-z]+)/m.exec(status)?.[1] ?? "";
      if (name !== "java" && name !== "python") continue;
      // A process that has ended but still stands in the table has no memory.
      const peak = Number(/^VmHWM:\s*(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
      peaks.set(name, Math.max(peaks.get(name) ?? 0, peak));
      cpu.set(pid, (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND);
    } catch {
      // The process has ended meanwhile.
    }
  }
}

/** Files whose statistics let a filter in, by question and table. */
function filesRead(lake: LocalLakehouse): unknown {
  const script = join(import.meta.dirname, "lakehouse-files.py");
  const tables = join(lake.folder, "tables", "gold");
  const done = spawnSync(sparkPart().python, [script, tables], { encoding: "utf8" });
  if (done.status !== 0) throw new Error(done.stderr);
  return JSON.parse(done.stdout);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Writes files of order lines over three years; gives the sum of sales in hundredths. */
function generate(folder: string, lines: number): bigint {
  mkdirSync(folder, { recursive: true });
  let cents = 0n;
  for (let first = 1; first <= lines; first += LINES_A_FILE) {
    const file = openSync(join(folder, `orders-${first}.csv`), "w");
    let text = HEADER;
    for (let id = first; id < Math.min(first + LINES_A_FILE, lines + 1); id++) {
      const sales = (id * 7919) % 100_000;
      cents += BigInt(sales);
      text += lineOf(id, sales);
      if (text.length > 1_000_000) {
        writeSync(file, text);
        text = "";
      }
    }
    writeSync(file, text);
    closeSync(file);
  }
  return cents;
}

function lineOf(id: number, cents: number): string {
  const order = Math.floor(id / 3);
  const day = new Date(Date.UTC(2022, 0, 1 + (order % 1095))).toISOString().slice(0, 10);
  const category = id % 3;
  return `${id},CA-${order},${day},${day},First Class,C-${order % 50_000},Customer ${order % 50_000},Consumer,US,City ${id % 500},State ${id % 48},${10_000 + (id % 500)},Region ${id % 4},P-${id % 1800},Category ${category},Group ${category}-${id % 6},"Product ${id % 1800}, boxed",${(cents / 100).toFixed(2)},${1 + (id % 9)},0.2,1.5\n`;
}

function bytesUnder(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
}

function mega(bytes: number): number {
  return Math.round(bytes / 1e6);
}
