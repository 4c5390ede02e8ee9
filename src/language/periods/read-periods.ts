import { isDeepStrictEqual } from "node:util";
import { previousPeriod } from "../../calendar/comparison-period.js";
import { lastUnitsPeriod } from "../../calendar/period.js";
import type { Pass, Phrase } from "./atom.js";
import { phraseOf } from "./atom.js";
import { isAmbiguousDate } from "./compact-dates.js";
import { impliedPeriod, readComparison } from "./comparisons.js";
import { readCycle } from "./cycles.js";
import { readBareGrain, readGrain } from "./grains.js";
import { monthNumberAt } from "./month-number.js";
import { type PeriodList, readJoint, readPeriodList } from "./period-lists.js";
import type { PeriodContext, PeriodMatch, PeriodPhrase, PeriodWord } from "./period-match.js";
import { phraseWords, typedWords } from "./phrase-words.js";
import { weekdayFilters } from "./weekday-filters.js";

/**
 * Every run of words that says something about time, in order and without overlap; the longest reading at each
 * place wins. Boundaries follow the contract's "Meaning of periods". Never fails: words that are no time are left out.
 */
export function readPeriods(words: readonly PeriodWord[], context: PeriodContext): PeriodMatch[] {
  let phrase = phraseOf(phraseWords(words, context), context);
  const found: PeriodMatch[] = [];
  for (let at = 0; at < phrase.words.length; ) {
    phrase = startingAt(phrase, at);
    const match = longestAt(phrase, at);
    if (match !== null) found.push(match.match);
    at = match?.to ?? at + 1;
  }
  const told = weekdayFilters(found, phrase.words);
  return told
    .map((match, index) => anchored(match, told.slice(0, index), context))
    .map((match, _, all) => implied(match, all, context))
    .map((match, index, all) => dangling(match, all, index));
}

/** A period that is set against nothing ("sales vs Q2"), or beside another without a word between ("this month last month"). */
function dangling(match: PeriodMatch, all: PeriodMatch[], index: number): PeriodMatch {
  if (match.kind !== "period") return match;
  const earlier = all.slice(0, index).findLast((one): one is PeriodPhrase => one.kind === "period");
  const touches =
    earlier?.to === match.from &&
    !/^(in|of|for|during|from|on|over|since|until|before|after)\b/i.test(match.words);
  if (earlier !== undefined && match.joined === null && touches)
    return doubted(match, `"${match.words}" was set beside "${earlier.words}".`);
  // At its very start a question goes on from the one before it.
  const alone =
    match.joined === "versus" && match.periods.length === 1 && earlier === undefined && match.from > 0;
  return alone
    ? doubted(match, `Nothing was named to compare ${match.periods[0]?.label ?? match.words} with.`)
    : match;
}

function doubted(match: PeriodPhrase, note: string): PeriodPhrase {
  return {
    ...match,
    strength: match.strength === "exact" ? "default" : match.strength,
    notes: [...match.notes, note],
  };
}

/** A sentence ends phrases, but the next one may start with it. */
function startingAt(phrase: Phrase, at: number): Phrase {
  const word = phrase.words[at];
  if (word?.gap !== "sentence") return phrase;
  return phraseOf(phrase.words.with(at, { ...word, gap: "none" }), phrase.context);
}

interface Candidate {
  /** Position in the phrase after the match; the match itself counts in words of the question. */
  to: number;
  match: PeriodMatch;
}

function longestAt(phrase: Phrase, at: number): Candidate | null {
  if (at > 0 && phrase.words[at - 1]?.ends === false) return null;
  const candidates = [
    comparisonAt(phrase, at),
    cycleAt(phrase, at),
    periodAt(phrase, at),
    grainAt(phrase, at),
  ].filter((one) => one !== null && phrase.words[one.to - 1]?.ends !== false);
  let best: Candidate | null = null;
  for (const one of candidates) if (one !== null && one.to > (best?.to ?? at)) best = one;
  return best;
}

function comparisonAt(phrase: Phrase, at: number): Candidate | null {
  const found = readComparison(phrase, at);
  if (found === null) return null;
  const { to, unit, versus, anchored: fromNow } = found;
  const match: Anchored = {
    kind: "comparison",
    with: found.with,
    unit,
    versus,
    implied: null,
    ...frame(phrase, at, to),
  };
  if (fromNow) match.fromNow = true;
  return { to, match };
}

function cycleAt(phrase: Phrase, at: number): Candidate | null {
  const found = readCycle(phrase, at);
  if (found === null) return null;
  const { cycle, values, to } = found;
  const place = frame(phrase, at, to);
  const match: PeriodMatch =
    values === null
      ? { kind: "cycle_group", cycle, ...place }
      : { kind: "cycle_filter", cycle, values, ...place };
  return { to, match };
}

