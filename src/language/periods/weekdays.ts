import { addDays, weekdayOf } from "../../calendar/day.js";
import { unitPeriod } from "../../calendar/period.js";
import { startOf } from "../../calendar/unit.js";
import type { Period } from "../../contracts/metric-query.js";
import type { Atom, Phrase } from "./atom.js";
import { connects, skipMaybe, textAt } from "./atom.js";
import { readCompactDate } from "./compact-dates.js";
import { readMonth } from "./parts.js";
import { WEEKDAYS_BY_NAME } from "./vocabulary.js";

/** 1 to 7 for a weekday's name; abbreviations count only after a word that expects one, since "sun" and "sat" are words too. */
export function weekdayAt(phrase: Phrase, at: number): number | null {
  const text = textAt(phrase, at);
  const weekday = WEEKDAYS_BY_NAME.get(text);
  if (weekday === undefined) return null;
  if (text.endsWith("day")) return weekday;
  return /^(on|last|this|next|every|each|past|previous|vs|versus)$/.test(textAt(phrase, at - 1))
    ? weekday
    : null;
}

/** One day or weekend by its name: "last Monday", "on Friday", "last weekend", "Monday, 5 March". */
export function readWeekday(phrase: Phrase, at: number): Atom | null {
  const which = /^(last|past|previous|this|next)$/.test(textAt(phrase, at)) ? textAt(phrase, at) : null;
  const nameAt = which === null ? at : at + 1;
  if (which !== null && textAt(phrase, nameAt) === "weekend") return weekend(phrase, which, nameAt + 1);
  const weekday = weekdayAt(phrase, nameAt) ?? abbreviation(phrase, nameAt);
  if (weekday === null) return null;
  const dateAt = skipMaybe(phrase, nameAt + 1, "the");
  const date = connects(phrase, dateAt)
    ? (readMonth(phrase, dateAt) ?? readCompactDate(phrase, dateAt))
    : null;
  if (date !== null && which === null && isDaySpec(date)) return date;
  if (weekdayAt(phrase, nameAt) === null) return null;
  const period = dayNamed(phrase, weekday, which);
  const atom: Atom = { spec: { kind: "fixed", period }, to: nameAt + 1 };
  if (which !== null) return atom;
  return { ...atom, weak: true, note: `"${phrase.words[nameAt]?.raw}" was read as ${period.label}.` };
}

function abbreviation(phrase: Phrase, at: number): number | null {
  return WEEKDAYS_BY_NAME.get(textAt(phrase, at)) ?? null;
}

function isDaySpec({ spec }: Atom): boolean {
  if (spec.kind === "part") return spec.grain === "day";
  return spec.kind === "fixed" && spec.period.grain === "day";
}

function dayNamed({ context: { asOf, rules } }: Phrase, weekday: number, which: string | null): Period {
  if (which === "this" || which === "next") {
    const monday = startOf(asOf, "week", { ...rules, weekStarts: "monday" });
    const day = addDays(monday, weekday - 1 + (which === "next" ? 7 : 0));
    return unitPeriod(day, "day", rules);
  }
  const back = (weekdayOf(asOf) - weekday + 7) % 7 || 7;
  return unitPeriod(addDays(asOf, -back), "day", rules);
}

/** Saturday and Sunday: the last ones that are over, those of this week, or those of the next. */
function weekend({ context: { asOf, rules } }: Phrase, which: string, to: number): Atom {
  const monday = startOf(asOf, "week", { ...rules, weekStarts: "monday" });
  const shift = which === "this" ? 5 : which === "next" ? 12 : -2;
  const start = addDays(monday, shift);
  const period: Period = {
    start,
    end: addDays(start, 2),
    label: `weekend of ${unitPeriod(start, "day", rules).label}`,
    grain: null,
    toDate: false,
  };
  return { spec: { kind: "fixed", period }, to };
}
