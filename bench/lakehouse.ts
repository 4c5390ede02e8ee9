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

/**
 * Ingestion of generated order lines, raw CSV to gold, on local Spark with a fixed heap: time, peak memory of the
 * whole process group, bytes. Sizes in millions of lines: `npx tsx bench/lakehouse.ts 1 3 10`.
 */
const HEAP = "2g";
const LINES_A_FILE = 250_000;
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
    const started = performance.now();
    let peak = 0;
    const program = lake.start(
      "ingest_pyspark",
      { source: raw },
      {
        memory: HEAP,
        javaOptions: "-XX:+UseParallelGC",
        settings: { "spark.sql.shuffle.partitions": "16", "spark.sql.codegen.wholeStage": "true" },
      },
    );
    let said = "";
    for (const stream of [program.stdout, program.stderr])
      stream?.on("data", (text: Buffer) => (said += text));
    const watch = setInterval(() => (peak = Math.max(peak, residentBytes(program.pid ?? 0))), 500);
    const code = await new Promise((resolve) => program.once("close", resolve));
    clearInterval(watch);
    if (code !== 0) throw new Error(said.slice(-3000));
    const seconds = (performance.now() - started) / 1000;
    const sums = lake.rows("gold.category_kpis", ["sales"]);
    const got = sums.reduce((sum, [text = ""]) => sum + BigInt(text.replace(".", "")), 0n);
    if (got !== cents * 100n)
      throw new Error(`Gold holds ${got} ten-thousandths, the raw lines ${cents} hundredths.`);
    const rate = Math.round(lines / seconds);
    process.stdout.write(
      `${lines / 1e6} million lines: ${seconds.toFixed(0)} s (${rate} lines/s), peak memory ${mega(peak)} MB, ` +
        `raw ${mega(bytesUnder(raw))} MB, tables ${mega(bytesUnder(join(folder, "lake", "tables")))} MB, ` +
        `sales equal to the raw lines', load ${loadavg()[0]?.toFixed(1)}\n`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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

/** Memory of all processes of a group. */
function residentBytes(group: number): number {
  let total = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (Number(fields[2]) === group) total += Number(fields[21]) * 4096;
    } catch {
      // The process has ended meanwhile.
    }
  }
  return total;
}

function bytesUnder(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
}

function mega(bytes: number): number {
  return Math.round(bytes / 1e6);
}
