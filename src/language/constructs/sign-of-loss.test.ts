import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("sign of loss", () => {
  it.each([
    ["which district loses the most money", "Net Profit; by District; order 0 asc; top 1"],
    ["loss-making districts in 2023", "Net Profit; by District; 2023-01-01..2024-01-01; having 0 <0"],
    ["how many districts lost money in 2023", "count(District where Net Profit <0); 2023-01-01..2024-01-01"],
    ["profitable bike types", "Net Profit; by Bike Type; having 0 >0"],
  ])("finds what can be lost: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});

describe("what was lost between two times", () => {
  it("is the fall, not the least number", () => {
    expect(reads("which district lost the most money in 2023 vs last year")).toContain(
      "order 0 change asc; top 1",
    );
  });
});
