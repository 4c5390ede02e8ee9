import type { Atom, Phrase } from "./atom.js";
import { connects, skipMaybe, textAt } from "./atom.js";
import { monthNumberAt, shortYearAt } from "./month-number.js";
import type { PartGrain, PeriodSpec, YearHint } from "./period-spec.js";
import { fiscalGrain, isFiscal, MONTHS, ordinalOf, unitOf } from "./vocabulary.js";
import { fullYear, readYearTail } from "./years.js";

const LEAVES_OUT = /^(except|excluding|exclude|without|not|but|besides|minus|ignoring|omitting)$/;
const SMALL_NUMBERS = ["one", "two", "three", "four"];

/** A quarter, half or week by its number: "Q3 2017", "third quarter", "2Q17", "H1 FY25", "week 12", "fiscal Q2". */
export function readNumberedPart(phrase: Phrase, at: number): Atom | null {
  const fiscal = isFiscal(textAt(phrase, at));
  const start = fiscal ? at + 1 : at;
  const part = compactPart(phrase, start) ?? spelledPart(phrase, start);
  if (part === null || part.index > { quarter: 4, half: 2, week: 53 }[part.grain]) return null;
  if (part.index < 1) return null;
  const tail = part.year === null ? readYearTail(phrase, part.to) : { hint: part.year, to: part.to };
  const leavesOut = LEAVES_OUT.test(textAt(phrase, at - 1)) && /^(in|of)$/.test(textAt(phrase, part.to));
  const isFiscalPart = fiscal || part.fiscal || tail.hint?.fiscal === true;
  const short = tail.hint === null && part.grain !== "week" ? shortYear(phrase, part.to) : null;
  const hint = tail.hint ?? short?.hint ?? null;
  const grain = (isFiscalPart ? fiscalGrain(part.grain) : part.grain) as PartGrain;
  const year = hint === null ? null : { year: hint.year, fiscal: isFiscalPart };
  const to = leavesOut ? part.to : (short?.to ?? tail.to);
  return { spec: { kind: "part", grain, index: part.index, day: 1, year }, to };
}

interface NumberedPart {
  grain: "quarter" | "half" | "week";
  index: number;
  year: YearHint | null;
  fiscal: boolean;
  to: number;
}

