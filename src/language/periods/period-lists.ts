import { isDeepStrictEqual } from "node:util";
import type { Period } from "../../contracts/metric-query.js";
import type { Atom, Phrase } from "./atom.js";
import { connects, firstOf, skip, skipMaybe, textAt } from "./atom.js";
import { readBound } from "./bounds.js";
import { readComparison } from "./comparisons.js";
import { monthNumberAt, shortYearAt } from "./month-number.js";
import type { PeriodPhrase } from "./period-match.js";
import type { PeriodSpec, ResolvedSpec } from "./period-spec.js";
import { lacksYear, resolveSpec, withYear, yearOf } from "./period-spec.js";
import { readRange, readToNow } from "./ranges.js";
import { readAllTime, readStretch } from "./stretch.js";
import { readWindow } from "./windows.js";

const PREPOSITION = "in|during|for|from|of|on|over|within|throughout|across|at|with";

export interface PeriodList extends Pick<PeriodPhrase, "periods" | "joined" | "ends" | "notes"> {
  to: number;
  assumed: boolean;
}

type Joined = PeriodPhrase["joined"];

/** One stretch of time or several joined by "and", "or", "vs": "Q1 vs Q2 2017", "2015, 2016 and 2017", "Q1 2016 vs 2017". A preposition before each belongs to it. */
export function readPeriodList(phrase: Phrase, at: number): PeriodList | null {
  const first = readPlaced(phrase, at);
  if (first === null) return null;
  const members = [first];
  let to = first.to;
  let joined: Joined = null;
  for (;;) {
    const joint = readJoint(phrase, to);
    if (joint === null) break;
    const next = readPlaced(phrase, joint.to) ?? readYearAgain(phrase, to, joint);
    if (next === null) break;
    members.push(next);
    to = next.to;
    joined = joint.joined ?? joined ?? "and";
  }
  return finished(phrase, at, members, to, joined);
}

