import { readFileSync } from "node:fs";
import type { ReadResult, ThreadContext } from "../../contracts/reading.js";
import { EMPTY_THREAD } from "../../contracts/reading.js";
import { readQuestion } from "../reader.js";
import { BIKES, lexiconOf, WARDS } from "./fixtures.js";
import { summaryOf } from "./summary.js";

/** Prints how questions read: `tsx probe.ts bikes "question" …`; a leading ">" continues the thread. */
const [name = "bikes", ...given] = process.argv.slice(2);
const spec = name === "wards" ? WARDS : BIKES;
const questions =
  given[0] === "-"
    ? readFileSync(0, "utf8")
        .split("\n")
        .filter((line) => line.trim() !== "")
    : given;
let thread: ThreadContext = EMPTY_THREAD;
for (const line of questions) {
  const follows = line.startsWith(">");
  if (!follows) thread = EMPTY_THREAD;
  const text = line.replace(/^>\s*/, "");
  const result = readQuestion(text, lexiconOf(spec), { asOf: spec.asOf, thread });
  console.log(`\n${follows ? "  > " : ""}${text}`);
  console.log(show(result));
  if (result.kind === "readings" && result.readings[0])
    thread = { ...thread, queries: [...thread.queries, result.readings[0].query] };
}

function show(result: ReadResult): string {
  const detail =
    result.kind === "clarification" ? result.question : result.kind === "refusal" ? result.message : "";
  const readings = result.kind === "readings" ? result.readings : [];
  const notes = readings.flatMap((reading) => [`"${reading.question}"`, ...reading.notes]).join(" ~ ");
  return `  => ${summaryOf(result)}\n     ${detail}${notes}`;
}
