import { dayOf } from "../../calendar/day.js";
import { unitPeriod } from "../../calendar/period.js";
import type { Atom, Phrase } from "./atom.js";
import { textAt } from "./atom.js";
import { fullYear, yearNumber } from "./years.js";

/** Dates in digits: 2017-03-05, 2017/03/05, 5.3.2017, 03/05/2017 and 03/05/17 (either way), 2017-03, 03/2017, 20170305. */
export function readCompactDate(phrase: Phrase, at: number): Atom | null {
  const text = textAt(phrase, at).replace(/t\d\d:.*$/, "");
  return fullDate(text, phrase, at) ?? yearMonth(text, phrase, at) ?? apartYearMonth(phrase, at);
}

/** Is it a date that can be read with the day or the month first? */
export function isAmbiguousDate(text: string): boolean {
  const match = /^(\d{1,2})[/-](\d{1,2})[/-](?:\d{4}|\d\d)$/.exec(text);
  return (
    match !== null &&
    Number(match[1]) <= 12 &&
    Number(match[2]) <= 12 &&
    Number(match[1]) !== Number(match[2])
  );
}

function fullDate(text: string, phrase: Phrase, at: number): Atom | null {
  const yearFirst =
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ?? /^((?:19|20)\d\d)(\d\d)(\d\d)$/.exec(text);
  if (yearFirst) return day(phrase, at, yearFirst[1], yearFirst[2], yearFirst[3]);
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d\d)$/.exec(text);
  if (dotted) return day(phrase, at, dotted[3], dotted[2], dotted[1]);
  const other = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d\d)$/.exec(text);
  if (!other) return null;
  const dayFirst = Number(other[1]) > 12 || (phrase.pass.dayFirst && Number(other[2]) <= 12);
  return day(phrase, at, other[3], dayFirst ? other[2] : other[1], dayFirst ? other[1] : other[2]);
}

function yearMonth(text: string, phrase: Phrase, at: number): Atom | null {
  const yearFirst = /^((?:19|20)\d\d)[-/.](\d{1,2})$/.exec(text);
  const match = yearFirst ?? /^(\d{1,2})[-/.]((?:19|20)\d\d)$/.exec(text);
  if (!match) return null;
  return month(phrase, at + 1, Number(match[yearFirst ? 1 : 2]), Number(match[yearFirst ? 2 : 1]));
}

/** "2017-03" whose dash a tokeniser took: a year and a month with a leading zero or a dash between. */
function apartYearMonth(phrase: Phrase, at: number): Atom | null {
  const year = yearNumber(textAt(phrase, at));
  const next = phrase.words[at + 1];
  if (year === null || next === undefined || !/^(0[1-9]|1[0-2])$/.test(next.text)) return null;
  if (next.gap !== "dash" && !next.text.startsWith("0")) return null;
  return month(phrase, at + 2, year, Number(next.text));
}

function day(phrase: Phrase, at: number, ...parts: (string | undefined)[]): Atom | null {
  const [written, monthNumber, dayNumber] = parts.map(Number);
  const year = parts[0]?.length === 2 ? fullYear(Number(parts[0]), phrase) : (written ?? 0);
  const date = dayOf(year, monthNumber ?? 0, dayNumber ?? 0);
  if (date === null) return null;
  return { spec: { kind: "fixed", period: unitPeriod(date, "day", phrase.context.rules) }, to: at + 1 };
}

function month(phrase: Phrase, to: number, year: number, index: number): Atom | null {
  const date = dayOf(year, index, 1);
  if (date === null) return null;
  return { spec: { kind: "fixed", period: unitPeriod(date, "month", phrase.context.rules) }, to };
}
