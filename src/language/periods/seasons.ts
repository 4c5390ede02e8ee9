import { addMonths, dayOf, partsOf } from "../../calendar/day.js";
import { spanPeriod } from "../../calendar/period.js";
import type { IsoDate } from "../../contracts/dates.js";
import type { Period } from "../../contracts/metric-query.js";
import type { Atom, Phrase } from "./atom.js";
import { connects, skip, textAt } from "./atom.js";
import { typedWords } from "./phrase-words.js";
import { readYearTail } from "./years.js";

/** First months of the meteorological seasons of the northern half of the world; each has three. */
const FIRST_MONTHS: ReadonlyMap<string, number> = new Map([
  ["spring", 3],
  ["summer", 6],
  ["autumn", 9],
  ["fall", 9],
  ["winter", 12],
]);
const WHICH = /^(last|past|previous|this|next|coming)$/;

/** "Last summer", "summer 2024", "during the winter": three whole months, and a note that names them. */
export function readSeason(phrase: Phrase, at: number): Atom | null {
  const which = WHICH.test(textAt(phrase, at)) ? textAt(phrase, at) : null;
  const nameAt = which === null ? at : at + 1;
  const name = textAt(phrase, nameAt);
  const month = FIRST_MONTHS.get(name);
  if (month === undefined || !connects(phrase, nameAt)) return null;
  // A workspace may say itself what its summer is.
  if (which === null && phrase.context.known?.(name)) return null;
  const tail = which === null ? readYearTail(phrase, nameAt + 1) : { hint: null, to: nameAt + 1 };
  if (tail.hint?.fiscal) return null;
  // "Winter 2024" begins in that year or ends in it: nobody can tell.
  if (tail.hint !== null && month === 12) return null;
  if (which === null && tail.hint === null && !isPlaced(phrase, at, name)) return null;
  const period =
    tail.hint === null ? occurrence(phrase, month, which) : seasonOf(phrase, tail.hint.year, month);
  if (period === null) return null;
  const words = typedWords(phrase.words.slice(at, tail.to));
  const note = `"${words}" was read as ${period.label}, by the seasons of the north in whole months.`;
  return { spec: { kind: "fixed", period }, to: tail.to, note, weak: true };
}

/** "In summer" is the latest, as "in March" is; "fall" needs "the", for sales fall too. */
function isPlaced(phrase: Phrase, at: number, name: string): boolean {
  const the = textAt(phrase, at - 1) === "the";
  if (name === "fall" && !the) return false;
  return skip(phrase, the ? at - 2 : at - 1, "in|during|over|throughout|since") !== null;
}

/** "Last" is over, "this" is running or of the current year, "next" is to come; else the latest that has begun. */
function occurrence(phrase: Phrase, month: number, which: string | null): Period | null {
  const { asOf } = phrase.context;
  const now = partsOf(asOf).year;
  const years = isNext(which) ? [now, now + 1] : [now, now - 1, now - 2];
  for (const year of years) {
    const period = seasonOf(phrase, year, month);
    if (period?.start && period.end && fits(period.start, period.end, asOf, which)) return period;
  }
  return which === "this" ? seasonOf(phrase, now, month) : null;
}

function fits(start: IsoDate, end: IsoDate, asOf: IsoDate, which: string | null): boolean {
  if (isNext(which)) return start >= asOf;
  if (which === null) return start < asOf;
  return which === "this" ? start <= asOf && asOf < end : end <= asOf;
}

function isNext(which: string | null): boolean {
  return which === "next" || which === "coming";
}

function seasonOf({ context: { rules } }: Phrase, year: number, month: number): Period | null {
  const start = dayOf(year, month, 1);
  return start === null ? null : spanPeriod({ start, end: addMonths(start, 3) }, rules, "month");
}
