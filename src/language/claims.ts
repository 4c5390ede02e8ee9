import type { IsoDate } from "../contracts/dates.js";
import type { ThreadContext } from "../contracts/reading.js";
import type { Claim, Proposal, Scene } from "./claim.js";
import { CONSTRUCTS } from "./constructs.js";
import { COST } from "./entry.js";
import { eventClaims } from "./event-claims.js";
import { isLink } from "./function-words.js";
import type { Lexicon } from "./lexicon.js";
import { nameClaims } from "./name-claims.js";
import { type NumberMatch, readNumber } from "./numbers.js";
import type { PeriodMatch, PeriodWord } from "./periods/period-match.js";
import { readPeriods } from "./periods/read-periods.js";
import type { Word } from "./words.js";

/** A second way to read a date ("03/05/2017") is a rival, not an equal. */
const ALTERNATIVE = 0.1;
/** "Next Day", where a value is called so, is that value before it is a turn of phrase. */
const NAMED = 1.5;

/** Everything that the words may mean: names, periods, numbers and what the constructs propose. */
export function claimsOf(
  words: readonly Word[],
  lexicon: Lexicon,
  context: { asOf: IsoDate; thread: ThreadContext },
): Claim[] {
  const numbers = numbersIn(words);
  const periods = periodsIn(words, lexicon, context.asOf);
  const events = eventClaims(words, periods, lexicon);
  const names = [...nameClaims(words, lexicon).filter((claim) => !isEvent(claim, events)), ...events];
  const scene: Scene = {
    words,
    lexicon,
    asOf: context.asOf,
    thread: context.thread,
    periods,
    numberAt: (at) => numbers.get(at) ?? null,
  };
  return [
    ...names,
    ...periods.flatMap(periodClaims),
    ...withoutPreposition(periods, names, words).flatMap(periodClaims),
    ...[...numbers].map(([from, number]) => claim(from, number.to, { kind: "number", number })),
    ...CONSTRUCTS.flatMap((construct, order) =>
      withoutSharedLink(construct.propose(scene), scene)
        .filter(({ from, to }) => construct.name !== "ordering" || !isTornOff(from, to, names))
        .map(({ from, to, cost, ...operation }) => ({
          ...claim(from, to, {
            kind: "operation",
            operation: { construct: construct.name, order, ...operation },
          }),
          cost: (cost ?? 0) + (isNamed(from, to, names) ? NAMED : 0),
        })),
    ),
  ];
}

/** Is a run of words exactly the name of a value? Of a single word only where its field is named beside it. */
function isNamed(from: number, to: number, names: readonly Claim[]): boolean {
  return names.some(
    (name) =>
      name.from === from &&
      name.to === to &&
      name.meaning.kind === "value" &&
      name.cost === 0 &&
      (to > from + 1 || isBesideItsField(name, names)),
  );
}

/** "Per work order by plant": the end of a name that goes on with "by" sorts nothing. */
function isTornOff(from: number, to: number, names: readonly Claim[]): boolean {
  return names.some(
    (name) =>
      name.from < from &&
      name.to === from + 1 &&
      to > name.to &&
      name.cost <= COST.inflection + COST.shortened &&
      (name.meaning.kind === "measure" || name.meaning.kind === "field"),
  );
}

/** "Growth team", where Growth is a team. */
function isBesideItsField(value: Claim, names: readonly Claim[]): boolean {
  const fields = new Set("entries" in value.meaning ? value.meaning.entries.map(fieldOf) : []);
  return names.some(
    ({ from, to, meaning }) =>
      (from === value.to || to === value.from) &&
      meaning.kind === "field" &&
      meaning.entries.some((entry) => entry.strength !== "fuzzy" && fields.has(fieldOf(entry))),
  );
}

function fieldOf({ view, name }: { view: string; name: string }): string {
  return `${view}\u0000${name}`;
}

/** "Delivered in May": beside a period the verb is no inflection of the measure Deliveries. */
function isEvent({ from, to, strength }: Claim, events: readonly Claim[]): boolean {
  return to === from + 1 && strength === "inflection" && events.some((event) => event.from === from);
}

/** "Booked on 5 March", where a field is called "booked on": the preposition belongs to the name. */
function withoutPreposition(
  periods: readonly PeriodMatch[],
  names: readonly Claim[],
  words: readonly Word[],
): PeriodMatch[] {
  return periods.flatMap((match) => {
    const first = match.from + 1;
    const named = names.some(
      ({ from, to, meaning }) => to === first && from < match.from && meaning.kind === "field",
    );
    return named && match.kind === "period" && first < match.to && isLink(words[match.from]?.norm ?? "")
      ? [{ ...match, from: first }]
      : [];
  });
}

/** "Split by" and "by month" both want "by": the construct can do without it. */
function withoutSharedLink(proposals: Proposal[], { words, periods }: Scene): Proposal[] {
  return proposals.flatMap((proposal) => {
    const last = proposal.to - 1;
    const shared =
      last > proposal.from && isLink(words[last]?.norm ?? "") && periods.some(({ from }) => from === last);
    return shared ? [proposal, { ...proposal, to: last }] : [proposal];
  });
}

function numbersIn(words: readonly Word[]): Map<number, NumberMatch> {
  const typed = words.map((word) => ({ text: word.norm, raw: word.text }));
  const found = new Map<number, NumberMatch>();
  words.forEach((word, at) => {
    if (word.quoted) return;
    const number = readNumber(typed, at);
    if (number !== null) found.set(at, number);
  });
  return found;
}

function periodsIn(words: readonly Word[], lexicon: Lexicon, asOf: IsoDate): PeriodMatch[] {
  const typed = words.map(
    (word): PeriodWord => ({
      text: word.quoted ? `"${word.norm}"` : word.norm,
      raw: word.text,
      gap: word.gap,
    }),
  );
  return readPeriods(typed, {
    asOf,
    rules: lexicon.calendar,
    loaded: loadedDays(lexicon),
    known: (word) => lexicon.spellings.has(word),
  });
}

function loadedDays(lexicon: Lexicon): { first: IsoDate; last: IsoDate } | null {
  const ranges = [...lexicon.loaded.values()];
  const first = ranges.flatMap(({ start }) => (start === null ? [] : [start])).sort()[0];
  const last = ranges
    .flatMap(({ end }) => (end === null ? [] : [end]))
    .sort()
    .at(-1);
  return first === undefined || last === undefined ? null : { first, last };
}

function periodClaims(match: PeriodMatch): Claim[] {
  const own = claim(match.from, match.to, { kind: "period", match });
  if (match.kind !== "period") return [own];
  const others = match.alternatives.map((periods) => ({
    ...claim(match.from, match.to, { kind: "period", match: { ...match, periods, alternatives: [] } }),
    cost: ALTERNATIVE,
  }));
  return [own, ...others];
}

function claim(from: number, to: number, meaning: Claim["meaning"]): Claim {
  return { from, to, meaning, cost: 0, strength: "exact", score: 1 };
}
