import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("who", () => {
  it.each([
    ["who took the most trips in 2023", "Rides; by Rider Name; 2023-01-01..2024-01-01; top 1"],
    ["who fixed the most repairs", "Repairs; by Mechanic; top 1"],
    ["who had the most repairs", "Repairs; by Mechanic; top 1"],
    ["who is our best rider by revenue", "Rental Income; by Rider Name; top 1"],
    ["who had more than 20 rides last year", "Rides; by Rider Name; 2023-01-01..2024-01-01; having 0 >20"],
  ])("is a row for each person: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });

  it("asks by what people are ranked instead of ranking each by a count of itself", () => {
    expect(reads("who is our best rider")).toMatch(/^ask: /);
  });
});
