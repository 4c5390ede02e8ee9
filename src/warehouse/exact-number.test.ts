import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimalCell, floatCell, integerCell } from "./exact-number.js";

describe("cells of numbers", () => {
  it("keeps integers up to 2^53 as numbers", () => {
    expect(integerCell(9007199254740991n)).toBe(9007199254740991);
    expect(integerCell(9007199254740992n)).toBe("9007199254740992");
    expect(integerCell(-9007199254740993n)).toBe("-9007199254740993");
  });

  it("drops zeros behind the point before it counts digits", () => {
    expect(decimalCell(1234567890123450000n, 4)).toBe(123456789012345);
    expect(decimalCell(-5n, 3)).toBe(-0.005);
    expect(decimalCell(1234567890123456n, 2)).toBe("12345678901234.56");
  });

  it("gives null for what is no number", () => {
    expect([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(floatCell)).toEqual([
      null,
      null,
      null,
    ]);
    expect(Object.is(floatCell(-0), 0)).toBe(true);
  });

  it("never changes a decimal's value", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n }), fc.nat(20), (unscaled, scale) => {
        const text = plain(String(decimalCell(unscaled, scale)));
        const [whole = "", fraction = ""] = text.split(".");
        expect(
          BigInt(whole.replace("-", "") + fraction.padEnd(scale, "0")) * (text.startsWith("-") ? -1n : 1n),
        ).toBe(unscaled);
      }),
    );
  });
});

/** A number's text without an exponent. */
function plain(text: string): string {
  const match = /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(text);
  if (!match) return text;
  const [, sign, first, rest = "", exponent] = match;
  return `${sign}0.${"0".repeat(Number(exponent) - 1)}${first}${rest}`;
}
