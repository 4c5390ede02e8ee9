import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decomposeChange, type MemberParts, type NumberShape, type PartValues } from "./contribution.js";

const amount = fc.option(fc.integer({ min: -1000, max: 1000 }), { freq: 5 });
const size = fc.option(fc.integer({ min: 0, max: 500 }), { freq: 5 });
const parts = fc.record({ numerator: amount, denominator: size });
const members = fc.array(fc.record({ now: parts, before: parts }), { minLength: 1, maxLength: 12 });

describe("decomposeChange", () => {
  it("adds up to the change of a sum, with new and vanished members and nulls", () => {
    fc.assert(
      fc.property(members, (list) => {
        const named = list.map((member, i) => ({ ...member, member: i }));
        const result = decomposeChange({ kind: "sum" }, totalOf(named), named);
        if (result === null) return;
        expect(addedUp(result)).toBeCloseTo(result.change, 9);
        expect(result.remainder).toBeCloseTo(0, 9);
      }),
    );
  });

  it("adds up to the change of a ratio by mix and rate, for every member list", () => {
    const shapes = fc.record({
      kind: fc.constant("ratio" as const),
      scale: fc.constantFrom(1, 100, -1),
      offset: fc.constantFrom(0, 1),
    });
    fc.assert(
      fc.property(members, shapes, (list, shape: NumberShape) => {
        const named = list.map((member, i) => ({ ...member, member: i }));
        const total = totalOf(named);
        const result = decomposeChange(shape, total, named);
        if (result === null) return;
        const scale = Math.max(
          1,
          Math.abs(result.change),
          ...result.contributions.map((c) => Math.abs(c.contribution)),
        );
        expect(Math.abs(addedUp(result) - result.change) / scale).toBeLessThan(1e-9);
        expect(Math.abs(result.remainder) / scale).toBeLessThan(1e-9);
        for (const { mix, rate, contribution } of result.contributions) {
          expect(Math.abs(mix + rate - contribution) / scale).toBeLessThan(1e-9);
        }
      }),
    );
  });

  it("gives all of a pure rate change to rate and all of a pure mix change to mix", () => {
    const rate = decomposeChange({ kind: "ratio", scale: 1, offset: 0 }, whole(30, 20, 15, 20), [
      member("a", 20, 10, 10, 10),
      member("b", 10, 10, 5, 10),
    ]);
    expect(rate?.contributions.map(({ mix }) => mix)).toEqual([0, 0]);
    expect(rate?.change).toBeCloseTo(0.75, 12);
    const mix = decomposeChange({ kind: "ratio", scale: 1, offset: 0 }, whole(25, 20, 20, 20), [
      member("a", 20, 10, 10, 5),
      member("b", 5, 10, 10, 15),
    ]);
    expect(
      mix?.contributions.every(({ member: name, rate: part }) => name === "b" || Math.abs(part) < 1e-12),
    ).toBe(true);
  });

  it("names new and vanished members and puts the largest effect first", () => {
    const result = decomposeChange(
      { kind: "sum" },
      { now: { numerator: 12, denominator: null }, before: { numerator: 9, denominator: null } },
      [
        member("kept", 4, null, 3, null),
        member("new", 8, null, null, null),
        member("gone", null, null, 6, null),
      ],
    );
    expect(
      result?.contributions.map(({ member: name, status, contribution }) => [name, status, contribution]),
    ).toEqual([
      ["new", "new", 8],
      ["gone", "vanished", -6],
      ["kept", "present", 1],
    ]);
  });

  it("shows what overlapping members leave unexplained", () => {
    const result = decomposeChange(
      { kind: "sum" },
      { now: { numerator: 10, denominator: null }, before: { numerator: 7, denominator: null } },
      [member("a", 8, null, 5, null), member("b", 6, null, 4, null)],
    );
    expect(result?.remainder).toBe(3 - (3 + 2));
  });

  it("is null where a total is unknown", () => {
    expect(decomposeChange({ kind: "ratio", scale: 1, offset: 0 }, whole(1, 0, 1, 1), [])).toBeNull();
    expect(
      decomposeChange(
        { kind: "sum" },
        { now: { numerator: 1, denominator: null }, before: { numerator: null, denominator: null } },
        [],
      ),
    ).toBeNull();
  });
});

function member<K>(
  name: K,
  n1: number | null,
  d1: number | null,
  n0: number | null,
  d0: number | null,
): MemberParts<K> {
  return {
    member: name,
    now: { numerator: n1, denominator: d1 },
    before: { numerator: n0, denominator: d0 },
  };
}

function whole(n1: number, d1: number, n0: number, d0: number): PartValues {
  return { now: { numerator: n1, denominator: d1 }, before: { numerator: n0, denominator: d0 } };
}

function totalOf(list: readonly PartValues[]): PartValues {
  const sum = (values: (number | null)[]) =>
    values.every((value) => value === null)
      ? null
      : values.reduce<number>((total, value) => total + (value ?? 0), 0);
  return {
    now: {
      numerator: sum(list.map((m) => m.now.numerator)),
      denominator: sum(list.map((m) => m.now.denominator)),
    },
    before: {
      numerator: sum(list.map((m) => m.before.numerator)),
      denominator: sum(list.map((m) => m.before.denominator)),
    },
  };
}

function addedUp(result: { contributions: { contribution: number }[]; remainder: number }): number {
  return result.contributions.reduce((sum, { contribution }) => sum + contribution, result.remainder);
}
