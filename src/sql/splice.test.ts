import fc from "fast-check";
import { expect, it } from "vitest";
import { splice } from "./splice.js";

it("replaces and inserts by code points and keeps the rest", () => {
  expect(
    splice("a 😀 b", [
      { from: 4, to: 5, text: "c" },
      { from: 0, to: 0, text: "x " },
    ]),
  ).toBe("x a 😀 c");
});

it("equals slicing by code points, for any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.nat(), fc.nat(), fc.string(), (text, a, b, put) => {
      const points = Array.from(text);
      const from = Math.min(a, b) % (points.length + 1);
      const to = Math.max(from, Math.max(a, b) % (points.length + 1));
      expect(splice(text, [{ from, to, text: put }])).toBe(
        points.slice(0, from).join("") + put + points.slice(to).join(""),
      );
    }),
  );
});

it("refuses edits that overlap", () => {
  expect(() =>
    splice("abc", [
      { from: 0, to: 2, text: "" },
      { from: 1, to: 3, text: "" },
    ]),
  ).toThrow(/overlap/);
});
