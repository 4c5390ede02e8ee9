import { addDays } from "../../calendar/day.js";
import { spanLabel } from "../../calendar/label.js";
import { unitPeriod } from "../../calendar/period.js";
import type { Atom, Phrase } from "./atom.js";
import { connects, firstOf, skip, skipMaybe, textAt } from "./atom.js";
import { readCompactDate } from "./compact-dates.js";
import { readMonthDay } from "./month-days.js";
import { readNamedOccurrence } from "./named-occurrences.js";
import { readMonth, readNumberedPart } from "./parts.js";
import { lacksYear, resolveSpec, withYear } from "./period-spec.js";
import { readRelative } from "./relative.js";
import { readSeason } from "./seasons.js";
import { readSlice } from "./slices.js";
import { readWeekday } from "./weekdays.js";
import { readFiscalYear, readYear, readYearTail } from "./years.js";

const ALL_TIME = [
  ["all", "time"],
  ["all", "of", "time"],
  ["all", "years"],
  ["all", "dates"],
  ["all", "history"],
  ["all", "periods"],
  ["whole|entire|full|complete", "period|history|time|range"],
  ["since", "inception"],
  ["since", "the", "beginning"],
  ["to", "date"],
  ["ever"],
];

/** One stretch of time with nothing around it but "the": a year, quarter, month, week, day, or one counted from `as_of`. */
export function readStretch(phrase: Phrase, at: number): Atom | null {
  const known = phrase.stretches.get(at);
  if (known !== undefined) return known;
  const found = readNew(phrase, at);
  phrase.stretches.set(at, found);
  return found;
}

function readNew(phrase: Phrase, at: number): Atom | null {
  const all = skip(phrase, at, "all|whole", "of") ?? skip(phrase, at, "the", "whole|entirety", "of") ?? at;
  const start = skipMaybe(phrase, all, "the");
  if (start > at && !connects(phrase, start)) return null;
  const plain = skipMaybe(phrase, start, "entire|whole|full|complete");
  return firstOf(phrase, plain, [
    readContainer,
    readWeekOf,
    (p, i) => readSlice(p, i, readStretch),
    readYearFirst,
    readCompactDate,
    readNamedOccurrence,
    readWeekday,
    readSeason,
    readNumberedPart,
    readMonth,
    readMonthDay,
    readFiscal,
    readRelative,
    readYear,
  ]);
}

/** "all time", "ever", "to date": everything loaded. */
export function readAllTime(phrase: Phrase, at: number): Atom | null {
  for (const words of ALL_TIME) {
    const to = skip(phrase, at, ...words);
    // "best month ever" is about all time; "to date" also ends "year to date", which is tried before.
    if (to !== null)
      return {
        spec: {
          kind: "fixed",
          period: { start: null, end: null, label: "all time", grain: null, toDate: false },
        },
        to,
      };
  }
  return null;
}

/** "the month of March", "the year of 2017": the unit only introduces what it names. "quarter of 2017" names none. */
function readContainer(phrase: Phrase, at: number): Atom | null {
  const of =
    skip(phrase, at, "month|months|year|day|period", "of") ?? skip(phrase, at, "month|day|date", "=|equals");
  if (of === null) return null;
  const named = skipMaybe(phrase, of, "the");
  const unit = textAt(phrase, at);
  if (unit === "year") return firstOf(phrase, named, [readFiscal, readYear]);
  if (unit === "period") return firstOf(phrase, named, [readMonth, readNumberedPart, readFiscal, readYear]);
  return firstOf(phrase, named, [readMonth, readCompactDate]);
}

/** "week of 5 March 2017": the week that holds the day; "week ending 5 March": the seven days up to it. */
function readWeekOf(phrase: Phrase, at: number): Atom | null {
  const of = skip(phrase, at, "week", "of|commencing|starting|beginning|ending") ?? skip(phrase, at, "week");
  if (of === null || !connects(phrase, of)) return null;
  const day = firstOf(phrase, skipMaybe(phrase, of, "the|on"), [readCompactDate, readMonth, readWeekday]);
  const period = day === null ? null : resolveSpec(day.spec, phrase.context)?.period;
  if (!day || !period?.start || !period.end || period.grain !== "day") return null;
  const { rules } = phrase.context;
  const how = textAt(phrase, of - 1);
  if (how === "of" || how === "week")
    return { ...day, spec: { kind: "fixed", period: unitPeriod(period.start, "week", rules) } };
  const span =
    how === "ending"
      ? { start: addDays(period.start, -6), end: period.end }
      : { start: period.start, end: addDays(period.start, 7) };
  return {
    ...day,
    spec: { kind: "fixed", period: { ...span, label: spanLabel(span, rules), grain: null, toDate: false } },
  };
}

/** "2017 Q3", "last year's March", "FY25 Q1". */
function readYearFirst(phrase: Phrase, at: number): Atom | null {
  const year = readYearTail(phrase, at);
  if (year.hint === null || textAt(phrase, at) === "of" || textAt(phrase, at) === "in") return null;
  if (!connects(phrase, year.to) || phrase.words[year.to]?.gap === "comma") return null;
  const part = firstOf(phrase, year.to, [
    (p, i) => readSlice(p, i, readStretch),
    readNumberedPart,
    readMonth,
  ]);
  if (part === null || !lacksYear(part.spec)) return null;
  return { ...part, spec: withYear(part.spec, year.hint) };
}

function readFiscal(phrase: Phrase, at: number): Atom | null {
  const year = readFiscalYear(phrase, at);
  return year === null ? null : { spec: { kind: "year", ...year.hint }, to: year.to };
}
