import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OVERLAP } from "./contribution.js";
import { type FormulaChange, formulaContributions } from "./formula-contribution.js";
import { type FormulaNode, formulaValue } from "./formula-node.js";

const ATOMS = 3;
const atom = (index: number): FormulaNode => ({ kind: "atom", index });
const binary = (op: "+" | "-" | "*" | "/", left: FormulaNode, right: FormulaNode): FormulaNode => ({
  kind: "binary",
  op,
  left,
  right,
});

/** Any formula over three aggregates. */
const formula: fc.Arbitrary<FormulaNode> = fc.letrec<{ node: FormulaNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc.nat(ATOMS - 1).map(atom),
    fc.integer({ min: 1, max: 9 }).map((value): FormulaNode => ({ kind: "constant", value })),
    fc
      .tuple(fc.constantFrom("+", "-", "*", "/"), tie("node"), tie("node"))
      .map(([op, left, right]) => binary(op as "+", left, right)),
  ),
})).node;
const side = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: ATOMS, maxLength: ATOMS });
/** A member without rows on a side has nothing but zeros there: it is new, or gone. */
const presence = fc.constantFrom("both", "new", "gone");
const member = fc.tuple(side, side, presence).map(([now, before, where]) => ({
  now: where === "gone" ? now.map(() => 0) : now,
  before: where === "new" ? before.map(() => 0) : before,
}));

function whole(members: { now: number[]; before: number[] }[]): FormulaChange["atoms"] {
  const sum = (of: "now" | "before"): number[] =>
    Array.from({ length: ATOMS }, (_, at) => members.reduce((total, each) => total + (each[of][at] ?? 0), 0));
  return { now: sum("now"), before: sum("before") };
}

const changes = (members: { now: number[]; before: number[] }[]): FormulaChange[] =>
  members.map((atoms, index) => ({ member: `m${index}`, now: null, before: null, atoms }));

describe("contributions to the change of a formula", () => {
  it("add up to the change, whatever the formula and the members, with nothing left over", () => {
    let seen = 0;
    fc.assert(
      fc.property(formula, fc.array(member, { minLength: 1, maxLength: 6 }), (root, members) => {
        const total = whole(members);
        const [now, before] = [formulaValue(root, total.now), formulaValue(root, total.before)];
        if (now === null || before === null) return;
        const parts = formulaContributions(root, changes(members), total, now - before);
        if (parts === null) return;
        seen++;
        const size = parts.reduce((sum, { amount }) => sum + Math.abs(amount), Math.abs(now - before));
        const sum = parts.reduce((all, { amount }) => all + amount, 0);
        expect(Math.abs(sum - (now - before))).toBeLessThanOrEqual(1e-9 * Math.max(1, size));
        const rest = parts.find((part) => part.member === OVERLAP);
        expect(Math.abs(rest?.amount ?? 0)).toBeLessThanOrEqual(1e-5 * Math.max(1, size));
      }),
      { numRuns: 400 },
    );
    expect(seen).toBeGreaterThan(150);
  });

  it("are the members' own changes where members add up", () => {
    const members = [
      { now: [7, 1, 0], before: [4, 5, 0] },
      { now: [0, 0, 0], before: [9, 2, 0] },
    ];
    const root = binary("-", atom(0), atom(1));
    const parts = formulaContributions(root, changes(members), whole(members), 0);
    // (7 − 1) − (4 − 5) and 0 − (9 − 2), the larger first.
    expect(parts?.map(({ member, amount }) => [member, amount])).toEqual([
      ["m0", 7],
      ["m1", -7],
    ]);
  });

  it("share a product's change by what each factor brought", () => {
    const members = [
      { now: [4, 3, 0], before: [2, 3, 0] },
      { now: [0, 2, 0], before: [0, 0, 0] },
    ];
    const root = binary("*", atom(0), atom(1));
    // 4·5 − 2·3 = 14. The first factor's Shapley value is 2·(3 + 5)/2 = 8, the second's 2·(2 + 4)/2 = 6.
    const parts = formulaContributions(root, changes(members), whole(members), 14);
    expect(parts?.map(({ member }) => member)).toEqual(["m0", "m1"]);
    expect(parts?.[0]?.amount).toBeCloseTo(8, 9);
    expect(parts?.[1]?.amount).toBeCloseTo(6, 9);
  });

  it("are none where the formula has no value on the way", () => {
    const members = [{ now: [1, 2, 0], before: [1, 0, 0] }];
    expect(
      formulaContributions(binary("/", atom(0), atom(1)), changes(members), whole(members), 1),
    ).toBeNull();
  });
});