/** "Jan to mar 24 vs 25": two digits set against a year of two digits. */
function readYearAgain(phrase: Phrase, at: number, joint: { to: number; joined: Joined }): Atom | null {
  if (joint.joined !== "versus" || !/^'?\d\d$/.test(textAt(phrase, joint.to))) return null;
  const before = monthNumberAt(phrase, at - 2);
  if (!/^'\d\d$/.test(textAt(phrase, at - 1)) && (before === null || before === "day")) return null;
  const year = shortYearAt(phrase, joint.to);
  return { spec: { kind: "year", year, fiscal: false }, to: joint.to + 1 };
}

/** "and", "vs": the word that ties a stretch of time to what stands before it. */
export function readJoint(phrase: Phrase, at: number): { to: number; joined: Joined } | null {
  if (!connects(phrase, at)) return null;
  if (readComparison(phrase, at) !== null) return null;
  const versus =
    skip(phrase, at, "compared|comparing|compare", "to|with|against") ??
    skip(phrase, at, "in", "comparison", "to|with") ??
    skip(phrase, at, "vs|versus|v|against") ??
    skip(phrase, at, "than", "in|for|during") ??
    skip(phrase, at, "than|over");
  if (versus !== null) return { to: versus, joined: "versus" };
  const compared = phrase.comparedAt < at;
  if (compared) {
    const other = skip(phrase, at, "to|with|and");
    if (other !== null) return { to: other, joined: "versus" };
  }
  const gap = phrase.words[at]?.gap;
  const and = skip(phrase, at, "and");
  if (and !== null) return { to: and, joined: "and" };
  const or = skip(phrase, at, "or");
  if (or !== null) return { to: or, joined: "or" };
  return gap === "comma" || gap === "slash" ? { to: at, joined: null } : null;
}

/** "from" and "of" open some phrases and only introduce others. */
function readPlaced(phrase: Phrase, at: number): Atom | null {
  const plain = readMember(phrase, at);
  const introduced = readMember(phrase, skipPreposition(phrase, at));
  if (plain === null || introduced === null) return plain ?? introduced;
  return introduced.to > plain.to ? introduced : plain;
}

function skipPreposition(phrase: Phrase, at: number): number {
  return skipMaybe(phrase, at, PREPOSITION);
}

function readMember(phrase: Phrase, at: number): Atom | null {
  return connects(phrase, at)
    ? longest(phrase, at, [readRange, readBound, readWindow, readToNow, readStretch, readAllTime])
    : null;
}

function longest(
  phrase: Phrase,
  at: number,
  readers: ((phrase: Phrase, at: number) => Atom | null)[],
): Atom | null {
  let best: Atom | null = null;
  for (const reader of readers) {
    const found = firstOf(phrase, at, [reader]);
    if (found !== null && found.to > (best?.to ?? at)) best = found;
  }
  return best;
}

function finished(
  phrase: Phrase,
  at: number,
  members: Atom[],
  to: number,
  joined: Joined,
): PeriodList | null {
  const specs = sharedYears(members.map(({ spec }) => spec));
  const resolved = specs.map((spec) => resolveSpec(spec, phrase.context));
  if (resolved.some((one) => one === null)) {
    const first = members[0];
    return members.length > 1 && first !== undefined ? finished(phrase, at, [first], first.to, null) : null;
  }
  const found = apart(specs, resolved as ResolvedSpec[], phrase);
  const notes = members.flatMap(({ note }) => note ?? []);
  const assumed = found.filter((one) => one.assumed).map(({ period }) => period);
  // Which March is meant by "March" is a rule, and the answer names its year; of several parts it is less plain.
  if (assumed.length > 0 && members.length > 1) notes.push(assumption(wordsOf(phrase, at, to), assumed));
  return {
    to,
    periods: found.map(({ period }) => period),
    joined: members.length > 1 ? joined : null,
    ends: members.length === 1 ? (found[0]?.ends ?? null) : null,
    notes,
    assumed: assumed.length > 0 || members.some(({ weak }) => weak === true),
  };
}

/** "Q4 2017 vs Q4": the one without a year cannot be the same again, so it is that of the year before. */
function apart(specs: PeriodSpec[], found: ResolvedSpec[], phrase: Phrase): ResolvedSpec[] {
  if (specs.length !== 2) return found;
  const [first, second] = found;
  const bare = specs.findIndex(lacksYear);
  const spec = specs[bare];
  const year = yearOf(specs[1 - bare] ?? { kind: "year", year: 0, fiscal: false });
  if (!first || !second || !spec || year === null || first.period.start !== second.period.start) return found;
  const moved = resolveSpec(withYear(spec, { ...year, year: year.year - 1 }), phrase.context);
  return moved === null ? found : found.with(bare, { ...moved, assumed: true });
}

/**
 * One year serves its neighbours: the next one that is said, else the one before; "Q1 2016 vs 2017" is Q1 of both. In
 * "Q3 vs Q3 last year" the year belongs to its own Q3 alone, for the other is not the same.
 */
function sharedYears(specs: PeriodSpec[]): PeriodSpec[] {
  const spread = repeatedParts(specs);
  return spread.map((spec, index) => {
    if (!lacksYear(spec) || spread.some((other) => isSamePart(spec, other))) return spec;
    const after = spread
      .slice(index + 1)
      .map(yearOf)
      .find((year) => year !== null);
    const before = spread
      .slice(0, index)
      .map(yearOf)
      .findLast((year) => year !== null);
    const year = after ?? before;
    return year === undefined || year === null ? spec : withYear(spec, year);
  });
}

/** Is `dated` the same part of some year? */
function isSamePart(spec: PeriodSpec, dated: PeriodSpec): boolean {
  const year = yearOf(dated);
  return year !== null && !lacksYear(dated) && isDeepStrictEqual(withYear(spec, year), dated);
}

function repeatedParts(specs: PeriodSpec[]): PeriodSpec[] {
  const last = specs.findLastIndex((spec) => spec.kind !== "year");
  const parts = specs.slice(0, last + 1);
  const years = specs.slice(last + 1);
  if (years.length === 0 || parts.length === 0) return specs;
  if (!parts.every((spec) => spec.kind !== "year" && spec.kind !== "fixed")) return specs;
  if (yearOf(parts.at(-1) as PeriodSpec) === null) return specs;
  const dated = sharedYears(parts);
  const repeated = years.flatMap((year) =>
    year.kind === "year"
      ? dated.map((part) => withYear(part, { year: year.year, fiscal: year.fiscal }, true))
      : [year],
  );
  return [...dated, ...repeated];
}

function assumption(words: string, periods: Period[]): string {
  return `"${words}" names no year: it was read as ${periods.map(({ label }) => label).join(" and ")}.`;
}

function wordsOf(phrase: Phrase, at: number, to: number): string {
  const start = skipPreposition(phrase, at);
  return phrase.words
    .slice(start, to)
    .filter(({ ends }) => ends)
    .map(({ raw }) => raw.replace(/[,.;:!?]+$/, ""))
    .join(" ");
}
