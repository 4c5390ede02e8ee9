import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("side by side", () => {
  it.each([
    ["compare income in Riverside and Old Town", "Rental Income; by District; District=Riverside+Old Town"],
    ["is profit higher in Riverside than Old Town?", "Net Profit; by District; District=Riverside+Old Town"],
    ["rides in Q1 > vs Q2", "Rides; 2024-01-01..2024-04-01 & 2024-04-01..2024-07-01"],
  ])("puts things beside each other: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});

describe("the difference of two measures", () => {
  it("is not computed, and not passed off as both side by side", () => {
    expect(reads("difference between revenue and profit by district")).toBe("refuse not_supported");
    expect(reads("difference between Riverside and Westend in revenue")).toMatch(
      /^Rental Income; by District/,
    );
  });
});
