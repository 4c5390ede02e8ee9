import { addDays, shiftYears } from "../../calendar/day.js";
import { lastUnitsPeriod, rollingPeriod, toDatePeriod, unitPeriod, unitWord } from "../../calendar/period.js";
import { addUnits, startOf } from "../../calendar/unit.js";
import type { Grain } from "../../contracts/dates.js";
import type { Period } from "../../contracts/metric-query.js";
import { readNumber } from "../numbers.js";
import type { Atom, Phrase } from "./atom.js";
import { connects, firstOf, skip, skipMaybe, textAt } from "./atom.js";
import { fiscalGrain, isFiscal, isPlural, unitOf } from "./vocabulary.js";

const LAST = /^(last|previous|prev|prior|preceding|latest)$/;
const ROLLING = /^(past|rolling|trailing)$/;
const CURRENT = /^(this|current)$/;
const NEXT = /^(next|coming|upcoming|following)$/;
const WHOLE = /^(full|complete|completed|whole|entire|calendar|consecutive)$/;
/** More units than any history holds: a slip or an attempt. */
const MAX_COUNT = 20_000;

/** Stretches of time counted from `as_of`: "yesterday", "last 3 months", "this year", YTD, "2 weeks ago". */
export function readRelative(phrase: Phrase, at: number): Atom | null {
  return firstOf(phrase, at, [readDayWord, readToDate, readBeforeLast, readDetermined, readAgo, readCounted]);
}

function readDayWord(phrase: Phrase, at: number): Atom | null {
  const { asOf, rules } = phrase.context;
  const beforeYesterday = skip(phrase, at, "day", "before", "yesterday");
  if (beforeYesterday !== null) return fixed(unitPeriod(addDays(asOf, -2), "day", rules), beforeYesterday);
  const offset = { today: 0, yesterday: -1, tomorrow: 1 }[textAt(phrase, at)];
  return offset === undefined ? null : fixed(unitPeriod(addDays(asOf, offset), "day", rules), at + 1);
}

const TO_DATE: Readonly<Record<string, Grain>> = {
  ytd: "year",
  qtd: "quarter",
  mtd: "month",
  wtd: "week",
  htd: "half",
  fytd: "fiscal_year",
  fqtd: "fiscal_quarter",
};

/** YTD, "year to date", "so far this month", "this quarter so far", "fiscal YTD", "last year to date". */
function readToDate(phrase: Phrase, at: number): Atom | null {
  const soFar = skip(phrase, at, "so", "far") ?? skip(phrase, at, "to", "date");
  if (soFar !== null) {
    const current = connects(phrase, soFar)
      ? readDetermined(phrase, skipMaybe(phrase, soFar, "in|for"))
      : null;
    return current !== null && isToDate(current) ? current : null;
  }
  const last = LAST.test(textAt(phrase, at)) ? at + 1 : at;
  const fiscal = isFiscal(textAt(phrase, last));
  const start = fiscal ? last + 1 : last;
  const short = TO_DATE[textAt(phrase, start)];
  const half = skip(phrase, start, "half", "year");
  const unit = short ?? (half === null ? unitOf(textAt(phrase, start)) : "half");
  const named = half ?? start + 1;
  const to = short ? named : (skip(phrase, named, "to", "date") ?? skip(phrase, named, "so", "far"));
  if (unit === null || to === null) return null;
  const grain = fiscal ? fiscalGrain(unit) : unit;
  const lastYear = skip(phrase, to, "last|previous|prior", "year");
  if (last > at || lastYear !== null) return lastToDate(phrase, grain, lastYear ?? to);
  const year = grain === "year" && connects(phrase, to) ? /^(19|20)\d\d$/.exec(textAt(phrase, to)) : null;
  if (year !== null) return yearToDate(phrase, Number(year[0]), to + 1);
  return fixed(toDatePeriod(phrase.context.asOf, grain, phrase.context.rules), to);
}

/** "YTD 2016": that year up to the same day; the whole year where this one has just begun. */
function yearToDate({ context: { asOf, rules } }: Phrase, year: number, to: number): Atom {
  const now = Number(asOf.slice(0, 4));
  if (year === now) return fixed(toDatePeriod(asOf, "year", rules), to);
  const whole = unitPeriod(`${year}-01-01`, "year", rules);
  const end = shiftYears(asOf, year - now);
  if (end === whole.start)
    return { ...fixed(whole, to), note: `"YTD ${year}" was read as the whole of ${year}.` };
  const label = `${year} up to ${unitPeriod(addDays(end, -1), "day", rules).label}`;
  return fixed({ start: whole.start, end, label, grain: null, toDate: false }, to);
}

