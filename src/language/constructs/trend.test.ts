import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("trend", () => {
  it.each([
    ["income trend by district", "Rental Income; by month of Start Day, District"],
    ["how did income develop in 2023", "Rental Income; by month of Start Day; 2023-01-01..2024-01-01"],
  ])("gives time buckets: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
