import { toDatePeriod, unitPeriod } from "../../calendar/period.js";
import type { Grain } from "../../contracts/dates.js";
import type { Period } from "../../contracts/metric-query.js";
import type { Phrase } from "./atom.js";
import { connects, skip, skipMaybe, textAt } from "./atom.js";
import type { ComparisonPhrase, PeriodContext } from "./period-match.js";
import { fiscalGrain, isFiscal, isPlural, unitOf } from "./vocabulary.js";

export interface ComparisonWords extends Pick<ComparisonPhrase, "with" | "unit" | "versus"> {
  to: number;
  /** True where "last" was said: it counts from `as_of`, while "previous" counts from the period of the question. */
  anchored: boolean;
}

const SHORT: Readonly<Record<string, Grain>> = {
  yoy: "year",
  "y/y": "year",
  qoq: "quarter",
  "q/q": "quarter",
  mom: "month",
  "m/m": "month",
  wow: "week",
  "w/w": "week",
  dod: "day",
};
const MOVED =
  /^(growth|grow|grew|grown|growing|increase[sd]?|increasing|decrease[sd]?|change[sd]?|changing|up|down|gain(ed|s)?|improve(d|ment|ments)?|decline[sd]?|rise|rose|risen|drop(ped|s)?|fell|fall|fallen|higher|lower|better|worse|jump(ed|s)?|delta|difference|variance|shrank|shrink|lost|advance|dip(ped)?)$/;

/** A comparison with an earlier period: "vs last year", "compared with the previous month", "than a year ago", YoY, "month over month", "same quarter last year". */
export function readComparison(phrase: Phrase, at: number): ComparisonWords | null {
  return readShort(phrase, at) ?? readVersus(phrase, at) ?? readSame(phrase, at, false);
}

/** The period to compare where the question names none. */
export function impliedPeriod(unit: Grain | null, { asOf, rules }: PeriodContext): Period | null {
  if (unit === null) return null;
  const current = toDatePeriod(asOf, unit, rules);
  return current.start === asOf ? unitPeriod(asOf, unit, rules, -1) : current;
}

function readShort(phrase: Phrase, at: number): ComparisonWords | null {
  const word = textAt(phrase, at);
  const unit = SHORT[word];
  // "wow" is also a cry of surprise.
  if (unit !== undefined && (word !== "wow" || /W.?o.?W/.test(phrase.words[at]?.raw ?? "")))
    return shortOf(unit, at + 1);
  const long = unitOf(word);
  const period = skip(phrase, at, "period");
  if ((long === null && period === null) || isPlural(word)) return null;
  const to = skip(phrase, at + 1, "over|on|to|vs|versus", word);
  if (to === null) return null;
  return period === null && long !== null
    ? shortOf(long, to)
    : { with: "previous period", unit: null, versus: false, anchored: false, to };
}

function shortOf(unit: Grain, to: number): ComparisonWords {
  return {
    with: unit === "year" ? "last year" : "previous period",
    unit,
    versus: false,
    anchored: false,
    to,
  };
}

function readVersus(phrase: Phrase, at: number): ComparisonWords | null {
  const connector = readConnector(phrase, at);
  if (connector === null || !connects(phrase, connector)) return null;
  const in_ = skipMaybe(phrase, connector, "in|for|during|of|from");
  const that = skip(phrase, in_, "that|those|what", "of|in|from|for") ?? in_;
  const start = skipMaybe(phrase, that, "the|a|an|its|their");
  return (
    readSame(phrase, start, true) ??
    readEarlier(phrase, start) ??
    readBefore(phrase, start) ??
    readAgoYear(phrase, start)
  );
}

function readConnector(phrase: Phrase, at: number): number | null {
  const plain =
    skip(phrase, at, "compared|comparing|compare|compares|relative|comparison", "to|with|against") ??
    skip(phrase, at, "in", "comparison", "to|with") ??
    skip(phrase, at, "vs|versus|v|against|than");
  if (plain !== null) return plain;
  const moved = skip(phrase, at, "over|on|from|since|to");
  if (moved === null) return null;
  const before = phrase.words.slice(Math.max(0, at - 4), at).map(({ text }) => text);
  const evidence =
    textAt(phrase, at) === "to"
      ? before.some((word) => /^compar/.test(word))
      : before.some((word) => MOVED.test(word));
  return evidence && textAt(phrase, at) !== "since" ? moved : null;
}

