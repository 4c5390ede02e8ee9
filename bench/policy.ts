import { readFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import type { Catalog, Parameters, PolicySet } from "../src/contracts/policy.js";
import { gate } from "../src/policy/gate.js";

/** Time and memory of the SQL gate: good statements of the corpus up to 2 kB, warm, and texts that are far too large. */
const folder = new URL("../test/corpora/sql/", import.meta.url);
const text = (name: string) => readFileSync(new URL(name, folder), "utf8");
const rights = JSON.parse(text("corpus-rights.json")) as Catalog & {
  allowed: string[];
  deniedColumns: string[];
  parameters: Parameters;
};
const set: PolicySet = {
  key: "bench",
  user: "local",
  views: [],
  relations: rights.allowed,
  deniedColumns: rights.deniedColumns,
  rowRules: {},
  limits: {
    maxRows: 1000,
    statementTimeoutMs: 60_000,
    maxScanBytes: null,
    tokensPerQuestion: null,
    usdPerUserPerDay: null,
  },
};
const catalog: Catalog = { tables: rights.tables };
const ROUNDS = 20;

const good = text("good.jsonl")
  .trim()
  .split("\n")
  .map((line) => (JSON.parse(line) as { sql: string }).sql)
  .filter((sql) => sql.length <= 2_000);
const long = good.reduce(
  (all, sql) => (all.length + sql.length < 1_900 ? `${all}\nUNION ALL (${sql})` : all),
  "(SELECT 1)",
);

process.stdout.write(
  `${cpus().length} processors, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}\n`,
);
const times: number[] = [];
for (let round = 0; round < ROUNDS; round++)
  for (const sql of good) {
    const ms = timed(sql);
    if (round > 0) times.push(ms);
  }
report(`${good.length} statements up to 2 kB, ${ROUNDS - 1} warm rounds`, times);
report(
  `one of ${long.length} characters`,
  Array.from({ length: 200 }, () => timed(long)),
);

const HOSTILE: Record<string, string> = {
  "1 MB of text": `SELECT '${"a".repeat(1_000_000)}'`,
  "1 MB of words": `SELECT ${"a + ".repeat(250_000)}a`,
  "10,000 parentheses": `SELECT ${"(".repeat(10_000)}1${")".repeat(10_000)}`,
  "10,000 subqueries": `${"SELECT * FROM (".repeat(6_000)}SELECT 1${")".repeat(6_000)}`,
  "a list of 50,000": `SELECT 1 WHERE 1 IN (${Array.from({ length: 50_000 }, (_, i) => i).join(",")})`,
  "10,000 unions": `SELECT 1${" UNION ALL SELECT 1".repeat(5_000)}`,
};
for (const [name, sql] of Object.entries(HOSTILE)) {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const runs = Array.from({ length: 20 }, () => timed(sql));
  const verdict = gate(sql, {}, set, catalog);
  const grown = (process.memoryUsage().rss - before) / 1e6;
  const code = verdict.verdict === "deny" ? verdict.code : "ALLOWED";
  report(`${name}: ${code}, memory ${grown.toFixed(0)} MB more after 20 runs`, runs);
}

function timed(sql: string): number {
  const start = performance.now();
  gate(sql, rights.parameters, set, catalog);
  return performance.now() - start;
}

function report(name: string, values: number[]): void {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(2);
  process.stdout.write(`${name}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms\n`);
}
