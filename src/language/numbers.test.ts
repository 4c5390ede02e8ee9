import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readNumber } from "./numbers.js";

const words = (text: string) => text.split(" ").map((raw) => ({ raw, text: raw.toLowerCase() }));
const read = (text: string, at = 0) => {
  const found = readNumber(words(text), at);
  return found && [found.value, found.to, found.unit];
};

describe("numbers in a question", () => {
  it.each([
    ["1.5k", 1500, 1, null],
    ["2M", 2e6, 1, null],
    ["3bn", 3e9, 1, null],
    ["10%", 10, 1, "percent"],
    ["10 %", 10, 2, "percent"],
    ["12.5 percent", 12.5, 2, "percent"],
    ["ten per cent", 10, 3, "percent"],
    ["$1,200", 1200, 1, "currency"],
    ["$ 1,200", 1200, 2, "currency"],
    ["€5", 5, 1, "currency"],
    ["5€", 5, 1, "currency"],
    ["£3m", 3e6, 1, "currency"],
    ["USD 40", 40, 2, "currency"],
    ["40 dollars", 40, 2, "currency"],
    ["$2 million", 2e6, 2, "currency"],
    ["1 200", 1200, 2, null],
    ["1 200 300", 1200300, 3, null],
    ["1.200,50", 1200.5, 1, null],
    ["1,234,567.89", 1234567.89, 1, null],
    ["-5", -5, 1, null],
    ["minus 5", -5, 2, null],
    ["1.1 thousand", 1100, 2, null],
    ["twelve", 12, 1, null],
    ["a dozen", 12, 2, null],
    ["two dozen", 24, 2, null],
    ["twenty five", 25, 2, null],
    ["twenty-five", 25, 1, null],
    ["half a million", 5e5, 3, null],
    ["two hundred and five", 205, 4, null],
    ["two thousand and five", 2005, 4, null],
    ["three hundred thousand", 3e5, 3, null],
    ["one million two hundred thousand", 1.2e6, 5, null],
    ["two and a half million", 2.5e6, 5, null],
    ["a hundred", 100, 2, null],
    ["a couple of months", 2, 3, null],
  ] as const)("%s", (text, value, to, unit) => expect(read(text)).toEqual([value, to, unit]));

  it.each([
    "sales",
    "5th",
    "q3",
    "2017-03",
    "3/5",
    "a",
    "half",
    "dozen of",
    "and",
    "k",
    "10x",
    "1,2,3",
    "v2",
    "million",
    "usd",
    "1.2.3",
  ])("%s is none", (text) => expect(read(text)).toBeNull());

  it("takes 'one' as a pronoun where it is one", () => {
    expect(read("the second one", 2)).toBeNull();
    expect(read("which one", 1)).toBeNull();
    expect(read("more than one", 2)).toEqual([1, 3, null]);
  });

  it("keeps lists of numbers apart from groups of digits", () => {
    expect(read("10 20")).toEqual([10, 1, null]);
    expect(read("five six")).toEqual([5, 1, null]);
    expect(read("2017 100")).toEqual([2017, 1, null]);
  });

  it("reads every integer that a locale writes with groups", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), (value) => {
        expect(read(value.toLocaleString("en-US"))).toEqual([value, 1, null]);
        expect(read(`$${value}`)).toEqual([value, 1, "currency"]);
      }),
    );
  });
});
