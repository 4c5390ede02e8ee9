import { performance } from "node:perf_hooks";
import { EMPTY_THREAD } from "../contracts/reading.js";
import { buildLexicon } from "./lexicon.js";
import { readQuestion } from "./reader.js";
import { largeWorkspace } from "./testing/large-workspace.js";
import { lexiconInput } from "./testing/workspace-maker.js";

/** Prints p50 and p95 of reading a question, and the time of building the lexicon, at growing sizes: `tsx src/language/reader.bench.ts`. */
for (const values of (process.argv[2] ?? "10000,30000,100000").split(",").map(Number)) measure(values);

function measure(values: number): void {
  const spec = largeWorkspace({ measures: 200, fields: 500, values, views: 20 });
  const input = lexiconInput(spec);
  const before = performance.now();
  const lexicon = buildLexicon(input);
  const build = performance.now() - before;
  const times: number[] = [];
  const questions = questionsOf(spec);
  for (let round = 0; round < 4; round++)
    for (const question of questions) {
      const start = process.cpuUsage();
      readQuestion(question, lexicon, { asOf: spec.asOf, thread: EMPTY_THREAD });
      if (round > 0) times.push(process.cpuUsage(start).user / 1000);
    }
  times.sort((a, b) => a - b);
  const at = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(2);
  const memory = Math.round(process.memoryUsage().heapUsed / 1e6);
  console.log(
    `${values} values: build ${build.toFixed(0)} ms, read p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${at(0.999)} ms, heap ${memory} MB`,
  );
}

function questionsOf(spec: ReturnType<typeof largeWorkspace>): string[] {
  return Object.values(spec.views).flatMap((view) => {
    const [measure = "", second = ""] = Object.keys(view.measures);
    const fields = Object.entries(view.fields).slice(1);
    const [[field = "", { values = [] }] = ["", {}], [other = ""] = ["", {}]] = fields;
    const value = values[3] ?? "";
    const slip = `${value.slice(0, 3)}${value.slice(4)}`;
    return [
      `${measure} by ${field} last quarter`,
      `What was ${measure} for ${value} in 2023?`,
      `top 5 ${field} by ${measure} and ${second} in each ${other}`,
      `monthly ${measure} excluding ${value} vs last year`,
      `share of ${measure} by ${field}`,
      `${measure} for ${slip} by month`,
      `why did ${measure} drop last month?`,
      `${measure} in Atlantis`,
      `how many ${field} had more than 10k ${measure} in Q1 2023`,
    ];
  });
}
