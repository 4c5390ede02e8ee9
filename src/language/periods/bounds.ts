import { spanPeriod } from "../../calendar/period.js";
import type { Period } from "../../contracts/metric-query.js";
import type { Atom, Phrase } from "./atom.js";
import { connects, skip, skipMaybe, textAt } from "./atom.js";
import { resolveSpec } from "./period-spec.js";
import { readStretch } from "./stretch.js";

type Side = "since" | "until" | "before" | "after";

const OPENERS: readonly [Side, string[]][] = [
  ["since", ["on", "or", "after"]],
  ["since", ["no", "earlier", "than"]],
  ["since", ["not", "before"]],
  ["since", ["since"]],
  ["since", ["starting|beginning|commencing", "from|in|on|with"]],
  ["since", ["starting|beginning|commencing"]],
  ["until", ["on", "or", "before"]],
  ["until", ["no", "later", "than"]],
  ["until", ["not", "after"]],
  ["until", ["up", "to|until|till"]],
  ["until", ["until|till|til|through|thru|upto"]],
  ["until", ["by", "the", "end", "of"]],
  ["until", ["as", "of"]],
  ["before", ["prior", "to"]],
  ["before", ["earlier", "than"]],
  ["before", ["before"]],
  ["after", ["later", "than"]],
  ["after", ["after"]],
];

const FOLLOWERS: readonly [Side, string[]][] = [
  ["since", ["and|or", "later|after|onward|onwards|beyond|newer|since"]],
  ["since", ["onward|onwards|forward"]],
  ["since", ["on"]],
  ["until", ["and|or", "before|earlier|older"]],
];

/** A range open on one side, or closed by two of them: "since March", "until 2016", "before 2017", "2015 onwards", "after 2014 and before 2017". */
export function readBound(phrase: Phrase, at: number): Atom | null {
  const first = readOpened(phrase, at) ?? readFollowed(phrase, at);
  if (first === null) return null;
  const joint = skipMaybe(phrase, first.to, "and|but");
  const second = connects(phrase, joint) ? readOpened(phrase, joint) : null;
  if (second !== null && first.opens !== second.opens) {
    const [low, high] = first.opens ? [first, second] : [second, first];
    const start = low.period.start;
    const end = high.period.end;
    if (start !== null && end !== null && start < end)
      return fixed(spanPeriod({ start, end }, phrase.context.rules), second.to, [first.note, second.note]);
  }
  return fixed(first.period, first.to, [first.note]);
}

interface Bound {
  period: Period;
  /** True where it gives the start. */
  opens: boolean;
  to: number;
  note: string | undefined;
}

function readOpened(phrase: Phrase, at: number): Bound | null {
  for (const [side, words] of OPENERS) {
    const after = skip(phrase, at, ...words);
    if (after === null || !connects(phrase, after)) continue;
    const edge = readEdge(phrase, after);
    const stretch = readStretch(phrase, edge.to);
    if (stretch === null) return nowBound(phrase, side, after);
    const onward = skipMaybe(phrase, stretch.to, "onward|onwards|forward");
    return bound(phrase, side, stretch, edge.words, side === "since" ? onward : stretch.to);
  }
  return null;
}

/** "the start of", "the end of", before the stretch itself. */
function readEdge(phrase: Phrase, at: number): { to: number; words: string } {
  const start = skipMaybe(phrase, at, "the");
  const to = skip(phrase, start, "start|beginning|end", "of");
  return to === null ? { to: at, words: "" } : { to, words: textAt(phrase, start) };
}

function readFollowed(phrase: Phrase, at: number): Bound | null {
  const start = skipMaybe(phrase, at, "from|in");
  const stretch = readStretch(phrase, start);
  if (stretch === null) return null;
  for (const [side, words] of FOLLOWERS) {
    const to = skip(phrase, stretch.to, ...words);
    if (to === null || !connects(phrase, stretch.to)) continue;
    // "from March on" is a range; "2017 on Mondays" is none.
    if (words[0] === "on" && (start === at || connects(phrase, to))) continue;
    return bound(phrase, side, stretch, "", to);
  }
  return null;
}

function bound(phrase: Phrase, side: Side, stretch: Atom, edge: string, to: number): Bound | null {
  const resolved = resolveSpec(stretch.spec, phrase.context);
  if (resolved === null) return null;
  const { period } = resolved;
  const { asOf } = phrase.context;
  const note = resolved.assumed ? assumption(phrase, stretch, period) : stretch.note;
  const open: Period = {
    start: null,
    end: null,
    label: `${side} ${period.label}`,
    grain: null,
    toDate: false,
  };
  const first = edge === "end" && side === "since" ? period.end : period.start;
  const last =
    (edge === "start" || edge === "beginning") && side === "until" ? period.start : (period.end ?? asOf);
  switch (side) {
    case "since":
      return { period: { ...open, start: first }, opens: true, to, note };
    case "after":
      return { period: { ...open, start: period.end ?? asOf }, opens: true, to, note };
    case "until":
      return {
        period: { ...open, end: last !== null && last > asOf && period.start === asOf ? asOf : last },
        opens: false,
        to,
        note,
      };
    case "before":
      return { period: { ...open, end: period.start }, opens: false, to, note };
  }
}

/** "until now", "up to the present": no bound beyond `as_of`. */
function nowBound(phrase: Phrase, side: Side, at: number): Bound | null {
  const to = skip(phrase, at, "now|present|date") ?? skip(phrase, at, "the", "present");
  if (to === null || side !== "until") return null;
  const period: Period = {
    start: null,
    end: phrase.context.asOf,
    label: "until now",
    grain: null,
    toDate: false,
  };
  return { period, opens: false, to, note: undefined };
}

function assumption(phrase: Phrase, stretch: Atom, period: Period): string {
  const raw = phrase.words[stretch.to - 1]?.raw ?? "";
  return `"${raw}" has no year: it was read as ${period.label}.`;
}

function fixed(period: Period, to: number, notes: (string | undefined)[]): Atom {
  const note = notes.filter((text) => text !== undefined).join(" ");
  return { spec: { kind: "fixed", period }, to, ...(note === "" ? {} : { note }) };
}
