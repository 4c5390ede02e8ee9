import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("which", () => {
  it.each([
    [
      "which districts have negative profit last year",
      "Net Profit; by District; 2023-01-01..2024-01-01; having 0 <0",
    ],
    ["which 3 bike types have the lowest damage rate?", "Damage Rate; by Bike Type; order 0 asc; top 3"],
  ])("groups by what is asked for: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
