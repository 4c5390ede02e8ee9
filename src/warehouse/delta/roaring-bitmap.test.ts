import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readRoaring } from "./roaring-bitmap.js";

interface Case {
  name: string;
  base64: string;
  count: number;
  sum: number;
  first: number[];
  last: number[];
}
const cases: Case[] = JSON.parse(
  readFileSync(join(import.meta.dirname, "testing", "roaring.expected.json"), "utf8"),
);

describe("Roaring bitmaps of another implementation", () => {
  it.each(cases)("reads $name", ({ base64, count, sum, first, last }) => {
    const bytes = Buffer.from(base64, "base64");
    const { members, end } = readRoaring(Buffer.concat([Buffer.from([1, 2, 3]), bytes]), 3);
    expect(end).toBe(bytes.length + 3);
    expect(members).toHaveLength(count);
    expect(members.reduce((a, b) => a + b, 0)).toBe(sum);
    expect(members.slice(0, 3)).toEqual(first);
    expect(members.slice(-3)).toEqual(last);
  });

  it("refuses bytes that are none", () => {
    expect(() => readRoaring(Buffer.from("not a bitmap"), 0)).toThrow(RangeError);
  });
});
