import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("breakdown", () => {
  it.each([
    ["rides by district and bike type", "Rides; by District, Bike Type"],
    ["rides per month in 2023", "Rides; by month of Start Day; 2023-01-01..2024-01-01"],
    ["rides split by month", "Rides; by month of Start Day"],
    ["rides by Ana Lopez", "Rides; Rider Name=Ana Lopez"],
    ["rides by", "ask: "],
  ])("groups by what follows: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
