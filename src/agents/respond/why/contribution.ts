/** One member of a field on both sides of a change. Amounts that are missing on a side (new or gone members) are null. */
export interface MemberChange {
  member: string;
  now: number | null;
  before: number | null;
}

/** A member of a ratio's field, with the ratio's own parts. */
export interface RatioChange extends MemberChange {
  numerator: { now: number | null; before: number | null };
  denominator: { now: number | null; before: number | null };
}

/** A member's part in a change. `rate` and `mix` add up to `amount`; null for plain amounts. */
export interface Contribution {
  member: string;
  now: number | null;
  before: number | null;
  amount: number;
  mix: number | null;
  rate: number | null;
}

/** The change that no single member can claim, because members share what is counted (distinct counts, greatest values). */
export const OVERLAP = "(shared between members)";

const NEGLIGIBLE = 1e-9;

/** Parts of the change of an amount. With the overlap they add up to `change`; the largest first. */
export function amountContributions(members: readonly MemberChange[], change: number): Contribution[] {
  const parts = members.map(({ member, now, before }) => ({
    member,
    now,
    before,
    amount: (now ?? 0) - (before ?? 0),
    mix: null,
    rate: null,
  }));
  return completed(parts, change);
}

/**
 * Parts of the change of a ratio, by mix and rate: with weights w (share of the denominator) and ratios r of a member, and
 * the earlier ratio R of the whole, a member gives (w₁r₁ − w₀r₀) − (w₁ − w₀)·R. Of that, (r₁ − r₀)·(w₀ + w₁)/2 is its rate,
 * the rest its mix; a member that is new or gone has mix alone. `scale` multiplies all of it: 100 for a ratio in percent.
 */
export function ratioContributions(
  members: readonly RatioChange[],
  whole: Omit<RatioChange, "member">,
  scale = 1,
): Contribution[] {
  const { numerator, denominator } = whole;
  const [d1, d0] = [denominator.now ?? 0, denominator.before ?? 0];
  if (d1 === 0 || d0 === 0) return [];
  const reference = (numerator.before ?? 0) / d0;
  const change = (numerator.now ?? 0) / d1 - reference;
  const parts = members.map((each) => {
    const [w1, w0] = [(each.denominator.now ?? 0) / d1, (each.denominator.before ?? 0) / d0];
    const share = (each.numerator.now ?? 0) / d1 - (each.numerator.before ?? 0) / d0;
    const amount = share - (w1 - w0) * reference;
    const rate = w1 === 0 || w0 === 0 ? 0 : (rateOf(each, "now") - rateOf(each, "before")) * ((w0 + w1) / 2);
    return {
      member: each.member,
      now: each.now,
      before: each.before,
      amount: scale * amount,
      mix: scale * (amount - rate),
      rate: scale * rate,
    };
  });
  return completed(parts, scale * change);
}

function rateOf({ numerator, denominator }: RatioChange, side: "now" | "before"): number {
  return (numerator[side] ?? 0) / (denominator[side] ?? 1);
}

/** Largest first; what is left of the change stands last, and a mere rounding of it goes to the largest part. */
export function completed(parts: readonly Contribution[], change: number): Contribution[] {
  const sorted = [...parts].sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
  const sum = parts.reduce((total, { amount }) => total + amount, 0);
  const size = parts.reduce((total, { amount }) => total + Math.abs(amount), Math.abs(change));
  const left = change - sum;
  const [largest, ...others] = sorted;
  if (largest && Math.abs(left) <= NEGLIGIBLE * size)
    return [
      { ...largest, amount: largest.amount + left, mix: largest.mix === null ? null : largest.mix + left },
      ...others,
    ];
  return [...sorted, { member: OVERLAP, now: null, before: null, amount: left, mix: null, rate: null }];
}