/** The same days of the year before. */
function lastToDate(phrase: Phrase, grain: Grain, to: number): Atom {
  const { asOf, rules } = phrase.context;
  const current = toDatePeriod(asOf, grain, rules);
  const back = (date: string) => (/year/.test(grain) ? shiftYears(date, -1) : addUnits(date, -1, grain));
  const label = `${unitPeriod(back(current.start ?? asOf), grain, rules).label} to the same date`;
  return fixed(
    { start: back(current.start ?? asOf), end: back(asOf), label, grain: null, toDate: false },
    to,
  );
}

function isToDate({ spec }: Atom): boolean {
  return spec.kind === "fixed" && spec.period.toDate;
}

/** "the month before last". */
function readBeforeLast(phrase: Phrase, at: number): Atom | null {
  const unit = unitOf(textAt(phrase, at));
  const to = skip(phrase, at + 1, "before", "last");
  if (unit === null || to === null || isPlural(textAt(phrase, at))) return null;
  return fixed(unitPeriod(phrase.context.asOf, unit, phrase.context.rules, -2), to);
}

/** "last month", "this fiscal year", "the past 12 months", "last three full quarters", "next week". */
function readDetermined(phrase: Phrase, at: number): Atom | null {
  const recent = skip(phrase, at, "most", "recent");
  const word = recent === null ? textAt(phrase, at) : "last";
  const sense = [LAST, ROLLING, CURRENT, NEXT].find((kind) => kind.test(word));
  if (sense === undefined) return null;
  const counted = readUnits(phrase, recent ?? at + 1);
  if (counted === null) return null;
  const { count, grain, plural, apostrophe } = counted;
  // "last months" alone says nothing that can be counted.
  if (count === null && plural && !apostrophe) return null;
  if (count !== null && (count < 1 || count > MAX_COUNT || !Number.isInteger(count))) return null;
  const { asOf, rules } = phrase.context;
  if (sense === LAST) return fixed(lastUnitsPeriod(asOf, count ?? 1, grain, rules), counted.to);
  // A rolling average is a computation, not a period.
  if (ROLLING.test(word) && /^(average|avg|mean|sum)$/.test(textAt(phrase, counted.to))) return null;
  if (sense === ROLLING) return fixed(rollingPeriod(asOf, count ?? 1, grain), counted.to);
  if (sense === CURRENT && (count ?? 1) === 1) {
    const to = skip(phrase, counted.to, "so", "far") ?? skip(phrase, counted.to, "to", "date") ?? counted.to;
    // "this day" is today; a unit of one day has nothing to date.
    return fixed(grain === "day" ? unitPeriod(asOf, "day", rules) : toDatePeriod(asOf, grain, rules), to);
  }
  return sense === NEXT ? fixed(nextUnits(phrase, count ?? 1, grain), counted.to) : null;
}

function nextUnits({ context: { asOf, rules } }: Phrase, count: number, grain: Grain): Period {
  const start = addUnits(startOf(asOf, grain, rules), 1, grain);
  if (count === 1) return unitPeriod(start, grain, rules);
  return {
    start,
    end: addUnits(start, count, grain),
    label: `next ${count} ${unitWord(grain)}s`,
    grain,
    toDate: false,
  };
}

interface CountedUnit {
  count: number | null;
  grain: Grain;
  plural: boolean;
  apostrophe: boolean;
  to: number;
}