/** "same period last year", "the same month of the previous year", "same days last month". */
function readSame(phrase: Phrase, at: number, versus: boolean): ComparisonWords | null {
  const start = skipMaybe(phrase, at, "the");
  const same = skip(phrase, start, "same");
  if (same === null) return null;
  const fiscal = skipMaybe(phrase, same, "fiscal");
  const unit = unitOf(textAt(phrase, fiscal));
  const noun =
    unit !== null
      ? fiscal + 1
      : skip(phrase, fiscal, "period|time|timeframe|date|dates|range|days|weekday|point|span");
  if (noun === null) return null;
  const of = skipMaybe(phrase, noun, "of|in|a|one|from");
  const to =
    skip(phrase, skipMaybe(phrase, of, "the"), "last|previous|prior|preceding", "year") ??
    skip(phrase, of, "the", "year", "before|earlier") ??
    skip(phrase, of, "year", "ago|before|earlier|prior") ??
    skip(phrase, noun, "ly|py");
  if (to !== null) return { with: "last year", unit, versus, anchored: false, to };
  return readSameEarlier(phrase, of, versus);
}

/** What follows "same days": "last month", "of the previous quarter", "a week ago". */
function readSameEarlier(phrase: Phrase, at: number, versus: boolean): ComparisonWords | null {
  const which = skip(phrase, skipMaybe(phrase, at, "the"), "last|previous|prior|preceding");
  const unitAt = which ?? skipMaybe(phrase, at, "the");
  const unit = unitOf(textAt(phrase, unitAt));
  if (unit === null || unit === "day" || isPlural(textAt(phrase, unitAt))) return null;
  const to = which === null ? skip(phrase, unitAt + 1, "ago|before|earlier|prior") : unitAt + 1;
  return to === null ? null : { with: "previous period", unit, versus, anchored: false, to };
}

/** "last year", "the previous month", "prior period", "ly". */
function readEarlier(phrase: Phrase, at: number): ComparisonWords | null {
  const year = skip(phrase, at, "ly|py");
  if (year !== null) return { with: "last year", unit: "year", versus: true, anchored: true, to: year };
  const which = /^(last|previous|prior|preceding|prev)$/.exec(textAt(phrase, at))?.[1];
  if (which === undefined) return null;
  const period = skip(phrase, at + 1, "period|one|timeframe");
  if (period !== null)
    return { with: "previous period", unit: null, versus: true, anchored: false, to: period };
  const fiscal = isFiscal(textAt(phrase, at + 1));
  const unitAt = fiscal ? at + 2 : at + 1;
  const word = textAt(phrase, unitAt);
  const unit = unitOf(word);
  const plural = isPlural(word) && !/['’]/.test(phrase.words[unitAt]?.raw ?? "");
  if (unit === null || plural || !connects(phrase, unitAt)) return null;
  // "last quarter of 2016" and "last year's Q3" are periods of their own.
  if (/^(of|to)$/.test(textAt(phrase, unitAt + 1))) return null;
  const grain = fiscal ? fiscalGrain(unit) : unit;
  const basis = unit === "year" ? "last year" : "previous period";
  return { with: basis, unit: grain, versus: true, anchored: which === "last", to: unitAt + 1 };
}

/** "the month before", "the year earlier", "the one before". */
function readBefore(phrase: Phrase, at: number): ComparisonWords | null {
  const unit = unitOf(textAt(phrase, at));
  const to = skip(phrase, at + 1, "before|earlier|prior");
  if (to === null) return null;
  if (unit === null) {
    const period = /^(period|one)$/.test(textAt(phrase, at));
    return period ? { with: "previous period", unit: null, versus: true, anchored: false, to } : null;
  }
  // "the month before last" counts from as_of.
  if (textAt(phrase, to) === "last") return null;
  return { with: unit === "year" ? "last year" : "previous period", unit, versus: true, anchored: false, to };
}

/** "a year ago", "one year ago". */
function readAgoYear(phrase: Phrase, at: number): ComparisonWords | null {
  const to = skip(phrase, skipMaybe(phrase, at, "one|1"), "year", "ago");
  return to === null ? null : { with: "last year", unit: "year", versus: true, anchored: false, to };
}
