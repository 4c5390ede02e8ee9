import { daysBetween } from "../../calendar/day.js";
import type { CycleFilterPhrase, PeriodMatch, PeriodPhrase } from "./period-match.js";
import { type PhraseWord, typedWords } from "./phrase-words.js";
import { WEEKDAYS_BY_NAME } from "./vocabulary.js";

const BESIDE_A_NAME =
  /^(on|in|of|for|during|over|at|the|a|all|than|and|or|vs|versus|against|compared|to|with)$/;
const SETS_APART = /^(or|vs|versus|against|than|compared)$/;

/**
 * Weekdays that are no dates: beside a longer period ("Saturday loans in October") they are all such days of it, and
 * set against one another ("Saturday or Sunday") a row each. A weekday alone stays the last one that is over.
 */
export function weekdayFilters(matches: readonly PeriodMatch[], words: readonly PhraseWord[]): PeriodMatch[] {
  const bare = matches.filter((match): match is PeriodPhrase => isBare(match, words));
  if (bare.length === 0) return [...matches];
  const beside = matches.some((match) => match.kind === "period" && !bare.includes(match) && isLong(match));
  const apart = namesIn(bare, words).length > 1 && bare.some((match) => isSetApart(match, words));
  if (!beside && !apart) return [...matches];
  return matches.flatMap((match): PeriodMatch[] => {
    const own = bare.find((one) => one === match);
    return own === undefined ? [match] : filtersFor(own, words, apart);
  });
}

/** Nothing but names of weekdays: no "last", no date, no misspelling. */
function isBare(match: PeriodMatch, words: readonly PhraseWord[]): match is PeriodPhrase {
  if (match.kind !== "period" || match.strength === "fuzzy") return false;
  const inside = wordsOf(match, words);
  return (
    inside.some(({ text }) => WEEKDAYS_BY_NAME.has(text)) &&
    inside.every(({ text }) => WEEKDAYS_BY_NAME.has(text) || BESIDE_A_NAME.test(text))
  );
}

function isLong({ periods }: PeriodPhrase): boolean {
  return periods.every(({ start, end }) => start === null || end === null || daysBetween(start, end) > 1);
}

function isSetApart(match: PeriodPhrase, words: readonly PhraseWord[]): boolean {
  return wordsOf(match, words).some(({ text }) => SETS_APART.test(text));
}

function filtersFor(match: PeriodPhrase, words: readonly PhraseWord[], apart: boolean): CycleFilterPhrase[] {
  const names = namesIn([match], words);
  if (!apart) return [filter(match.from, match.to, names, words)];
  return names.map((name, index) => {
    const from = index === 0 ? match.from : (names[index - 1]?.origin ?? match.from) + 1;
    const to = index === names.length - 1 ? match.to : name.origin + 1;
    return filter(from, to, [name], words);
  });
}

function filter(
  from: number,
  to: number,
  names: readonly PhraseWord[],
  words: readonly PhraseWord[],
): CycleFilterPhrase {
  const place = { from, to, words: typedWords(words.filter(({ origin }) => origin >= from && origin < to)) };
  const values = names.map(({ text }) => WEEKDAYS_BY_NAME.get(text) ?? 0).sort((a, b) => a - b);
  return { kind: "cycle_filter", cycle: "weekday", values, ...place, strength: "exact", notes: [] };
}

function namesIn(matches: readonly PeriodPhrase[], words: readonly PhraseWord[]): PhraseWord[] {
  return matches.flatMap((match) => wordsOf(match, words)).filter(({ text }) => WEEKDAYS_BY_NAME.has(text));
}

function wordsOf({ from, to }: PeriodMatch, words: readonly PhraseWord[]): PhraseWord[] {
  return words.filter(({ origin }) => origin >= from && origin < to);
}
