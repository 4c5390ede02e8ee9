import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("contains", () => {
  it.each([
    ["rides by start station containing Dock", "Rides; by Start Station; Start Station contains Dock"],
    ["rides not containing Dock", "ask: "],
  ])("filters by a part of a text: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
