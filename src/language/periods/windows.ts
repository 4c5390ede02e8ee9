import { spanPeriod } from "../../calendar/period.js";
import type { DaySpan } from "../../calendar/unit.js";
import { addUnits } from "../../calendar/unit.js";
import type { Grain } from "../../contracts/dates.js";
import type { Period } from "../../contracts/metric-query.js";
import { readNumber } from "../numbers.js";
import type { Atom, Phrase } from "./atom.js";
import { connects, skip, skipMaybe, textAt } from "./atom.js";
import { resolveSpec } from "./period-spec.js";
import { readStretch } from "./stretch.js";
import { fiscalGrain, isFiscal, isPlural, unitOf } from "./vocabulary.js";

type Side = "to" | "before" | "from" | "after";

const SIDES: readonly [Side, string[]][] = [
  ["to", ["up", "to"]],
  ["to", ["ending|ended", "in|on|with|at"]],
  ["to", ["to|ending|ended|through|until"]],
  ["from", ["starting|beginning|commencing", "in|on|with|from"]],
  ["from", ["from|starting|beginning|commencing"]],
  ["before", ["before|preceding"]],
  ["before", ["prior", "to"]],
  ["after", ["after|following"]],
];

/** So many units beside a named stretch: "the 12 months to June 2024", "year ending March 2017", "the two weeks before 5 March". */
export function readWindow(phrase: Phrase, at: number): Atom | null {
  const length = readLength(phrase, skipMaybe(phrase, at, "the"));
  if (length === null) return null;
  for (const [side, words] of SIDES) {
    const to = skip(phrase, length.to, ...words);
    if (to === null || !connects(phrase, to) || !connects(phrase, length.to)) continue;
    // One unit alone is a length only where it ends or starts: "year before last", "the month after".
    if (
      length.count === null &&
      !/^(ending|ended|starting|beginning|commencing)$/.test(textAt(phrase, length.to))
    )
      continue;
    const stretch = readStretch(phrase, to);
    const anchor = stretch === null ? undefined : resolveSpec(stretch.spec, phrase.context)?.period;
    const span = anchor && spanBeside(side, length.count ?? 1, length.grain, anchor);
    if (stretch === null || !span) return null;
    return {
      ...stretch,
      spec: { kind: "fixed", period: spanPeriod(span, phrase.context.rules, length.grain) },
    };
  }
  return null;
}

function spanBeside(side: Side, count: number, grain: Grain, { start, end }: Period): DaySpan | null {
  if (start === null || end === null) return null;
  switch (side) {
    case "to":
      return { start: addUnits(end, -count, grain), end };
    case "before":
      return { start: addUnits(start, -count, grain), end: start };
    case "from":
      return { start, end: addUnits(start, count, grain) };
    case "after":
      return { start: end, end: addUnits(end, count, grain) };
  }
}

function readLength(phrase: Phrase, at: number): { count: number | null; grain: Grain; to: number } | null {
  const number = readNumber(phrase.words, at);
  if (number !== null && (number.unit !== null || !Number.isInteger(number.value) || number.value < 1))
    return null;
  const start = number?.to ?? at;
  const fiscal = isFiscal(textAt(phrase, start));
  const unitAt = fiscal ? start + 1 : start;
  const unit = unitOf(textAt(phrase, unitAt));
  if (unit === null || (number === null && isPlural(textAt(phrase, unitAt)))) return null;
  return { count: number?.value ?? null, grain: fiscal ? fiscalGrain(unit) : unit, to: unitAt + 1 };
}
