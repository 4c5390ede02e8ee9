import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("a number beside a field of numbers", () => {
  it.each([
    ["rides of 5 km in 2023", "Rides; Distance=5; 2023-01-01..2024-01-01"],
    ["income of rides with distance 12", "Rental Income; Distance=12"],
    ["rides over 5 km", "Rides; Distance >5"],
    ["top 3 districts by rides", "Rides; by District; top 3"],
  ])("is its value, unless it bounds or counts: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
