import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("time order", () => {
  it.each([
    [
      "rides by month in 2023, latest first",
      "Rides; by month of Start Day; 2023-01-01..2024-01-01; order group 0 desc",
    ],
    ["monthly income from newest to oldest", "Rental Income; by month of Start Day; order group 0 desc"],
    ["quarterly rides in chronological order", "Rides; by quarter of Start Day"],
    ["rides per month > newest first", "Rides; by month of Start Day; order group 0 desc"],
  ])("goes by the dates: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });

  it("asks where there are no dates to go by", () => {
    expect(reads("income by district, latest first")).toBe("ask: ");
  });
});
