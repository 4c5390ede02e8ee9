import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("a part of a year and a year that stand apart", () => {
  it.each([
    ["Q4 income in 2022", "Rental Income; 2022-10-01..2023-01-01"],
    ["March rides for 2022 in Riverside", "Rides; District=Riverside; 2022-03-01..2022-04-01"],
    ["2022 rides in the second half", "Rides; 2022-07-01..2023-01-01"],
  ])("are one period: %s", (question, expected) => expect(reads(question)).toBe(expected));

  it.each([
    ["rides in Q4 vs 2022", "Rides; 2023-10-01..2024-01-01 & 2022-01-01..2023-01-01"],
    ["rides in March and rides in 2022", "Rides; 2024-03-01..2024-04-01 & 2022-01-01..2023-01-01"],
  ])("stay two where a word sets them side by side: %s", (question, expected) =>
    expect(reads(question)).toBe(expected),
  );
});
