import type { Claim } from "./claim.js";
import { COST, type Entry } from "./entry.js";
import { isEmptyWord, isFunctionWord } from "./function-words.js";
import type { Lexicon } from "./lexicon.js";
import { entry } from "./name-entries.js";
import type { PeriodMatch } from "./periods/period-match.js";
import { singularOf, stem } from "./stem.js";
import { nameWords, type Word } from "./words.js";

/** Leaving an everyday verb unread is cheap; beside a period it is no longer a rival. */
const OVER_EMPTY = -0.9;
/** Words of a date's name that say no more than that it is a date. */
const PLAIN = new Set("date day on time at when timestamp datetime dt first last".split(" "));
/** "Bookings made in May": the thing before the verb names the date, where one is called like it. */
const MAKING = new Set(
  "made placed created taken registered recorded raised issued entered received booked given filed".split(
    " ",
  ),
);
const IRREGULAR =
  /^(sent|sold|bought|left|began|begun|built|done|given|taken|paid|met|held|won|lost|written|born|drawn|made)$/;

/**
 * Verbs right before a period that name a date other than the usual one: "shipments delivered in May", "subscriptions
 * cancelled last year". The verb shares its stem with a name of the date field.
 */
export function eventClaims(
  words: readonly Word[],
  periods: readonly PeriodMatch[],
  lexicon: Lexicon,
): Claim[] {
  const starts = new Set(periods.flatMap((match) => (match.kind === "period" ? [match.from] : [])));
  return words.flatMap((word, at): Claim[] => {
    if (word.quoted || !starts.has(at + 1) || !isVerb(word.norm)) return [];
    const own = entriesFor(root(word.norm), lexicon);
    const entries = own.length > 0 || !MAKING.has(word.norm) ? own : madeThings(words, at, lexicon);
    if (entries.length === 0) return [];
    const cost = isEmptyWord(word.norm) ? OVER_EMPTY : COST.inflection;
    return [
      {
        from: at,
        to: at + 1,
        meaning: { kind: "field", entries: entries.map((item) => ({ ...item, cost })) },
        cost,
        strength: "inflection",
        score: 1,
      },
    ];
  });
}

function madeThings(words: readonly Word[], at: number, lexicon: Lexicon): Entry[] {
  const before = words.slice(0, at).findLast(({ norm }) => !isFunctionWord(norm));
  return before === undefined ? [] : entriesFor(root(before.norm), lexicon);
}

function entriesFor(wanted: string, lexicon: Lexicon): Entry[] {
  return lexicon.views.flatMap((view) =>
    view.fields.flatMap((field) => {
      const names = [field.name, field.displayName ?? "", ...field.synonyms];
      const named = names.some((name) =>
        nameWords(name).some((word) => !PLAIN.has(word) && root(word) === wanted),
      );
      return field.type === "date" && named
        ? [entry("field", view.name, field.name, [wanted], "inflection", COST.inflection)]
        : [];
    }),
  );
}

/** "Returned", "arriving", "sent". */
export function isVerb(norm: string): boolean {
  return /..(ed|ing)$/.test(norm) || IRREGULAR.test(norm);
}

/** The verb in a noun too: "arrival" and "arriving", "cancellation" and "cancelled", "signup" and "signed up". */
function root(norm: string): string {
  const bare = norm.length > 6 ? singularOf(norm).replace(/(ation|ment|al|ance|ure)$/, "") : norm;
  return stem(bare)
    .replace(/(.)\1$/, "$1")
    .replace(/e$/, "");
}
