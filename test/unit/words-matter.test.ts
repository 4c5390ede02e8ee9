import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { openWorkspace, type WorkspaceRuntime } from "../../src/app/open-workspace.js";
import { readConfig } from "../../src/config.js";
import type { MetricQuery } from "../../src/contracts/metric-query.js";
import { EMPTY_THREAD, type ReadResult, type ThreadContext } from "../../src/contracts/reading.js";
import { suiteSchema } from "../../src/contracts/suite.js";
import { isFunctionWord } from "../../src/language/function-words.js";
import { fieldKey, type Lexicon } from "../../src/language/lexicon.js";
import { readQuestion } from "../../src/language/reader.js";
import { splitWords } from "../../src/language/words.js";

const ROOT = join(import.meta.dirname, "../..");
const SUITES = ["superstore-core", "wholesale", "clinic"];
const nothing = { get: async () => null, set: async () => {}, delete: async () => {} };

interface Asked {
  text: string;
  lexicon: Lexicon;
  asOf: string;
  thread: ThreadContext;
}

const state = mkdtempSync(join(tmpdir(), "assay-words-"));
const open: WorkspaceRuntime[] = [];
const asked: Asked[] = [];
const followUps: Asked[] = [];

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
    for (const one of suite.cases) {
      if (one.as !== undefined) continue;
      if ("ask" in one) asked.push({ text: one.ask, lexicon, asOf: one.as_of ?? asOf, thread: EMPTY_THREAD });
      else
        followUps.push(
          ...turnsOf(
            one.turns.map(({ ask }) => ask),
            lexicon,
            one.as_of ?? asOf,
          ),
        );
    }
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

  it("changes the reading of a follow-up too, or the ledger shows what it was", () => {
    expect(followUps.length).toBeGreaterThan(40);
    expect(followUps.flatMap(swallowedWords)).toEqual([]);
  }, 60_000);

  it("is never left unread when words of another question are put in", () => {
    const questions = fc.constantFrom(...asked, ...followUps);
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

/** The turns after the first, each with what the turns before leave in a thread. */
function turnsOf(texts: string[], lexicon: Lexicon, asOf: string): Asked[] {
  const turns: Asked[] = [];
  let thread = EMPTY_THREAD;
  for (const text of texts) {
    const one = { text, lexicon, asOf, thread };
    if (thread.queries.length > 0) turns.push(one);
    const result = read(one);
    const query = result.kind === "readings" ? result.readings[0]?.query : undefined;
    if (query !== undefined)
      thread = { queries: [...thread.queries, query], shown: rowsLike(query, lexicon), open: null };
    else if (result.kind === "clarification") {
      const { question, options } = result;
      thread = { ...thread, open: { question, original: text, options } };
    }
  }
  return turns;
}

/** Rows that such a query might show: the first members of each of its fields. */
function rowsLike({ view, groupBy }: MetricQuery, lexicon: Lexicon): ThreadContext["shown"] {
  const members = groupBy.map((grouping) =>
    grouping.kind === "field"
      ? (lexicon.profiles.get(fieldKey(view, grouping.field))?.values ?? [])
      : ["2017-01-01"],
  );
  if (members.length === 0) return null;
  const rows = [0, 1, 2].map((at) => members.map((values) => values[at] ?? values[0] ?? null));
  return { columns: groupBy.map(({ field }) => field), rows };
}

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

function read({ text, lexicon, asOf, thread }: Asked): ReadResult {
  return readQuestion(text, lexicon, { asOf, thread });
}

function meaning(result: ReadResult): string {
  return result.kind === "readings" ? JSON.stringify(result.readings.map(({ query }) => query)) : result.kind;
}
