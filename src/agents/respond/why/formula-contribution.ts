import { type Contribution, completed, type MemberChange } from "./contribution.js";
import { type FormulaNode, formulaValue } from "./formula-node.js";

/** A member with the aggregates of a formula on both sides, 0 where it has no rows. */
export interface FormulaChange extends MemberChange {
  atoms: { now: number[]; before: number[] };
}

/** Beyond this, 2ⁿ values would be computed. */
const MOST_ATOMS = 8;
/** An aggregate that changed by less than this part of its members' moves is taken as unchanged. */
const STILL = 1e-6;

/**
 * Parts of the change of any formula over aggregates. First the change is shared out between the aggregates by their Shapley values
 * (Shapley, 1953), which add up to it exactly; then the part of an aggregate between members, by their shares in its change. An aggregate
 * that as a whole stayed the same weighs its members' moves by the slope half way. Null where the formula has no value on the way.
 */
export function formulaContributions(
  root: FormulaNode,
  members: readonly FormulaChange[],
  whole: FormulaChange["atoms"],
  change: number,
): Contribution[] | null {
  if (whole.now.length > MOST_ATOMS) return null;
  const weights = whole.now.map((_, atom) => weightOf(root, members, whole, atom));
  if (weights.some((weight) => weight === null || !Number.isFinite(weight))) return null;
  const parts = members.map(({ member, now, before, atoms }): Contribution => {
    const amount = atoms.now.reduce(
      (sum, value, atom) => sum + (weights[atom] ?? 0) * (value - (atoms.before[atom] ?? 0)),
      0,
    );
    return { member, now, before, amount, mix: null, rate: null };
  });
  return completed(parts, change);
}

/** What one unit of an aggregate's change gives to the change of the formula. */
function weightOf(
  root: FormulaNode,
  members: readonly FormulaChange[],
  whole: FormulaChange["atoms"],
  atom: number,
): number | null {
  const [now, before] = [whole.now[atom] ?? 0, whole.before[atom] ?? 0];
  const moved = members.reduce(
    (sum, { atoms }) => sum + Math.abs((atoms.now[atom] ?? 0) - (atoms.before[atom] ?? 0)),
    0,
  );
  const size = Math.max(moved, Math.abs(now - before));
  if (size === 0) return 0;
  if (Math.abs(now - before) > STILL * size) {
    const part = shapley(root, whole, atom, now, before);
    return part === null ? null : part / (now - before);
  }
  const step = STILL ** 0.5 * Math.max(Math.abs(now), size * STILL);
  const slope = shapley(root, whole, atom, now + step, now - step);
  return slope === null ? null : slope / (2 * step);
}

/** Mean, over all orders in which the other aggregates may change, of what this one's change from `before` to `now` does. */
function shapley(
  root: FormulaNode,
  whole: FormulaChange["atoms"],
  atom: number,
  now: number,
  before: number,
): number | null {
  const count = whole.now.length;
  let sum = 0;
  for (let set = 0; set < 2 ** count; set++) {
    if ((set >> atom) & 1) continue;
    const at = (value: number): number | null =>
      formulaValue(
        root,
        whole.now.map((own, index) =>
          index === atom ? value : (set >> index) & 1 ? own : (whole.before[index] ?? 0),
        ),
      );
    const [after, first] = [at(now), at(before)];
    if (after === null || first === null) return null;
    sum += (after - first) * orders(ones(set), count);
  }
  return sum;
}

/** Share of the orders in which exactly `before` given others come first: b!·(n − b − 1)!/n!. */
function orders(before: number, count: number): number {
  return (factorial(before) * factorial(count - before - 1)) / factorial(count);
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

function ones(set: number): number {
  return set === 0 ? 0 : (set & 1) + ones(set >> 1);
}
