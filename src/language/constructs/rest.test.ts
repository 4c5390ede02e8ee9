import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("rest", () => {
  it.each([
    ["income for Old Town vs the rest", "Rental Income; by District; apart District=Old Town"],
    [
      "rides in Old Town and Westend against everything else in 2023",
      "Rides; by District; 2023-01-01..2024-01-01; apart District=Old Town+Westend",
    ],
    [
      "income for cargo bikes vs the rest > in 2023",
      "Rental Income; by Bike Type; 2023-01-01..2024-01-01; apart Bike Type=Cargo",
    ],
    ["income for Old Town vs the rest by month", "ask: "],
    ["income for Old Town vs the rest vs last year", "ask: "],
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
