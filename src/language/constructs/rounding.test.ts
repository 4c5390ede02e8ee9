import { describe, expect, it } from "vitest";
import { EMPTY_THREAD } from "../../contracts/reading.js";
import { readQuestion } from "../reader.js";
import { BIKES, lexiconOf } from "../testing/fixtures.js";
import { reads } from "../testing/reads.js";

describe("rounding", () => {
  it.each([
    ["income in thousands by district", "Rental Income; by District"],
    ["income rounded to the nearest thousand", "Rental Income"],
    ["profit by district, rounded to two decimals", "Net Profit; by District"],
    [
      "top 2 districts by income and the rest, rounded to thousands",
      "Rental Income; by District; top 2 and rest",
    ],
    ["income by plan without cents", "Rental Income; by Membership"],
    ["rides in 2023 in whole numbers", "Rides; 2023-01-01..2024-01-01"],
  ])("leaves the numbers as they are: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });

  it("says what it left aside", () => {
    const result = readQuestion("income in thousands by district", lexiconOf(BIKES), {
      asOf: BIKES.asOf,
      thread: EMPTY_THREAD,
    });
    expect(result.kind === "readings" ? result.readings[0]?.notes.join() : result.kind).toMatch(
      /"in thousands" is left aside/,
    );
  });

  it("takes no word of a number that bounds", () => {
    expect(reads("districts with income over 2 thousand")).toBe(reads("districts with income over 2000"));
  });
});
