/** A number as its parts: a sum, or `offset + scale × numerator / denominator`. */
export type NumberShape = { kind: "sum" } | { kind: "ratio"; scale: number; offset: number };

/** Parts of a number in the two periods; null where there are no rows. `denominator` is read for ratios only. */
export interface PartValues {
  now: { numerator: number | null; denominator: number | null };
  before: { numerator: number | null; denominator: number | null };
}

export interface MemberParts<Key> extends PartValues {
  member: Key;
}

/** What one member adds to the change of the whole. */
export interface Contribution<Key> {
  member: Key;
  /** The member's own number in either period; null where it has none. */
  now: number | null;
  before: number | null;
  /** Its part of the total change; `mix` + `rate`. */
  contribution: number;
  /** Because the member's weight in the whole changed (for sums: 0). */
  mix: number;
  /** Because the member's own number changed (for sums: all of it). */
  rate: number;
  /** "new": no rows before; "vanished": no rows now. */
  status: "present" | "new" | "vanished";
}

export interface Decomposition<Key> {
  now: number | null;
  before: number | null;
  change: number;
  /** Largest effect first. */
  contributions: Contribution<Key>[];
  /**
   * What no single member explains, because members overlap (a customer who bought in two regions). 0 for plain sums.
   * Contributions and remainder add up to the change.
   */
  remainder: number;
}

/**
 * Splits the change of a number over the members of a field. Sums: the members' changes. Ratios: with weights w = d/D
 * and rates r = n/d, each member adds rate (w0+w1)/2·(r1−r0) and mix (w1−w0)·((r0+r1)/2 − R̄), R̄ the mean of the two
 * totals (midpoint form of the Oaxaca–Blinder decomposition); a member without a rate in one period is all mix.
 * Null where either total is unknown.
 */
export function decomposeChange<Key>(
  shape: NumberShape,
  total: PartValues,
  members: readonly MemberParts<Key>[],
): Decomposition<Key> | null {
  const now = numberOfParts(shape, total.now);
  const before = numberOfParts(shape, total.before);
  if (now === null || before === null) return null;
  const contributions = members.map((member) =>
    shape.kind === "sum" ? sumContribution(member) : ratioContribution(shape, total, member),
  );
  const change = now - before;
  const explained = contributions.reduce((sum, { contribution }) => sum + contribution, 0);
  contributions.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  return { now, before, change, contributions, remainder: change - explained };
}

/** The number that the parts make; null without rows or with a zero denominator. */
function numberOfParts(shape: NumberShape, parts: PartValues["now"]): number | null {
  if (shape.kind === "sum") return parts.numerator;
  const { numerator, denominator } = parts;
  if (numerator === null || denominator === null || denominator === 0) return null;
  return shape.offset + shape.scale * (numerator / denominator);
}

function sumContribution<Key>(parts: MemberParts<Key>): Contribution<Key> {
  const contribution = (parts.now.numerator ?? 0) - (parts.before.numerator ?? 0);
  return {
    member: parts.member,
    now: parts.now.numerator,
    before: parts.before.numerator,
    contribution,
    mix: 0,
    rate: contribution,
    status: statusOf(parts.now.numerator, parts.before.numerator),
  };
}

function ratioContribution<Key>(
  shape: Extract<NumberShape, { kind: "ratio" }>,
  total: PartValues,
  parts: MemberParts<Key>,
): Contribution<Key> {
  const now = weighed(parts.now, total.now);
  const before = weighed(parts.before, total.before);
  const middle = (now.whole + before.whole) / 2;
  const moved = now.weight - before.weight;
  const all = now.term - before.term - middle * moved;
  let rate = 0;
  if (now.rate !== null && before.rate !== null) {
    rate = ((now.weight + before.weight) / 2) * (now.rate - before.rate);
  } else if (now.weight === 0 && before.weight === 0) rate = all;
  return {
    member: parts.member,
    now: numberOfParts(shape, parts.now),
    before: numberOfParts(shape, parts.before),
    contribution: shape.scale * all,
    mix: shape.scale * (all - rate),
    rate: shape.scale * rate,
    status: statusOf(parts.now.denominator, parts.before.denominator),
  };
}

/** A member's weight in the whole, its rate, and the term that it adds to the whole's rate. */
function weighed(parts: PartValues["now"], total: PartValues["now"]) {
  const size = total.denominator ?? 0;
  const numerator = parts.numerator ?? 0;
  const denominator = parts.denominator ?? 0;
  return {
    weight: denominator / size,
    term: numerator / size,
    rate: denominator === 0 ? null : numerator / denominator,
    whole: (total.numerator ?? 0) / size,
  };
}

function statusOf(now: number | null, before: number | null): Contribution<unknown>["status"] {
  if (before === null && now !== null) return "new";
  return now === null && before !== null ? "vanished" : "present";
}
