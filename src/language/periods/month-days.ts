import { addMonths, dayOf, partsOf } from "../../calendar/day.js";
import { unitPeriod } from "../../calendar/period.js";
import type { IsoDate } from "../../contracts/dates.js";
import type { Atom, Phrase } from "./atom.js";
import { connects, skip, skipMaybe, textAt } from "./atom.js";
import { resolveSpec } from "./period-spec.js";
import { readRelative } from "./relative.js";

const GOES_ON = /^(by|per|for|in|at|of|from|vs|versus|compared|and|or|than)$/;
/** No month is so short that a day of it is missing for longer. */
const MONTHS_BACK = 3;

/** "On the 5th": of the month that is named behind it ("of last month"), else the latest that is loaded. */
export function readMonthDay(phrase: Phrase, at: number): Atom | null {
  const text = /^(\d{1,2})(st|nd|rd|th)$/.exec(textAt(phrase, at));
  const on = textAt(phrase, at - 1) === "the" ? at - 2 : at - 1;
  if (text === null || textAt(phrase, on) !== "on") return null;
  const day = Number(text[1]);
  const plain = skipMaybe(phrase, at + 1, "of", "the", "month");
  const of = skip(phrase, at + 1, "of");
  const month = of === null || plain > at + 1 ? null : readRelative(phrase, of);
  if (month !== null) return dayOfMonth(phrase, month, day);
  // "On the 5th floor" is a place.
  if (connects(phrase, plain) && !GOES_ON.test(textAt(phrase, plain)) && phrase.words[plain]?.gap !== "comma")
    return null;
  const date = latest(phrase, day);
  if (date === null) return null;
  const period = unitPeriod(date, "day", phrase.context.rules);
  const note = `"${phrase.words[at]?.raw.replace(/[?!.,;:]+$/, "")}" was read as ${period.label}.`;
  return { spec: { kind: "fixed", period }, to: plain, note, weak: true };
}

function dayOfMonth(phrase: Phrase, month: Atom, day: number): Atom | null {
  const period = resolveSpec(month.spec, phrase.context)?.period;
  if (period?.grain !== "month" || period.start === null) return null;
  const date = withDay(period.start, day);
  if (date === null) return null;
  return { spec: { kind: "fixed", period: unitPeriod(date, "day", phrase.context.rules) }, to: month.to };
}

function latest({ context: { asOf, loaded } }: Phrase, day: number): IsoDate | null {
  const last = loaded === null || loaded.last >= asOf ? asOf : loaded.last;
  for (let back = 0; back <= MONTHS_BACK; back++) {
    const date = withDay(addMonths(`${last.slice(0, 7)}-01`, -back), day);
    if (date !== null && date <= last && date < asOf) return date;
  }
  return null;
}

function withDay(first: IsoDate, day: number): IsoDate | null {
  const { year, month } = partsOf(first);
  return dayOf(year, month, day);
}
