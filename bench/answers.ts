import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openApp } from "../src/app.js";
import { terminalMessage } from "../src/commands/message.js";
import { DEFAULT_WORKSPACE } from "../src/commands/open.js";
import { readConfig } from "../src/config.js";
import type { Answer } from "../src/contracts/answer.js";
import { readSuite } from "../src/evaluation/suite-file.js";

/** Warm question → answer over the questions of a suite, in one process: p50 and p95, the share of each step, and memory over 1,000 questions. */
const SUITE = new URL("../eval/superstore-core.yaml", import.meta.url);
const ROUNDS = 1000;

const app = await openApp({
  config: readConfig({ stateDir: mkdtempSync(join(tmpdir(), "assay-bench-")), logLevel: "error" }, {}),
  workspaces: [DEFAULT_WORKSPACE],
  onProgress: () => {},
  signal: new AbortController().signal,
});
const suite = readSuite(readFileSync(SUITE, "utf8"), "eval/superstore-core.yaml");
const questions = suite.cases
  .flatMap((one) => ("turns" in one ? one.turns.slice(0, 1) : [one]))
  .map(({ ask }) => ask);

for (const question of questions) await answered(question, "warm-up");
const answers: Answer[] = [];
const memory: number[] = [];
for (let i = 0; i < ROUNDS; i++) {
  answers.push(await answered(questions[i % questions.length] ?? "", String(i)));
  if (i % 100 === 99) {
    globalThis.gc?.();
    memory.push(Math.round(process.memoryUsage().rss / 1e6));
  }
}
await app.close();

const total = answers.map(({ timings }) => timings.totalMs);
const steps = [...new Set(answers.flatMap(({ timings }) => Object.keys(timings.steps)))];
const all = total.reduce((sum, ms) => sum + ms, 0);
process.stdout.write(`questions ${answers.length}, p50 ${at(total, 0.5)} ms, p95 ${at(total, 0.95)} ms\n`);
for (const step of steps) {
  const spent = answers.reduce((sum, { timings }) => sum + (timings.steps[step] ?? 0), 0);
  process.stdout.write(`  ${step}: ${((spent / all) * 100).toFixed(0)} % of the time\n`);
}
const database = answers.reduce((sum, { timings }) => sum + timings.databaseMs, 0);
process.stdout.write(`  database: ${((database / all) * 100).toFixed(0)} % of the time\n`);
process.stdout.write(`resident memory each 100 questions, MB: ${memory.join(" ")}\n`);

async function answered(text: string, round: string): Promise<Answer> {
  const message = terminalMessage({
    text,
    thread: `${round}/${text}`,
    user: undefined,
    asOf: undefined,
    request: null,
  });
  return app.conversation.ask(message, () => {}, new AbortController().signal);
}

function at(values: number[], share: number): string {
  return ([...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN).toFixed(1);
}
