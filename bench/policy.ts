import { spawnSync } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { gate } from "../src/policy/gate.js";
import { CORPUS, corpus } from "../src/policy/testing/corpus.js";

/**
 * Time and memory of the SQL gate: good statements of the corpus up to 2 kB, warm, and texts that are far too large,
 * cold (the first call of a new process) and warm. Beside the time by the clock stands the processor time of the
 * process, which a busy machine does not stretch.
 */
const { catalog, parameters, set } = CORPUS;
const ROUNDS = 20;

const good = corpus("good")
  .map(({ sql }) => sql)
  .filter((sql) => sql.length <= 2_000);
const long = good.reduce(
  (all, sql) => (all.length + sql.length < 1_900 ? `${all}\nUNION ALL (${sql})` : all),
  "(SELECT 1)",
);

const HOSTILE: Record<string, string> = {
  "1 MB of text": `SELECT '${"a".repeat(1_000_000)}'`,
  "1 MB of words": `SELECT ${"a + ".repeat(250_000)}a`,
  "10,000 parentheses": `SELECT ${"(".repeat(10_000)}1${")".repeat(10_000)}`,
  "6,000 subqueries": `${"SELECT * FROM (".repeat(6_000)}SELECT 1${")".repeat(6_000)}`,
  "a list of 50,000": `SELECT 1 WHERE 1 IN (${Array.from({ length: 50_000 }, (_, i) => i).join(",")})`,
  "a list of 20,000 short items": `SELECT 1 WHERE 1 IN (${"1,".repeat(20_000)}1)`,
  "5,000 unions": `SELECT 1${" UNION ALL SELECT 1".repeat(5_000)}`,
};

const cold = process.argv[2];
if (cold === undefined) warm();
else report("", [timed(HOSTILE[cold] ?? "")]);

function warm(): void {
  process.stdout.write(
    `${cpus().length} processors, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}\n`,
  );
  const times: Times[] = [];
  for (let round = 0; round < ROUNDS; round++)
    for (const sql of good) {
      const time = timed(sql);
      if (round > 0) times.push(time);
    }
  report(`${good.length} statements up to 2 kB, ${ROUNDS - 1} warm rounds:`, times);
  report(
    `one of ${long.length} characters:`,
    Array.from({ length: 200 }, () => timed(long)),
  );
  for (const [name, sql] of Object.entries(HOSTILE)) {
    const verdict = gate(sql, {}, set, catalog);
    const code = verdict.verdict === "deny" ? verdict.code : "ALLOWED";
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    const runs = Array.from({ length: 200 }, () => timed(sql));
    const grown = (process.memoryUsage().rss - before) / 1e6;
    report(`${name}: ${code}, memory ${grown.toFixed(0)} MB more after 200 runs, warm`, runs);
    const first = spawnSync(process.execPath, [...process.execArgv, process.argv[1] ?? "", name], {
      encoding: "utf8",
    });
    process.stdout.write(`  cold ${first.stdout.trim()}\n`);
  }
}

interface Times {
  clock: number;
  processor: number;
}

function timed(sql: string): Times {
  const used = process.cpuUsage();
  const start = performance.now();
  gate(sql, parameters, set, catalog);
  const clock = performance.now() - start;
  const { user, system } = process.cpuUsage(used);
  return { clock, processor: (user + system) / 1_000 };
}

function report(name: string, times: readonly Times[]): void {
  const of = (kind: keyof Times) => {
    const sorted = times.map((t) => t[kind]).sort((a, b) => a - b);
    const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(2);
    return `p50 ${at(0.5)}, p95 ${at(0.95)}, most ${at(1)} ms`;
  };
  process.stdout.write(`${name} clock ${of("clock")}; processor ${of("processor")}\n`);
}