function grainAt(phrase: Phrase, at: number): Candidate | null {
  const found = readGrain(phrase, at) ?? readBareGrain(phrase, at);
  if (found === null) return null;
  const place = frame(phrase, at, found.to);
  // A corrected spelling is no evidence for a unit that nothing else marks.
  if (found.bare && place.strength === "fuzzy") return null;
  const strength = found.bare && place.strength === "exact" ? "default" : place.strength;
  return { to: found.to, match: { kind: "grain", grain: found.grain, bare: found.bare, ...place, strength } };
}

function periodAt(phrase: Phrase, at: number): Candidate | null {
  const joint = readJoint(phrase, at);
  const tied = joint?.joined === "versus" ? joint : null;
  const readings = listsAt(phrase, tied?.to ?? at);
  const [found] = readings;
  if (found === undefined) return null;
  const { to, periods, ends, notes, assumed } = found;
  const place = frame(phrase, at, to, notes);
  const strength = assumed && place.strength === "exact" ? "default" : place.strength;
  const joined = found.joined ?? tied?.joined ?? null;
  return {
    to,
    match: {
      kind: "period",
      periods,
      alternatives: readings.slice(1).map((other) => other.periods),
      joined,
      ends,
      ...place,
      strength,
    },
  };
}

/** The readings of what stands at `at`, the plainest first; those that take fewer words than another are none. */
function listsAt(phrase: Phrase, at: number): PeriodList[] {
  const first = readPeriodList(phrase, at);
  if (first === null) return [];
  const inside = phrase.words.slice(at, first.to);
  const passes: Pass[] = [];
  if (inside.some(({ text }) => isAmbiguousDate(text))) passes.push({ ...phrase.pass, dayFirst: true });
  if (inside.some((_, index) => monthNumberAt(phrase, at + index) === "open"))
    passes.push({ ...phrase.pass, daysAfterMonths: true });
  const others = passes.flatMap((pass) => {
    const other = readPeriodList(phraseOf(phrase.words, phrase.context, pass), at);
    return other === null || isDeepStrictEqual(other.periods, first.periods) ? [] : [other];
  });
  const all = [first, ...others];
  const longest = Math.max(...all.map(({ to }) => to));
  return all.filter(({ to }) => to === longest);
}

/** Where a match lies, in words of the question, with the notes on corrected spellings. */
function frame(phrase: Phrase, at: number, to: number, notes: string[] = []) {
  const inside = phrase.words.slice(at, to);
  const corrected = inside.filter((word) => word.corrected !== null);
  const slips = corrected.map(({ corrected: typed, text }) => `"${typed}" was read as "${nameOf(text)}".`);
  return {
    from: inside[0]?.origin ?? 0,
    to: (inside.at(-1)?.origin ?? 0) + 1,
    words: typedWords(inside),
    strength: corrected.length > 0 ? ("fuzzy" as const) : ("exact" as const),
    notes: [...notes, ...slips],
  };
}

function nameOf(word: string): string {
  return /^(january|february|march|april|june|july|august|september|october|november|december|\w+day)$/.test(
    word,
  ) && !/^(today|yesterday|weekday)$/.test(word)
    ? `${word.charAt(0).toUpperCase()}${word.slice(1)}`
    : word;
}

type Anchored = PeriodMatch & { fromNow?: true };

/**
 * "vs last quarter" counts from `as_of`: where that is not the unit before the question's own period, it is a second
 * period to set beside it, not "the previous period".
 */
function anchored(match: Anchored, before: PeriodMatch[], { asOf, rules }: PeriodContext): PeriodMatch {
  const { fromNow, ...plain } = match;
  if (!fromNow || plain.kind !== "comparison" || plain.unit === null || plain.with === "last year")
    return plain;
  const main = before.findLast((one): one is PeriodPhrase => one.kind === "period");
  const own = main?.periods.length === 1 ? main.periods[0] : undefined;
  if (own === undefined) return plain;
  const target = lastUnitsPeriod(asOf, 1, plain.unit, rules);
  const previous = previousPeriod(own, rules, asOf);
  if (own.toDate && own.grain === plain.unit) return plain;
  if (previous?.start === target.start && previous.end === target.end) return plain;
  const { from, to, words, strength, notes } = plain;
  return {
    kind: "period",
    periods: [target],
    alternatives: [],
    joined: "versus",
    ends: null,
    from,
    to,
    words,
    strength,
    notes,
  };
}

function implied(match: PeriodMatch, all: PeriodMatch[], context: PeriodContext): PeriodMatch {
  if (match.kind !== "comparison") return match;
  if (all.some((one) => one.kind === "period")) return match;
  const period = impliedPeriod(match.unit ?? (match.with === "last year" ? "year" : null), context);
  return { ...match, implied: period };
}
