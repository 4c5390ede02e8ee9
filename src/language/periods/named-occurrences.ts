import { partsOf } from "../../calendar/day.js";
import { fiscalYearOf } from "../../calendar/fiscal.js";
import type { Atom, Phrase } from "./atom.js";
import { textAt } from "./atom.js";
import { readMonth, readNumberedPart } from "./parts.js";
import type { PeriodSpec } from "./period-spec.js";
import { resolveSpec, withYear } from "./period-spec.js";

/** A month or quarter picked by "last", "this" or "next": "last March" is the latest that is over, "this March" that of the current year. */
export function readNamedOccurrence(phrase: Phrase, at: number): Atom | null {
  const which = /^(last|past|previous|this|next|coming)$/.exec(textAt(phrase, at))?.[1];
  if (which === undefined) return null;
  const part = readMonth(phrase, at + 1) ?? readNumberedPart(phrase, at + 1);
  if (part === null || part.spec.kind !== "part" || part.spec.year !== null) return null;
  const spec = occurrence(phrase, part.spec, which);
  return spec === null ? null : { spec, to: part.to };
}

function occurrence(phrase: Phrase, part: PeriodSpec & { kind: "part" }, which: string): PeriodSpec | null {
  const { asOf, rules } = phrase.context;
  const fiscal = part.grain.startsWith("fiscal");
  const now = fiscal ? fiscalYearOf(asOf, rules) : partsOf(asOf).year;
  const years =
    which === "this" ? [now] : which === "next" || which === "coming" ? [now, now + 1] : [now, now - 1];
  for (const year of years) {
    const spec = withYear(part, { year, fiscal });
    const period = resolveSpec(spec, phrase.context)?.period;
    if (!period?.start || !period.end) continue;
    if (which === "this") return spec;
    if (years[1] === now + 1 ? period.start >= asOf : period.end <= asOf) return spec;
  }
  return null;
}
