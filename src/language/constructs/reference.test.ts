import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("reference", () => {
  it.each([
    ["rides by district > the second one", "Rides; District=Old Town"],
    [
      "rides by district > the first two by month",
      "Rides; by District, month of Start Day; District=Riverside+Old Town",
    ],
    ["rides by district > that one", "ask: Rides, Rental Income, Net Profit, Riders"],
  ])("points at rows shown before: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
