import { spanPeriod } from "../../calendar/period.js";
import type { Atom, Phrase } from "./atom.js";
import { connects, phraseOf, skip, skipMaybe, textAt } from "./atom.js";
import { readMonth } from "./parts.js";
import { resolveSpec } from "./period-spec.js";
import { readStretch } from "./stretch.js";
import { unitOf } from "./vocabulary.js";
import { readYearTail } from "./years.js";

/** "from A to B", "between A and B", "A to B", "A through B", "A-B", "weeks 10 to 12". Both ends are inside. */
export function readRange(phrase: Phrase, at: number): Atom | null {
  const between = skip(phrase, at, "between");
  const from = skip(phrase, at, "from");
  const start = between ?? from ?? at;
  const first = readEnd(phrase, start) ?? readSharedDay(phrase, start, between !== null);
  if (first === null) return null;
  const joint = joinedAt(phrase, first.to, between !== null);
  if (joint === null) return null;
  const now = from !== null ? readNow(phrase, joint) : null;
  const second =
    now ?? readEnd(phrase, joint) ?? sameUnit(phrase, start, joint) ?? sameMonth(phrase, first, joint);
  if (second === null) return null;
  const spec = { kind: "range", from: first.spec, to: second.spec } as const;
  if (resolveSpec(spec, phrase.context) === null) return null;
  const note = [first.note, second.note].filter((text) => text !== undefined).join(" ");
  return { spec, to: second.to, ...(note === "" ? {} : { note }) };
}

/** "July to date", "September so far": from its start up to `as_of`. */
export function readToNow(phrase: Phrase, at: number): Atom | null {
  const stretch = readStretch(phrase, at);
  if (stretch === null || !connects(phrase, stretch.to)) return null;
  const to = skip(phrase, stretch.to, "to", "date|now") ?? skip(phrase, stretch.to, "so", "far");
  const resolved = to === null ? null : resolveSpec(stretch.spec, phrase.context);
  const { asOf, rules } = phrase.context;
  if (to === null || resolved === null) return null;
  const { period } = resolved;
  const { start } = period;
  if (start === null || start >= asOf) return null;
  const running = period.end !== null && period.end > asOf && period.grain !== null;
  const spec: Atom["spec"] = running
    ? { kind: "fixed", period: { ...period, end: asOf, label: `${period.label} to date`, toDate: true } }
    : { kind: "fixed", period: spanPeriod({ start, end: asOf }, rules) };
  return { ...stretch, spec, to };
}

/** Position of the second end, or null where the words do not make a range. */
function joinedAt(phrase: Phrase, at: number, between: boolean): number | null {
  if (!connects(phrase, at)) return null;
  if (between) return skip(phrase, at, "and|to") ?? (phrase.words[at]?.gap === "dash" ? at : null);
  if (phrase.words[at]?.gap === "dash") return at;
  const to = skip(phrase, at, "up", "to") ?? skip(phrase, at, "to|through|thru|until|till|til");
  if (to === null) return null;
  // "compare 2016 to 2017" sets two side by side.
  const compared = phrase.comparedAt < at;
  return compared &&
    textAt(phrase, at) === "to" &&
    !phrase.words.slice(0, at).some(({ text }) => text === "from")
    ? null
    : to;
}

function readEnd(phrase: Phrase, at: number): Atom | null {
  if (!connects(phrase, at)) return null;
  const edge = skip(phrase, skipMaybe(phrase, at, "the"), "start|beginning|end", "of");
  const plural = pluralUnit(phrase, at);
  return plural ?? readStretch(phrase, edge ?? at);
}

/** "weeks 10 to 12": the unit is said once, in the plural. */
function pluralUnit(phrase: Phrase, at: number): Atom | null {
  const unit = unitOf(textAt(phrase, at));
  if ((unit !== "week" && unit !== "quarter") || !textAt(phrase, at).endsWith("s")) return null;
  const index = textAt(phrase, at + 1);
  if (!/^\d{1,2}$/.test(index) || Number(index) < 1) return null;
  return { spec: { kind: "part", grain: unit, index: Number(index), day: 1, year: null }, to: at + 2 };
}

function sameUnit(phrase: Phrase, start: number, at: number): Atom | null {
  const first = pluralUnit(phrase, start);
  if (first === null || !/^\d{1,2}$/.test(textAt(phrase, at))) return null;
  const unit = { ...word(phrase, at - 1), text: unitWordAt(phrase, start) };
  const named = phraseOf(phrase.words.with(at - 1, unit), phrase.context, phrase.pass);
  const second = readStretch(named, at - 1);
  return second !== null && second.spec.kind === "part" ? second : null;
}

/** "5-9 March 2017", "between 5 and 9 March": a day whose month stands at the other end. */
function readSharedDay(phrase: Phrase, at: number, between: boolean): Atom | null {
  const day = dayAt(phrase, at);
  const joint = day === null ? null : joinedAt(phrase, at + 1, between);
  const second = joint === null ? null : readMonth(phrase, joint);
  if (day === null || second?.spec.kind !== "part" || second.spec.grain !== "day") return null;
  return { spec: { ...second.spec, day }, to: at + 1 };
}

/** "March 5 to 9, 2017". */
function sameMonth(phrase: Phrase, first: Atom, at: number): Atom | null {
  const day = dayAt(phrase, at);
  if (day === null || first.spec.kind !== "part" || first.spec.grain !== "day" || first.spec.year !== null)
    return null;
  const tail = readYearTail(phrase, at + 1);
  return { spec: { ...first.spec, day, year: tail.hint }, to: tail.to };
}

function dayAt(phrase: Phrase, at: number): number | null {
  const match = /^(\d{1,2})(st|nd|rd|th)?$/.exec(textAt(phrase, at));
  const day = Number(match?.[1] ?? 0);
  return day >= 1 && day <= 31 ? day : null;
}

function unitWordAt(phrase: Phrase, at: number): string {
  return textAt(phrase, at).replace(/s$/, "");
}

function word(phrase: Phrase, at: number): Phrase["words"][number] {
  return phrase.words[at] ?? { text: "", raw: "", gap: "none", origin: 0, ends: true, corrected: null };
}

function readNow(phrase: Phrase, at: number): Atom | null {
  const to = skip(phrase, at, "now|present|date") ?? skip(phrase, at, "the", "present");
  if (to === null) return null;
  const { asOf } = phrase.context;
  const period = { start: asOf, end: asOf, label: "now", grain: "day" as const, toDate: false };
  return { spec: { kind: "fixed", period }, to };
}
