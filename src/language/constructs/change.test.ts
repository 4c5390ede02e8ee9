import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("change", () => {
  it.each([
    ["income growth in 2023", "Rental Income; 2023-01-01..2024-01-01; vs 2022-01-01..2023-01-01"],
    [
      "which district grew the most in income in 2023",
      "Rental Income; by District; 2023-01-01..2024-01-01; vs 2022-01-01..2023-01-01; order 0 change desc; top 1 | Rental Income; by District; 2023-01-01..2024-01-01; vs 2022-01-01..2023-01-01; order 0 change_ratio desc; top 1",
    ],
    [
      "which bike types declined last quarter in rides",
      "Rides; by Bike Type; 2024-01-01..2024-04-01; vs 2023-10-01..2024-01-01; having 0 change <0",
    ],
    [
      "which districts fell by more than 10% in income last year",
      "Rental Income; by District; 2023-01-01..2024-01-01; vs 2022-01-01..2023-01-01; having 0 change_ratio <-0.1",
    ],
    [
      "which districts had a fall in income in 2023",
      "Rental Income; by District; 2023-01-01..2024-01-01; vs 2022-01-01..2023-01-01; having 0 change <0",
    ],
  ])("compares with the period before: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
