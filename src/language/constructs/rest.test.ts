import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("rest", () => {
  it.each([
    ["income for Old Town vs the rest", "ask: By District"],
    ["top 2 districts by income and the rest", "Rental Income; by District; top 2 and rest"],
    ["the top three bike types by trips and everything else", "Rides; by Bike Type; top 3 and rest"],
    [
      "rides and income for the top 2 plans by rides, with the others as one row",
      "Rides, Rental Income; by Membership; top 2 and rest",
    ],
    [
      "top 2 districts by income in 2023 and all others",
      "Rental Income; by District; 2023-01-01..2024-01-01; top 2 and rest",
    ],
    ["top 2 districts by income > and the rest", "Rental Income; by District; top 2 and rest"],
    ["bottom 2 districts by net profit vs the rest", "Net Profit; by District; order 0 asc; top 2 and rest"],
    ["top 3 months by income and the rest", "ask: "],
    ["top 2 bike types by income in each district and the rest", "ask: "],
  ])("is one row beside a top-N, or asked about: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
