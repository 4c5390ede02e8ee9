import type { PeriodContext } from "./period-match.js";
import type { PeriodSpec } from "./period-spec.js";
import type { PhraseWord } from "./phrase-words.js";

/** The words of one question with what the grammar needs to judge them. */
export interface Phrase {
  words: readonly PhraseWord[];
  context: PeriodContext;
  pass: Pass;
  /** Position of the first "compare", "compared" …; the number of words where there is none. */
  comparedAt: number;
  /** What stands at each position, as far as it has been asked: several rules ask for the same. */
  stretches: Map<number, Atom | null>;
}

/** How words that allow two readings are to be read this time. */
export interface Pass {
  /** 03/05/2017 is the 3rd of May. */
  dayFirst: boolean;
  /** "Sep 25" is a day of September. */
  daysAfterMonths: boolean;
}

const FIRST_PASS: Pass = { dayFirst: false, daysAfterMonths: false };

/** A phrase over words that nothing is known of yet. */
export function phraseOf(
  words: readonly PhraseWord[],
  context: PeriodContext,
  pass: Pass = FIRST_PASS,
): Phrase {
  const compared = words.findIndex(({ text }) => text.startsWith("compar"));
  const comparedAt = compared < 0 ? words.length : compared;
  return { words, context, pass, comparedAt, stretches: new Map() };
}

/** A stretch of time that some words name. */
export interface Atom {
  spec: PeriodSpec;
  to: number;
  /** True where the sense was assumed and the words could mean something else. */
  weak?: boolean;
  /** What was assumed, in a sentence; null or absent where nothing was. */
  note?: string;
}

export function textAt(phrase: Phrase, at: number): string {
  return phrase.words[at]?.text ?? "";
}

/** Does `word` at this position still belong to the phrase before it? Sentences end phrases. */
export function connects(phrase: Phrase, at: number): boolean {
  const word = phrase.words[at];
  return word !== undefined && word.gap !== "sentence";
}

/** Position after the words, or null where they do not stand at `at`. Alternatives are split by "|". */
export function skip(phrase: Phrase, at: number, ...pattern: string[]): number | null {
  for (const [index, alternatives] of pattern.entries()) {
    if (index > 0 && !connects(phrase, at + index)) return null;
    if (!wordsOf(alternatives).has(textAt(phrase, at + index))) return null;
  }
  return at + pattern.length;
}

/** Patterns are written in the code, so there are few of them; each is taken apart once. */
const split = new Map<string, ReadonlySet<string>>();

function wordsOf(alternatives: string): ReadonlySet<string> {
  const known = split.get(alternatives);
  if (known !== undefined) return known;
  const words = new Set(alternatives.split("|"));
  // Some patterns hold a word of the question ("month over month"); those are not kept.
  if (words.size > 1) split.set(alternatives, words);
  return words;
}

/** `skip`, staying at `at` where the words are not there. */
export function skipMaybe(phrase: Phrase, at: number, ...pattern: string[]): number {
  return skip(phrase, at, ...pattern) ?? at;
}

/** First of several readings that succeeds. */
export function firstOf<T>(
  phrase: Phrase,
  at: number,
  readers: ((phrase: Phrase, at: number) => T | null)[],
): T | null {
  for (const read of readers) {
    const found = read(phrase, at);
    if (found !== null) return found;
  }
  return null;
}
