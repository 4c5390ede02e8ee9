import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readSuite } from "../src/evaluation/suite-file.js";
import { seededRandom } from "../src/testing/seeded-random.js";
import { prepareApp } from "./channels/app-process.js";
import { type LoadPlan, type LoadResult, runLoad } from "./channels/load-run.js";
import type { Platform } from "./channels/platform.js";
import { slackPlatform } from "./channels/slack-platform.js";
import { teamsPlatform } from "./channels/teams-platform.js";

/**
 * Load on the whole Slack app and the whole Teams app: the program as a user starts it, on the embedded engine over the default
 * workspace, in a process of its own; the platforms and the people in this one. `--seed N` repeats a run's random times,
 * `--seconds N` shortens it, `--only Slack|Teams`, `--charts` draws pictures of charts too.
 */
const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    seconds: { type: "string", default: "60" },
    only: { type: "string" },
    charts: { type: "boolean", default: false },
  },
});
const SEED = Number(values.seed ?? Math.floor(Math.random() * 1e9));
const SECONDS = Number(values.seconds);
const PER_SECOND = 10;
const ROOT = join(import.meta.dirname, "..");
const SUITE = join(ROOT, "eval/superstore-core.yaml");
const WARM_UP = 40;

const random = seededRandom(SEED);
const questions = suiteQuestions();
const expected = headlines(questions);
print(`seed ${SEED}; node ${process.version}; ${questions.length} different questions`);
let failed = false;
let run = 0;

for (const open of [slackPlatform, teamsPlatform]) {
  const platform = await open();
  if (values.only === undefined || values.only === platform.name) await measure(platform);
  await platform.close();
}
print(failed ? "\nA target was missed." : "\nEvery target was met.");
process.exitCode = failed ? 1 : 0;

async function measure(platform: Platform): Promise<void> {
  print(`\n${platform.name}`);
  const app = await prepareApp({
    ...platform.environment,
    ...(values.charts ? {} : { ASSAY_CHARTS: "none" }),
  });
  try {
    await app.start();
    const warmUp = { questions: questions.slice(0, WARM_UP), seconds: WARM_UP / 5, perSecond: 5 };
    await load(platform, warmUp);

    const steady = await load(platform, {});
    report(`  ${SECONDS} s at ${PER_SECOND} events/s over 20 threads`, steady);
    const all = [...steady.first, ...steady.again];
    target(at(steady.acks, 0.95) <= 100, `ack p95 ${at(steady.acks, 0.95)} ms, at most 100`);
    target(at(all, 0.5) <= 250, `event to posted answer p50 ${at(all, 0.5)} ms, at most 250`);
    nothingLost(steady);

    const killAt = [0.15 + random() * 0.25, 0.55 + random() * 0.25].map((share) => share * SECONDS);
    const times = killAt.map((seconds) => seconds.toFixed(1)).join(" s and ");
    const killed = await load(platform, { times: 3, killAt });
    report(`  the same, every event delivered three times, killed with -9 after ${times} s`, killed);
    nothingLost(killed);

    print("  saturation, 10 s each:");
    for (const perSecond of [20, 30, 40, 60, 80, 120]) {
      const step = await load(platform, { perSecond, seconds: 10 });
      const shown = [...step.first, ...step.again];
      const keptUp = step.drainMs < 2000;
      print(
        `    ${perSecond}/s: ack p95 ${at(step.acks, 0.95)} ms, answer p50 ${at(shown, 0.5)} p95 ${at(shown, 0.95)} ms, ` +
          `${step.cpuMs?.toFixed(0) ?? "?"} ms of processor an event, ${((step.events * 1000) / (10_000 + Math.max(0, step.drainMs))).toFixed(1)} answered a second` +
          `, lost ${step.lost}, doubled ${step.doubled}${keptUp ? "" : " — saturated"}`,
      );
      nothingLost(step);
      if (!keptUp) break;
    }
  } catch (error) {
    print(readFileSync(app.log, "utf8").slice(-2000));
    throw error;
  } finally {
    await app.remove();
  }

  function load(on: Platform, plan: Partial<LoadPlan>): Promise<LoadResult> {
    const base = { run: run++, perSecond: PER_SECOND, seconds: SECONDS, times: 1, killAt: [] };
    const rest = { questions: questions.slice(WARM_UP), drainSeconds: 180, random };
    return runLoad(app, on, { ...base, ...rest, ...plan }, expected);
  }
}

function report(what: string, result: LoadResult): void {
  const { acks, first, again } = result;
  const all = [...first, ...again];
  const line = (name: string, of: number[]): string =>
    `    ${name}: p50 ${at(of, 0.5)} ms, p95 ${at(of, 0.95)} ms, most ${at(of, 1)} ms (${of.length})`;
  print(`${what} (load average ${loadavg()[0]?.toFixed(1)})`);
  print(line("ack", acks));
  print(line("event to posted answer", all));
  print(line("  asked for the first time", first));
  print(line("  asked again", again));
  print(
    `    processor time of the app ${result.cpuMs?.toFixed(0) ?? "?"} ms an event; events ${result.events}, lost ${result.lost}, doubled ${result.doubled}, not acknowledged ${result.unacknowledged}, ` +
      `placeholders left over ${result.leftOver}, other words than alone ${result.strange.length}`,
  );
  for (const strange of result.strange.slice(0, 3)) print(`      ${strange}`);
}

function nothingLost({ lost, doubled }: LoadResult): void {
  target(lost === 0 && doubled === 0, `${lost} lost and ${doubled} doubled, at most 0`);
}

function target(holds: boolean, what: string): void {
  if (!holds) print(`    MISSED: ${what}`);
  failed ||= !holds;
}

/** Questions of the suite that stand alone and have an answer. */
function suiteQuestions(): string[] {
  const { cases } = readSuite(readFileSync(SUITE, "utf8"), SUITE);
  const alone = cases.flatMap((one) => ("turns" in one ? [] : [one]));
  return alone.filter(({ expect }) => (expect.status ?? "answered") === "answered").map(({ ask }) => ask);
}

/** What each question is answered alone, in another process over a state of its own. */
function headlines(asked: readonly string[]): Map<string, string> {
  const state = mkdtempSync(join(tmpdir(), "assay-alone-"));
  try {
    const input = asked.map((question, n) => JSON.stringify({ id: String(n), question })).join("\n");
    const output = execFileSync(process.execPath, ["bin/assay.js", "--state", state, "ask", "--batch", "-"], {
      cwd: ROOT,
      input,
      encoding: "utf8",
      maxBuffer: 1e9,
      stdio: ["pipe", "pipe", "ignore"],
    });
    const answers = output
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { request: string; headline: string });
    return new Map(answers.map(({ request, headline }) => [asked[Number(request)] ?? "", headline]));
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

function at(sample: readonly number[], share: number): number {
  const sorted = sample.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
