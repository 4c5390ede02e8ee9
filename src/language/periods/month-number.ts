import { dayOf, partsOf } from "../../calendar/day.js";
import type { Phrase } from "./atom.js";
import { connects, skip, textAt } from "./atom.js";
import { resolveSpec } from "./period-spec.js";
import { MONTHS, ordinalOf, WEEKDAYS_BY_NAME } from "./vocabulary.js";
import { fullYear, readYearTail } from "./years.js";

/** What two digits after a month are: "oct 22". `open` = the words and the loaded days allow both. */
export type MonthNumber = "year" | "day" | "open";

/** Years that an unloaded past may reach back where nothing is known of the data. */
const REMEMBERED = 10;
const DAY_WANTED = /^(on|commencing|ending|starting|beginning|dated)$/;
const YEAR_WANTED = /^(in|during|throughout)$/;

/**
 * How the two digits after the month at `at` are to be read; null where no two digits stand there. "In" takes a month
 * and "on" a day; otherwise what no calendar or loaded day allows is out, and neighbours ("jan to mar 24", "sep 1 to
 * sep 25", "oct 24 vs 25") decide.
 */
export function monthNumberAt(phrase: Phrase, at: number): MonthNumber | null {
  const own = ownSense(phrase, at);
  if (own !== "open") return own;
  return besideLeft(phrase, at) ?? besideRight(phrase, at) ?? "open";
}

/** The full year of two digits at `at`. */
export function shortYearAt(phrase: Phrase, at: number): number {
  return fullYear(Number(textAt(phrase, at).replace("'", "")), phrase);
}

function ownSense(phrase: Phrase, at: number): MonthNumber | null {
  const month = MONTHS.get(textAt(phrase, at));
  const numberAt = at + 1;
  if (month === undefined || !connects(phrase, numberAt)) return null;
  const gap = phrase.words[numberAt]?.gap;
  if (gap === "comma" || gap === "dash" || !/^\d\d$/.test(textAt(phrase, numberAt))) return null;
  const day = Number(textAt(phrase, numberAt));
  const isDay = dayOf(2000, month, day) !== null;
  const year = shortYearAt(phrase, numberAt);
  if (!isDay) return isKnownYear(phrase, year) ? "year" : null;
  if (readYearTail(phrase, numberAt + 1).hint !== null) return "day";
  const before = textAt(phrase, at - 1);
  if (DAY_WANTED.test(before) || WEEKDAYS_BY_NAME.has(before)) return "day";
  if (skip(phrase, at - 2, "week|day", "of") !== null) return "day";
  const whole = YEAR_WANTED.test(before) || skip(phrase, at - 2, "month", "of") !== null;
  if (whole) return isKnownYear(phrase, year) ? "year" : "day";
  if (!isLoadedMonth(phrase, month, year)) return "day";
  return isLoadedDay(phrase, month, day) ? "open" : "year";
}

function isKnownYear({ context: { loaded, asOf } }: Phrase, year: number): boolean {
  const now = partsOf(asOf).year;
  if (loaded === null) return year >= now - REMEMBERED && year <= now;
  return year >= partsOf(loaded.first).year && year <= Math.max(partsOf(loaded.last).year, now);
}

function isLoadedMonth(phrase: Phrase, month: number, year: number): boolean {
  const { loaded, asOf } = phrase.context;
  const first = dayOf(year, month, 1);
  if (first === null || first >= asOf || !isKnownYear(phrase, year)) return false;
  return loaded === null || (first <= loaded.last && first.slice(0, 7) >= loaded.first.slice(0, 7));
}

function isLoadedDay({ context }: Phrase, month: number, day: number): boolean {
  const spec = { kind: "part", grain: "day", index: month, day, year: null } as const;
  const start = resolveSpec(spec, context)?.period.start ?? null;
  const { loaded } = context;
  return start !== null && (loaded === null || (start >= loaded.first && start <= loaded.last));
}

/** A month before it, with or without a number: "jan to mar 24" shares its year, "sep 1 to sep 25" counts days. */
function besideLeft(phrase: Phrase, at: number): MonthNumber | null {
  const end = jointBefore(phrase, at);
  if (end === null) return null;
  if (MONTHS.has(textAt(phrase, end))) return "year";
  return MONTHS.has(textAt(phrase, end - 1)) ? decided(phrase, end - 1) : null;
}

function besideRight(phrase: Phrase, at: number): MonthNumber | null {
  const joint = jointAfter(phrase, at + 2);
  if (joint === null || !connects(phrase, joint)) return null;
  if (/^'?\d\d$/.test(textAt(phrase, joint)))
    return /^(vs|versus|against)$/.test(textAt(phrase, joint - 1)) ? "year" : "day";
  return MONTHS.has(textAt(phrase, joint)) ? decided(phrase, joint) : null;
}

function decided(phrase: Phrase, at: number): MonthNumber | null {
  const own = ownSense(phrase, at);
  if (own === "open") return null;
  return own ?? (isOneDay(textAt(phrase, at + 1)) ? "day" : null);
}

function isOneDay(text: string): boolean {
  return /^\d$/.test(text) || (/\d/.test(text) && ordinalOf(text) !== null);
}

const JOINTS = "to|through|thru|until|till|til|and|or|vs|versus|against";

function jointBefore(phrase: Phrase, at: number): number | null {
  if (phrase.words[at]?.gap === "dash" || phrase.words[at]?.gap === "comma") return at - 1;
  return skip(phrase, at - 1, JOINTS) === null ? null : at - 2;
}

function jointAfter(phrase: Phrase, at: number): number | null {
  return phrase.words[at]?.gap === "dash" ? at : skip(phrase, at, JOINTS);
}
