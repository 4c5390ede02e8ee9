import { partsOf } from "../../calendar/day.js";
import { fiscalYearOf } from "../../calendar/fiscal.js";
import type { Atom, Phrase } from "./atom.js";
import { connects, skip, skipMaybe, textAt } from "./atom.js";
import type { YearHint } from "./period-spec.js";
import { resolveSpec } from "./period-spec.js";
import { readRelative } from "./relative.js";
import { isFiscal } from "./vocabulary.js";

const NOT_BEFORE_A_YEAR =
  /^(than|over|above|below|under|exceed|exceeds|exceeding|exceeded|least|most|top|bottom|first|last|next|past|#|number|no|id|order|code|exactly|about|around|approximately|roughly|nearly|almost|>|<|>=|<=|=|≥|≤|zip|greater|less|more|fewer|reached|reach|hit|by|equals|equal)$/;
const YEAR_BEFORE =
  /^(in|during|for|since|until|till|before|after|from|of|through|thru|throughout|year|calendar|vs|versus|ending|ended)$/;

/** Four digits that can be a year. */
export function yearNumber(text: string): number | null {
  return /^(19|20|21)\d\d$/.test(text) ? Number(text) : null;
}

/** "17" -> 2017: the century that brings it closest to `as_of`, not more than 20 years ahead. */
export function fullYear(two: number, phrase: Phrase): number {
  const now = partsOf(phrase.context.asOf).year;
  const guess = Math.floor(now / 100) * 100 + two;
  if (guess > now + 20) return guess - 100;
  return guess < now - 79 ? guess + 100 : guess;
}

/** A calendar year standing alone: "2017", "the year 2017", "CY17", "'17". A bare number needs evidence that it is none of a threshold, a count or a code. */
export function readYear(phrase: Phrase, at: number): Atom | null {
  const short = /^cy(\d\d|\d{4})$/.exec(textAt(phrase, at)) ?? /^'(\d\d)$/.exec(textAt(phrase, at));
  if (short?.[1]) return { spec: calendarYear(yearFrom(short[1], phrase)), to: at + 1 };
  const named = skip(phrase, at, "calendar", "year") ?? skip(phrase, at, "year|cy|calendar");
  const after = named === null ? null : skipMaybe(phrase, named, "=|equals|is");
  const year = yearNumber(textAt(phrase, after ?? at));
  if (year === null) return null;
  if (after !== null) return { spec: calendarYear(year), to: after + 1 };
  return looksLikeYear(phrase, at, year) ? { spec: calendarYear(year), to: at + 1 } : null;
}

/** The year said right after a part: "March 2017", "Q3 of last year", "Q1 FY25", "Q3 '17". `to` = `at` and null where none follows. */
export function readYearTail(phrase: Phrase, at: number): { hint: YearHint | null; to: number } {
  const none = { hint: null, to: at };
  if (!connects(phrase, at)) return none;
  const of = skipMaybe(phrase, at, "of|in");
  const next = skipMaybe(phrase, skipMaybe(phrase, of, "the"), "year|calendar");
  const year = yearNumber(textAt(phrase, next));
  if (year !== null && connects(phrase, next)) return { hint: { year, fiscal: false }, to: next + 1 };
  const short =
    /^'(\d\d)$/.exec(textAt(phrase, at)) ??
    (phrase.words[at]?.gap === "dash" ? /^(\d\d)$/.exec(textAt(phrase, at)) : null);
  if (short?.[1]) return { hint: { year: yearFrom(short[1], phrase), fiscal: false }, to: at + 1 };
  const fiscal = readFiscalYear(phrase, skipMaybe(phrase, of, "the"));
  if (fiscal !== null) return fiscal;
  return readRelativeYear(phrase, of) ?? (of > at ? skipTheYear(phrase, of) : null) ?? none;
}

/** "FY2024", "FY 24", "FY24/25", "fiscal 2024", "financial year 2024-25", "2024 financial year". */
export function readFiscalYear(phrase: Phrase, at: number): { hint: YearHint; to: number } | null {
  const compact = /^fy'?(\d{4}|\d\d)(?:\/(\d{4}|\d\d))?$/.exec(textAt(phrase, at));
  if (compact?.[1]) return secondYear(phrase, compact[2] ?? null, compact[1], at + 1);
  const written = yearNumber(textAt(phrase, at));
  const after = written === null ? null : skip(phrase, at + 1, "fiscal|financial", "year|yr");
  if (written !== null && after !== null) return { hint: { year: written, fiscal: true }, to: after };
  const start =
    skip(phrase, at, "fiscal|financial", "year|yr") ?? skip(phrase, at, "fiscal|financial|fy") ?? null;
  if (start === null) return null;
  const number = /^'?(\d{4}|\d\d)(?:\/(\d{4}|\d\d))?$/.exec(textAt(phrase, start));
  if (!number?.[1] || (number[1].length === 4 && yearNumber(number[1]) === null)) return null;
  return secondYear(phrase, number[2] ?? null, number[1], start + 1);
}

/** FY2024/25 and FY24-25 name both calendar years: the second is the one it ends in. */
function secondYear(
  phrase: Phrase,
  inside: string | null,
  first: string,
  to: number,
): { hint: YearHint; to: number } {
  const year = yearFrom(first, phrase);
  const gap = phrase.words[to]?.gap;
  const outside =
    inside === null && (gap === "dash" || gap === "slash") ? textAt(phrase, to) : (inside ?? "");
  const next = /^(\d{4}|\d\d)$/.test(outside) ? yearFrom(outside, phrase) : null;
  if (next !== year + 1) return { hint: { year, fiscal: true }, to };
  return { hint: { year: next, fiscal: true }, to: inside === null ? to + 1 : to };
}

function readRelativeYear(phrase: Phrase, at: number): { hint: YearHint; to: number } | null {
  const relative = readRelative(phrase, at);
  if (relative === null) return null;
  const period = resolveSpec(relative.spec, phrase.context)?.period;
  if (!period?.start || (period.grain !== "year" && period.grain !== "fiscal_year")) return null;
  // "last 3 years" is no year to fill in.
  if (!/^(FY)?\d{4}( to date)?$/.test(period.label)) return null;
  const fiscal = period.grain === "fiscal_year";
  const year = fiscal ? fiscalYearOf(period.start, phrase.context.rules) : partsOf(period.start).year;
  return { hint: { year, fiscal }, to: relative.to };
}

function skipTheYear(phrase: Phrase, at: number): { hint: null; to: number } | null {
  const to = skip(phrase, at, "the", "year");
  return to === null || isFiscal(textAt(phrase, to)) ? null : { hint: null, to };
}

function looksLikeYear(phrase: Phrase, at: number, year: number): boolean {
  const before = textAt(phrase, at - 1);
  const beforeThat = textAt(phrase, at - 2);
  const plausible = isPlausible(phrase, year);
  if (before === "about") return /^(what|how)$/.test(beforeThat);
  // "higher than 2016" is a threshold unless another year is set against it.
  if (before === "than" || before === "over") return plausible && isSetAgainst(phrase, at);
  // "Only 2017" is a year, "only 2017 orders" a count.
  if (before === "only" || before === "just") return plausible && at === phrase.words.length - 1;
  if (NOT_BEFORE_A_YEAR.test(before)) return false;
  if (YEAR_BEFORE.test(before)) return true;
  // "between 1000 and 2000" counts something.
  if (
    /^(and|or|to)$/.test(before) &&
    /^[$€£]?[\d.,]+[km%]?$/.test(beforeThat) &&
    yearNumber(beforeThat) === null
  )
    return false;
  return plausible;
}

function isPlausible({ context: { loaded, asOf } }: Phrase, year: number): boolean {
  const first = partsOf(loaded?.first ?? asOf).year - (loaded === null ? 25 : 10);
  return year >= first && year <= Math.max(partsOf(asOf).year, partsOf(loaded?.last ?? asOf).year) + 5;
}

function isSetAgainst(phrase: Phrase, at: number): boolean {
  const earlier = phrase.words.slice(0, at - 1);
  if (!earlier.some(({ text }) => yearNumber(text) !== null || text === "year")) return false;
  return !/^(more|less|fewer|greater)$/.test(textAt(phrase, at - 2));
}

function yearFrom(digits: string, phrase: Phrase): number {
  return digits.length === 2 ? fullYear(Number(digits), phrase) : Number(digits);
}

function calendarYear(year: number): Atom["spec"] {
  return { kind: "year", year, fiscal: false };
}
