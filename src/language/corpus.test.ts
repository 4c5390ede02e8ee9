import { describe, expect, it } from "vitest";
import { EMPTY_THREAD, type ThreadContext } from "../contracts/reading.js";
import { readQuestion } from "./reader.js";
import { BIKES_DIALOGUES } from "./testing/corpus/bikes-dialogues.js";
import { BIKES_REFUSALS } from "./testing/corpus/bikes-refusals.js";
import { BIKES_SEMANTICS } from "./testing/corpus/bikes-semantics.js";
import { BIKES_SHAPES } from "./testing/corpus/bikes-shapes.js";
import { BIKES_WORDING } from "./testing/corpus/bikes-wording.js";
import { WARDS_QUESTIONS } from "./testing/corpus/wards-questions.js";
import { BIKES, lexiconOf, WARDS } from "./testing/fixtures.js";
import { summaryOf } from "./testing/summary.js";
import type { WorkspaceSpec } from "./testing/workspace-maker.js";

const families: [string, WorkspaceSpec, readonly (readonly [string, string])[]][] = [
  ["shapes", BIKES, BIKES_SHAPES],
  ["wording", BIKES, BIKES_WORDING],
  ["meanings", BIKES, BIKES_SEMANTICS],
  ["refusals and corrections", BIKES, BIKES_REFUSALS],
  ["another domain", WARDS, WARDS_QUESTIONS],
];

describe.each(families)("the corpus: %s", (_, spec, rows) => {
  it.each(rows)("%s", (question, expected) => {
    const result = readQuestion(question, lexiconOf(spec), { asOf: spec.asOf, thread: EMPTY_THREAD });
    expect(summaryOf(result)).toBe(expected);
  });
});

describe("the corpus: dialogues", () => {
  it.each(BIKES_DIALOGUES.map((turns) => [turns[0]?.[0] ?? "", turns] as const))("%s …", (_, turns) => {
    let thread: ThreadContext = EMPTY_THREAD;
    const read = turns.map(([question]) => {
      const result = readQuestion(question, lexiconOf(BIKES), { asOf: BIKES.asOf, thread });
      const query = result.kind === "readings" ? result.readings[0]?.query : undefined;
      if (query !== undefined) thread = { ...thread, queries: [...thread.queries, query] };
      return [question, summaryOf(result)];
    });
    expect(read).toEqual(turns);
  });
});

describe("the ledger", () => {
  const answered = [...BIKES_SHAPES, ...BIKES_SEMANTICS].filter(
    ([, expected]) => !/^(ask|refuse|define|command)/.test(expected),
  );

  it.each(answered)("shows every word that could be left out of: %s", (question) => {
    const lexicon = lexiconOf(BIKES);
    const context = { asOf: BIKES.asOf, thread: EMPTY_THREAD };
    const whole = readQuestion(question, lexicon, context);
    const ledger =
      whole.kind === "readings"
        ? (whole.readings[0]?.ledger ?? [])
        : whole.kind === "why"
          ? whole.reading.ledger
          : [];
    const words = question.split(" ");
    for (const [at, word] of words.entries()) {
      const shorter = words.filter((_, i) => i !== at).join(" ");
      if (summaryOf(readQuestion(shorter, lexicon, context)) !== summaryOf(whole)) continue;
      // The same without it: a function word, or bound where anyone can see to what.
      const bare = word.toLowerCase().replace(/[^\p{L}\p{N}%]/gu, "");
      const seen = ledger.some((entry) =>
        entry.words
          .toLowerCase()
          .replace(/[^\p{L}\p{N}% ]/gu, "")
          .includes(bare),
      );
      expect(seen || isGrammatical(bare), `"${word}" in "${question}"`).toBe(true);
    }
  });
});

/** English words without content, listed here apart from the reader's own lists. */
function isGrammatical(word: string): boolean {
  return /^(a|an|the|of|in|on|for|to|at|from|with|by|and|is|are|was|were|do|does|did|have|has|had|what|which|who|how|there|we|our|me|us|you|please|could|can|show|give|tell|much|many|made|make|earn|brings|comes|different|my|i|it|that|be|than|or|out|up|per|number|data|chart|line|as|where|whose|any|not|then|now|so|all|each|been|being|those|these|this|time)$/.test(
    word,
  );
}
