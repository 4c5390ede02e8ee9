import { readNumber } from "../numbers.js";
import type { Atom, Phrase } from "./atom.js";
import { connects, skipMaybe, textAt } from "./atom.js";
import type { Slice } from "./period-spec.js";
import { lacksYear, resolveSpec } from "./period-spec.js";
import { ordinalOf, unitOf } from "./vocabulary.js";

/** A piece of a longer stretch: "first half of last year", "last quarter of 2017", "first 3 months of 2016", "second week of March". `readWhole` reads the longer one. */
export function readSlice(
  phrase: Phrase,
  at: number,
  readWhole: (phrase: Phrase, at: number) => Atom | null,
): Atom | null {
  const head = sliceHead(phrase, at);
  // "By closing month" groups by a date that is called so.
  if (head === null || /^(by|per|each|every)$/.test(textAt(phrase, at - 1))) return null;
  const of = skipMaybe(phrase, head.to, "of|in");
  const whole = connects(phrase, of) ? readWhole(phrase, skipMaybe(phrase, of, "the")) : null;
  if (whole === null || (of === head.to && !isLongYear(phrase, whole))) return null;
  const spec = { kind: "slice", of: whole.spec, slice: head.slice } as const;
  const known = lacksYear(spec) ? true : resolveSpec(spec, phrase.context) !== null;
  return known ? { ...whole, spec } : null;
}

function sliceHead(phrase: Phrase, at: number): { slice: Slice; to: number } | null {
  const word = textAt(phrase, at);
  const side = /^(last|final|closing)$/.test(word) ? "last" : /^(first|opening)$/.test(word) ? "first" : null;
  const ordinal = ordinalOf(word);
  if (side === null && ordinal === null) return null;
  const number = side === null ? null : readNumber(phrase.words, at + 1);
  const unitAt = number?.to ?? at + 1;
  const grain = unitOf(textAt(phrase, unitAt));
  if (grain === null || !connects(phrase, unitAt) || (number !== null && !Number.isInteger(number.value)))
    return null;
  const count = number?.value ?? 1;
  if (count < 1 || number?.unit) return null;
  if (side === "last") return { slice: { grain, side, count }, to: unitAt + 1 };
  if (number !== null) return { slice: { grain, side: "first", count }, to: unitAt + 1 };
  return { slice: { grain, side: "nth", count: ordinal ?? 1 }, to: unitAt + 1 };
}

/** "second half 2017" needs no "of"; "last quarter March" is none. */
function isLongYear(phrase: Phrase, whole: Atom): boolean {
  const period = resolveSpec(whole.spec, phrase.context)?.period;
  return whole.spec.kind === "year" || period?.grain === "fiscal_year";
}
