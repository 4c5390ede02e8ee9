import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { openWorkspace, type WorkspaceRuntime } from "../../src/app/open-workspace.js";
import { readConfig } from "../../src/config.js";
import { EMPTY_THREAD, type ReadResult } from "../../src/contracts/reading.js";
import { suiteSchema } from "../../src/contracts/suite.js";
import { isFunctionWord } from "../../src/language/function-words.js";
import type { Lexicon } from "../../src/language/lexicon.js";
import { readQuestion } from "../../src/language/reader.js";
import { splitWords } from "../../src/language/words.js";

const ROOT = join(import.meta.dirname, "../..");
const SUITES = ["superstore-core", "wholesale", "clinic"];
const nothing = { get: async () => null, set: async () => {}, delete: async () => {} };

interface Asked {
  text: string;
  lexicon: Lexicon;
  asOf: string;
}

const state = mkdtempSync(join(tmpdir(), "assay-words-"));
const open: WorkspaceRuntime[] = [];
const asked: Asked[] = [];

beforeAll(async () => {
  const signal = new AbortController().signal;
  const call = { signal, timeoutMs: 60_000 };
  for (const name of SUITES) {
    const suite = suiteSchema.parse(parse(readFileSync(join(ROOT, "eval", `${name}.yaml`), "utf8")));
    const config = readConfig({ stateDir: join(state, name), logLevel: "error" }, {});
    const runtime = await openWorkspace(join(ROOT, suite.workspace ?? ""), {
      config,
      memory: nothing,
      onProgress: () => {},
      signal,
    });
    open.push(runtime);
    const asOf = await runtime.resolveAsOf(null, call);
    const lexicon = await runtime.lexicon(runtime.policySet("local"), asOf, call);
    for (const one of suite.cases)
      if ("ask" in one && one.as === undefined)
        asked.push({ text: one.ask, lexicon, asOf: one.as_of ?? asOf });
  }
}, 120_000);
afterAll(async () => {
  for (const runtime of open) await runtime.close();
  rmSync(state, { recursive: true, force: true });
});

describe("a content word of an answered question", () => {
  it("changes the reading when it is taken away, or the ledger shows what it was", () => {
    expect(asked.length).toBeGreaterThan(250);
    const swallowed = asked.flatMap(swallowedWords);
    expect(swallowed).toEqual([]);
  }, 60_000);

  it("is never left unread when words of another question are put in", () => {
    const questions = fc.constantFrom(...asked);
    fc.assert(
      fc.property(questions, fc.constantFrom("zorblax", "quimble", "frobnitz"), fc.nat(), (one, word, at) => {
        const parts = one.text.split(" ");
        parts.splice(at % (parts.length + 1), 0, word);
        const result = read({ ...one, text: parts.join(" ") });
        const kept =
          result.kind !== "readings" ||
          result.readings.every(({ ledger, notes }) =>
            [...ledger.map(({ words }) => words), ...notes].some((text) => text.includes(word)),
          );
        expect(kept, parts.join(" ")).toBe(true);
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});

/** Words that no entry of the ledger covers and that change nothing when they go. */
function swallowedWords(one: Asked): string[] {
  const result = read(one);
  if (result.kind !== "readings") return [];
  const [best] = result.readings;
  const words = splitWords(one.text);
  return words.flatMap((word, at) => {
    if (isFunctionWord(word.norm)) return [];
    const shown = best?.ledger.some(
      ({ span, words: text }) =>
        (span !== null && at >= span.from && at < span.to) || (span === null && text.includes(word.text)),
    );
    if (shown) return [];
    const left = words.filter((_, i) => i !== at).map(({ text }) => text);
    return meaning(read({ ...one, text: left.join(" ") })) === meaning(result)
      ? [`${word.text}: ${one.text}`]
      : [];
  });
}

function read({ text, lexicon, asOf }: Asked): ReadResult {
  return readQuestion(text, lexicon, { asOf, thread: EMPTY_THREAD });
}

function meaning(result: ReadResult): string {
  return result.kind === "readings" ? JSON.stringify(result.readings.map(({ query }) => query)) : result.kind;
}
