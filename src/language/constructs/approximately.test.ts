import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("approximately", () => {
  it.each([
    ["roughly how many rides were there in 2023", "Rides; 2023-01-01..2024-01-01"],
    ["give me a ballpark figure for income by district", "Rental Income; by District"],
  ])("is answered by the exact number: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });

  it("is not swallowed before a number", () => {
    expect(reads("districts with roughly 50 rides")).toMatch(/^(ask|refuse)/);
  });
});