/** "[3] [full] [fiscal] [3] months": the count may stand on either side of the adjectives. */
function readUnits(phrase: Phrase, at: number): CountedUnit | null {
  let to = at;
  let count: number | null = null;
  let fiscal = false;
  for (let steps = 0; steps < 4; steps++) {
    if (!connects(phrase, to)) return null;
    const word = textAt(phrase, to);
    const number: { value: number; to: number } | null = count === null ? readCount(phrase, to) : null;
    if (number !== null) {
      count = number.value;
      to = number.to;
    } else if (WHOLE.test(word)) to++;
    else if (isFiscal(word)) {
      fiscal = true;
      to++;
    } else break;
  }
  const word = textAt(phrase, to);
  if (word === "fy") return { count, grain: "fiscal_year", plural: false, apostrophe: false, to: to + 1 };
  if ((word === "hours" || word === "hrs" || word === "hour") && count !== null && count % 24 === 0)
    return { count: count / 24, grain: "day", plural: true, apostrophe: false, to: to + 1 };
  const multiple = { decade: ["year", 10], fortnight: ["day", 14] }[word.replace(/s$/, "")] as
    | [Grain, number]
    | undefined;
  if (multiple !== undefined)
    return {
      count: (count ?? 1) * multiple[1],
      grain: multiple[0],
      plural: false,
      apostrophe: false,
      to: to + 1,
    };
  const half = skip(phrase, to, "half", "year|years|yr");
  const unit = half === null ? unitOf(word) : "half";
  if (unit === null || !connects(phrase, to)) return null;
  const after = skipMaybe(phrase, half ?? to + 1, "period|window|timeframe");
  const apostrophe = /['’]/.test(phrase.words[to]?.raw ?? "");
  return { count, grain: fiscal ? fiscalGrain(unit) : unit, plural: isPlural(word), apostrophe, to: after };
}

function readCount(phrase: Phrase, at: number): { value: number; to: number } | null {
  const couple = skip(phrase, at, "couple", "of") ?? skip(phrase, at, "couple");
  if (couple !== null) return { value: 2, to: couple };
  const compact = /^(\d{1,4})(d|w|m|q|y)$/.exec(textAt(phrase, at));
  if (compact) return null;
  const number = readNumber(phrase.words, at);
  return number === null || number.unit !== null ? null : { value: number.value, to: number.to };
}

/** "3 months ago" is that calendar unit; "a week ago" likewise. */
function readAgo(phrase: Phrase, at: number): Atom | null {
  const article = skip(phrase, at, "a|an");
  const number = article === null ? readCount(phrase, at) : { value: 1, to: article };
  if (number === null || !Number.isInteger(number.value) || number.value < 1 || number.value > MAX_COUNT)
    return null;
  const unit = unitOf(textAt(phrase, number.to));
  const to = skip(phrase, number.to + 1, "ago");
  if (unit === null || to === null || !connects(phrase, number.to)) return null;
  const period = unitPeriod(phrase.context.asOf, unit, phrase.context.rules, -number.value);
  if (unit === "day") return fixed(period, to);
  const words = phrase.words.slice(at, to).map(({ raw }) => raw);
  return { ...fixed(period, to), note: `"${words.join(" ")}" was read as ${period.label}.` };
}

const COMPACT_UNITS: Readonly<Record<string, Grain>> = {
  d: "day",
  w: "week",
  m: "month",
  q: "quarter",
  y: "year",
};

/** TTM, LTM, L12M, T30D, "12-month rolling", "3 last months". */
function readCounted(phrase: Phrase, at: number): Atom | null {
  const { asOf, rules } = phrase.context;
  const text = textAt(phrase, at);
  if (text === "ttm") return fixed(rollingPeriod(asOf, 12, "month"), at + 1);
  if (text === "ltm") return fixed(lastUnitsPeriod(asOf, 12, "month", rules), at + 1);
  const compact = /^([lrt])(\d{1,3})(d|w|m|q|y)$/.exec(text);
  if (compact) {
    const grain = COMPACT_UNITS[compact[3] ?? ""] ?? "day";
    const count = Number(compact[2]);
    if (count < 1) return null;
    return fixed(
      compact[1] === "l" ? lastUnitsPeriod(asOf, count, grain, rules) : rollingPeriod(asOf, count, grain),
      at + 1,
    );
  }
  const number = readCount(phrase, at);
  if (number === null || !Number.isInteger(number.value) || number.value < 1 || number.value > MAX_COUNT)
    return null;
  const unit = unitOf(textAt(phrase, number.to));
  const rolls = ROLLING.test(textAt(phrase, number.to + 1)) && connects(phrase, number.to + 1);
  if (unit !== null && rolls && !/^(average|avg|mean|sum)$/.test(textAt(phrase, number.to + 2)))
    return fixed(rollingPeriod(asOf, number.value, unit), number.to + 2);
  const recent =
    skip(phrase, number.to, "most", "recent") ??
    (LAST.test(textAt(phrase, number.to)) ? number.to + 1 : null);
  const counted = recent === null ? null : readUnits(phrase, recent);
  if (counted === null || counted.count !== null || !counted.plural) return null;
  return fixed(lastUnitsPeriod(asOf, number.value, counted.grain, rules), counted.to);
}

function fixed(period: Period, to: number): Atom {
  return { spec: { kind: "fixed", period }, to };
}