function compactPart(phrase: Phrase, at: number): NumberedPart | null {
  const text = textAt(phrase, at);
  const letter = /^(q|h|w|kw|cw|wk)(\d{1,2})(?:['/]?(\d{4}|\d\d))?$/.exec(text);
  const digit = /^(\d)(q|h)'?(\d{4}|\d\d)?$/.exec(text);
  const yearFirst = /^(\d{4})\/?(q|h|w)(\d{1,2})$/.exec(text);
  const fiscalFirst = /^fy(\d{4}|\d\d)(q|h)(\d)$/.exec(text);
  const [unit, index, year] = letter
    ? [letter[1], letter[2], letter[3]]
    : digit
      ? [digit[2], digit[1], digit[3]]
      : yearFirst
        ? [yearFirst[2], yearFirst[3], yearFirst[1]]
        : fiscalFirst
          ? [fiscalFirst[2], fiscalFirst[3], fiscalFirst[1]]
          : [];
  if (unit === undefined) return null;
  const grain = unit === "q" ? "quarter" : unit === "h" ? "half" : "week";
  // "w1217" has no clear reading; "q317" has.
  if (grain === "week" && letter?.[3] !== undefined) return null;
  const fiscal = fiscalFirst !== null;
  const full = year === undefined ? null : year.length === 2 ? fullYear(Number(year), phrase) : Number(year);
  return {
    grain,
    index: Number(index),
    year: full === null ? null : { year: full, fiscal },
    fiscal,
    to: at + 1,
  };
}

/** "quarter 3", "third quarter", "2nd fiscal half", "week 12", "the 12th week". */
function spelledPart(phrase: Phrase, at: number): NumberedPart | null {
  const unit = textAt(phrase, at) === "q" ? "quarter" : unitOf(textAt(phrase, at));
  if (isNumbered(unit) && connects(phrase, at + 1)) {
    const index = numberOf(textAt(phrase, at + 1));
    if (index !== null) return { grain: unit, index, year: null, fiscal: false, to: at + 2 };
  }
  const ordinal = ordinalOf(textAt(phrase, at));
  if (ordinal === null) return null;
  const fiscal = isFiscal(textAt(phrase, at + 1));
  const unitAt = fiscal ? at + 2 : at + 1;
  const named = unitOf(textAt(phrase, unitAt));
  if (!isNumbered(named) || !connects(phrase, unitAt) || /s$/.test(textAt(phrase, unitAt))) return null;
  // "the first week" alone is a week of something; only its number in the year is a date.
  if (named === "week" && readYearTail(phrase, unitAt + 1).hint === null) return null;
  return { grain: named, index: ordinal, year: null, fiscal, to: unitAt + 1 };
}

function isNumbered(unit: string | null): unit is NumberedPart["grain"] {
  return unit === "quarter" || unit === "half" || unit === "week";
}

function numberOf(text: string): number | null {
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const spelled = SMALL_NUMBERS.indexOf(text);
  return spelled < 0 ? null : spelled + 1;
}

/** "Q1 17". */
function shortYear(phrase: Phrase, at: number): { hint: YearHint; to: number } | null {
  const text = textAt(phrase, at);
  if (!/^\d\d$/.test(text) || !connects(phrase, at) || phrase.words[at]?.gap === "comma") return null;
  return { hint: { year: fullYear(Number(text), phrase), fiscal: false }, to: at + 1 };
}

/** "March", "March 2017", "Mar-17", "5 March", "March 5th, 2017", "the 5th of March last year". */
export function readMonth(phrase: Phrase, at: number): Atom | null {
  const dayFirst = dayNumber(phrase, at);
  if (dayFirst !== null && !/^(top|bottom|best|worst|first|last)$/.test(textAt(phrase, at - 1))) {
    const monthAt = skipMaybe(phrase, at + 1, "of");
    const month = MONTHS.get(textAt(phrase, monthAt));
    if (month !== undefined && connects(phrase, monthAt))
      return withTail(phrase, at, month, dayFirst, monthAt + 1);
  }
  const month = MONTHS.get(textAt(phrase, at));
  if (month === undefined || isVerb(phrase, at)) return null;
  const dayAt = skipMaybe(phrase, at + 1, "the");
  const day =
    connects(phrase, dayAt) && phrase.words[dayAt]?.gap !== "comma" ? dayNumber(phrase, dayAt) : null;
  const tail = readYearTail(phrase, at + 1);
  if (tail.hint !== null) return withTail(phrase, at, month, null, at + 1);
  const short = yearAfter(phrase, at);
  if (short !== null)
    return { spec: { kind: "part", grain: "month", index: month, day: 1, year: short }, to: at + 2 };
  return withTail(phrase, at, month, day, day === null ? at + 1 : dayAt + 1);
}

/** "Oct 22", where it is no day. */
function yearAfter(phrase: Phrase, at: number): YearHint | null {
  const sense = monthNumberAt(phrase, at);
  if (sense === null || sense === "day" || (sense === "open" && phrase.pass.daysAfterMonths)) return null;
  return { year: shortYearAt(phrase, at + 1), fiscal: false };
}

function withTail(phrase: Phrase, start: number, month: number, day: number | null, at: number): Atom {
  const tail = readYearTail(phrase, at);
  // "except March in 2017" leaves March of that year out of the year itself, which stays a period of its own.
  const before = LEAVES_OUT.test(textAt(phrase, start - 1)) && /^(in|of)$/.test(textAt(phrase, at));
  const spec: PeriodSpec = {
    kind: "part",
    grain: day === null ? "month" : "day",
    index: month,
    day: day ?? 1,
    year: tail.hint,
  };
  return { spec, to: before ? at : tail.to };
}

function dayNumber(phrase: Phrase, at: number): number | null {
  const text = textAt(phrase, at);
  const day = /^\d{1,2}$/.test(text) ? Number(text) : ordinalOf(text);
  return day !== null && day >= 1 && day <= 31 ? day : null;
}

const BEFORE_MONTH =
  /^(in|during|for|of|since|until|till|by|last|this|next|every|each|from|to|through|before|after|between|and|vs|versus|or|than)$/;
const AFTER_VERB =
  /^(not|be|have|i|we|you|they|it|he|she|need|want|also|just|cause|become|lose|leave|see|get)$/;
const SUBJECT =
  /^(i|we|you|they|it|he|she|this|that|who|which|what|how|where|when|why|customers|users|people)$/;

/** "may" and "march" are verbs too. */
function isVerb(phrase: Phrase, at: number): boolean {
  const text = textAt(phrase, at);
  if (text !== "may" && text !== "march") return false;
  const before = textAt(phrase, at - 1);
  const after = textAt(phrase, at + 1);
  if (AFTER_VERB.test(after)) return true;
  if (BEFORE_MONTH.test(before) && !SUBJECT.test(before)) return false;
  if (before === "this") return false;
  return text === "may" && SUBJECT.test(before) && !/^(19|20)\d\d$/.test(after);
}
