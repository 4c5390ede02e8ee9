import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { amountContributions, OVERLAP, ratioContributions } from "./contribution.js";

const amount = fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { nil: null });
const size = fc.option(fc.double({ min: 0.01, max: 1e6, noNaN: true }), { nil: null });

function sum(values: (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}

describe("contributions", () => {
  it("add up to the change of an amount, new and vanished members included", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ now: amount, before: amount }), { minLength: 1 }), (sides) => {
        const members = sides.map((side, index) => ({ member: `m${index}`, ...side }));
        const change = sum(sides.map(({ now }) => now)) - sum(sides.map(({ before }) => before));
        const parts = amountContributions(members, change);
        expect(Math.abs(sum(parts.map((part) => part.amount)) - change)).toBeLessThanOrEqual(
          1e-9 * (1 + sizeOf(parts)),
        );
        expect(parts.every(({ member }) => member !== OVERLAP)).toBe(true);
      }),
    );
  });

  it("add up to the change of a ratio, by mix and rate", () => {
    const side = fc.record({ numerator: amount, denominator: size });
    fc.assert(
      fc.property(fc.array(fc.record({ now: side, before: side }), { minLength: 1 }), (sides) => {
        const members = sides.map(({ now, before }, index) => ({
          member: `m${index}`,
          now: null,
          before: null,
          numerator: { now: now.numerator, before: before.numerator },
          denominator: { now: now.denominator, before: before.denominator },
        }));
        const whole = {
          now: null,
          before: null,
          numerator: {
            now: sum(sides.map((s) => s.now.numerator)),
            before: sum(sides.map((s) => s.before.numerator)),
          },
          denominator: {
            now: sum(sides.map((s) => s.now.denominator)),
            before: sum(sides.map((s) => s.before.denominator)),
          },
        };
        fc.pre(whole.denominator.now > 1 && whole.denominator.before > 1);
        const change =
          whole.numerator.now / whole.denominator.now - whole.numerator.before / whole.denominator.before;
        const parts = ratioContributions(members, whole);
        expect(Math.abs(sum(parts.map((part) => part.amount)) - change)).toBeLessThanOrEqual(
          1e-9 * (1 + sizeOf(parts)),
        );
        for (const { amount: all, mix, rate } of parts)
          if (mix !== null && rate !== null)
            expect(Math.abs(mix + rate - all)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(mix)));
      }),
    );
  });

  it("names what several members share", () => {
    const members = [
      { member: "a", now: 5, before: 3 },
      { member: "b", now: 4, before: 4 },
    ];
    expect(amountContributions(members, 1).at(-1)).toMatchObject({ member: OVERLAP, amount: -1 });
  });

  it("tells a better mix from a better rate", () => {
    const side = (now: number, before: number) => ({ now, before });
    const grown = ratioContributions(
      [
        {
          member: "high",
          ...side(0, 0),
          numerator: side(90, 30),
          denominator: side(100, 33.333333333333336),
        },
        { member: "low", ...side(0, 0), numerator: side(10, 10), denominator: side(100, 100) },
      ],
      { ...side(0, 0), numerator: side(100, 40), denominator: side(200, 133.33333333333334) },
    );
    for (const { rate } of grown) expect(rate).toBeCloseTo(0, 9);
  });
});

function sizeOf(parts: { amount: number }[]): number {
  return parts.reduce((total, part) => total + Math.abs(part.amount), 0);
}
