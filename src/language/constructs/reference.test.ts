import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("reference", () => {
  it.each([
    ["rides by district > the second one", "Rides; District=Old Town"],
    [
      "rides by district > the first two by month",
      "Rides; by District, month of Start Day; District=Riverside+Old Town",
    ],
    [
      "rides in Riverside in 2023 > its income by bike type",
      "Rental Income; by Bike Type; District=Riverside; 2023-01-01..2024-01-01",
    ],
    [
      "rides by district in 2023 > their income",
      "Rental Income; by District; District=Riverside+Old Town+Westend; 2023-01-01..2024-01-01",
    ],
    ["rides by district > its income", "ask: "],
    ["rides by district > that one", "ask: Rides, Rental Income, Net Profit, Riders"],
  ])("points at rows shown before: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
