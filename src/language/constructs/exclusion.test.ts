import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("exclusion", () => {
  it.each([
    ["rides other than cargo", "Rides; Bike Type!=Cargo"],
    ["rides excluding weekends", "Rides; weekday!=6+7"],
    ["rides neither in Riverside nor Westend", "Rides; District!=Riverside+Westend"],
    [
      "2023 income excluding March 2023",
      "Rental Income; Start Day !>=2023-03-01<2023-04-01; 2023-01-01..2024-01-01",
    ],
    ["rides excl cargo", "Rides; Bike Type!=Cargo"],
    ["rides > excl. Riverside", "Rides; District!=Riverside"],
    ["rides ex Riverside", "Rides; District!=Riverside"],
    ["rides not", "ask: "],
  ])("leaves out: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
