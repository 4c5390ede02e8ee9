import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sparkPart } from "./parts/spark.js";

const FOLDER = join(import.meta.dirname, "..", "..", "notebooks", "tests");
const RUNNER = join(import.meta.dirname, "lakehouse-notebook-tests.py");
const RUN_MS = 20 * 60_000;

interface Reported {
  test: string;
  seconds: number;
  failure: string | null;
}

const names = readdirSync(FOLDER)
  .filter((file) => /^test_\w+\.py$/.test(file))
  .flatMap(testsOf);
const reported = new Map<string, Reported>();
let program: ChildProcess;
let ended = false;
let errors = "";

// All of them share one Spark; each is reported here by its own name.
beforeAll(() => {
  const { python, env } = sparkPart();
  program = spawn(python, ["-W", "ignore", RUNNER, FOLDER], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  program.stderr?.on("data", (text: Buffer) => (errors = `${errors}${text}`.slice(-4000)));
  const lines = createInterface({ input: program.stdout as NodeJS.ReadableStream });
  lines.on("line", (line) => {
    if (line.startsWith("FIGURE")) console.log(line.slice("FIGURE ".length));
    if (!line.startsWith("{")) return;
    const result: Reported = JSON.parse(line);
    reported.set(result.test, result);
  });
  lines.once("close", () => {
    ended = true;
  });
});
afterAll(() => {
  if (!ended) program.kill();
});

describe("the tests beside the notebooks, on local Spark", () => {
  it.each(names)("%s", { timeout: RUN_MS }, async (name) => {
    while (!reported.has(name) && !ended) await new Promise((resolve) => setTimeout(resolve, 100));
    const result = reported.get(name);
    expect(result?.failure ?? null, result?.failure ?? "").toBeNull();
    if (!result) throw new Error(`The test was not run. The program said:\n${errors}`);
    console.log(`${name}: ${result.seconds} s`);
  });

  it("are all reported here", { timeout: RUN_MS }, async () => {
    while (!ended) await new Promise((resolve) => setTimeout(resolve, 100));
    expect([...reported.keys()].sort()).toEqual([...names].sort());
    expect(names.length).toBeGreaterThan(0);
  });
});

/** Tests of a file as `unittest` names them. */
function testsOf(file: string): string[] {
  const source = readFileSync(join(FOLDER, file), "utf8");
  let owner = "";
  const found: string[] = [];
  for (const [, name, test] of source.matchAll(/^(?:class (\w+)| {4}def (test_\w+))/gm)) {
    if (name !== undefined) owner = name;
    else found.push(`${file.replace(/\.py$/, "")}.${owner}.${test}`);
  }
  return found;
}
