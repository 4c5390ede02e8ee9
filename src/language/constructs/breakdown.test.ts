import { describe, expect, it } from "vitest";
import { notesIn, reads } from "../testing/reads.js";

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

  it.each([
    ["break that down by bike type", "Rides; by District, Bike Type"],
    ["split it by membership", "Rides; by District, Membership"],
    ["drill down by month", "Rides; by District, month of Start Day"],
    ["by bike type", "Rides; by Bike Type"],
  ])("keeps what is shown where that is broken down: %s", (question, expected) => {
    expect(reads(`rides by district > ${question}`)).toBe(expected);
  });

  it("says what gives way to a new field", () => {
    expect(notesIn("rides by district > by bike type")).toEqual([
      'No longer by District; say "also by …" to keep what is shown.',
    ]);
    expect(notesIn("rides by district > break that down by bike type")).toEqual([]);
    expect(notesIn("rides by district > by month")).toEqual([]);
  });
});
