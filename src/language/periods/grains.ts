import type { Grain } from "../../contracts/dates.js";
import type { Phrase } from "./atom.js";
import { connects, skip, skipMaybe, textAt } from "./atom.js";
import { adverbGrain, fiscalGrain, isFiscal, unitOf } from "./vocabulary.js";

export interface GrainWords {
  grain: Grain | null;
  bare: boolean;
  to: number;
}

/** Buckets of time: "by month", "each quarter", "monthly", "month by month", "over time"; and a bare unit ("which month", "top 3 weeks"). */
export function readGrain(phrase: Phrase, at: number): GrainWords | null {
  return (
    readOverTime(phrase, at) ?? readRepeated(phrase, at) ?? readMarked(phrase, at) ?? readAdverb(phrase, at)
  );
}

/** A unit that nothing else claims. "the month" after a preposition says which month to nobody, so it is none. */
export function readBareGrain(phrase: Phrase, at: number): GrainWords | null {
  const fiscal = isFiscal(textAt(phrase, at));
  const unitAt = fiscal ? at + 1 : at;
  const unit = unitOf(textAt(phrase, unitAt));
  if (unit === null || unit === "half" || !connects(phrase, unitAt)) return null;
  const before = textAt(phrase, at - 1);
  const beforeThat = textAt(phrase, at - 2);
  if (before === "the" && /^(in|for|of|during|over|within|throughout)$/.test(beforeThat)) return null;
  if (/^(last|past|previous|prior|this|next|current|recent|ago)$/.test(before)) return null;
  // "within 3 days" is a length of time; "top 3 days" are days.
  if (
    /^\d+$/.test(before) &&
    !/^(top|bottom|best|worst|highest|lowest|first|last|busiest|slowest)$/.test(beforeThat)
  )
    return null;
  if (/^(old|ago|long)$/.test(textAt(phrase, unitAt + 1))) return null;
  return { grain: fiscal ? fiscalGrain(unit) : unit, bare: true, to: unitAt + 1 };
}

function readOverTime(phrase: Phrase, at: number): GrainWords | null {
  const to =
    skip(phrase, at, "over|through|across|by", "time") ??
    skip(phrase, at, "over|through", "the", "years|months|weeks");
  if (to === null) return null;
  const unit = textAt(phrase, to - 1) === "time" ? null : unitOf(textAt(phrase, to - 1));
  return { grain: unit, bare: false, to };
}

/** "month by month", "year after year". */
function readRepeated(phrase: Phrase, at: number): GrainWords | null {
  const unit = unitOf(textAt(phrase, at));
  const to = unit === null ? null : skip(phrase, at + 1, "by|after|for", textAt(phrase, at));
  return unit === null || to === null ? null : { grain: unit, bare: false, to };
}

/** "by month", "per fiscal quarter", "in each week", "each of the" before a run of units, "a month". */
function readMarked(phrase: Phrase, at: number): GrainWords | null {
  const start = skipMaybe(phrase, at, "in|for|on|during|of");
  const mark = skip(phrase, start, "by|per|each|every") ?? (start === at ? article(phrase, at) : null);
  if (mark === null || !connects(phrase, mark)) return null;
  const ofThe = skip(phrase, mark, "of", "the") ?? skip(phrase, mark, "of");
  if (ofThe !== null) return eachOf(phrase, mark, ofThe);
  const calendar = skipMaybe(phrase, mark, "calendar|individual|single|separate");
  const fiscal = isFiscal(textAt(phrase, calendar));
  const unitAt = fiscal ? calendar + 1 : calendar;
  const unit = unitOf(textAt(phrase, unitAt)) ?? adverbGrain(textAt(phrase, unitAt));
  if (textAt(phrase, unitAt) === "fy") return { grain: "fiscal_year", bare: false, to: unitAt + 1 };
  if (unit === null || !connects(phrase, unitAt)) return null;
  const to = unit === "half" ? skipMaybe(phrase, unitAt + 1, "year") : unitAt + 1;
  return { grain: fiscal ? fiscalGrain(unit) : unit, bare: false, to };
}

/** "each of the last 3 months": the unit stands behind the count. Only "each" belongs here; the rest is a period. */
function eachOf(phrase: Phrase, mark: number, at: number): GrainWords | null {
  if (!/^(each|every)$/.test(textAt(phrase, mark - 1))) return null;
  for (let i = at; i < Math.min(at + 5, phrase.words.length); i++) {
    const unit = unitOf(textAt(phrase, i));
    if (unit !== null) {
      const fiscal = isFiscal(textAt(phrase, i - 1));
      return { grain: fiscal ? fiscalGrain(unit) : unit, bare: false, to: at };
    }
  }
  return null;
}

/** "orders a day": a rate, unless it is a length of time ("a year ago", "in a month"). */
function article(phrase: Phrase, at: number): number | null {
  const to = skip(phrase, at, "a|an");
  if (to === null || at === 0 || unitOf(textAt(phrase, to)) === null) return null;
  if (/^(in|for|within|than|over|vs|such|is|was|what|half|during)$/.test(textAt(phrase, at - 1))) return null;
  return /^(ago|before|earlier|old|later)$/.test(textAt(phrase, to + 1)) ? null : to;
}

/** "monthly", "on a weekly basis", "semi-annual", "per annum". */
function readAdverb(phrase: Phrase, at: number): GrainWords | null {
  const annum = skip(phrase, at, "per", "annum");
  if (annum !== null) return { grain: "year", bare: false, to: annum };
  const half = skip(phrase, at, "semi|bi|half", "annual|annually|yearly");
  if (half !== null) return { grain: "half", bare: false, to: half };
  const start = skip(phrase, at, "on", "a|an") ?? at;
  const fiscal = isFiscal(textAt(phrase, start)) ? start + 1 : start;
  const grain = adverbGrain(textAt(phrase, fiscal));
  const basis = skip(phrase, fiscal + 1, "basis");
  if (grain === null || (start > at && basis === null)) return null;
  return { grain: fiscal > start ? fiscalGrain(grain) : grain, bare: false, to: basis ?? fiscal + 1 };
}
