import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("only", () => {
  it.each([
    ["rides by district > only 2023", "Rides; by District; 2023-01-01..2024-01-01"],
    ["only cargo rides", "Rides; Bike Type=Cargo"],
    ["rides where the district is Riverside", "Rides; District=Riverside"],
  ])("filters, and says so: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
