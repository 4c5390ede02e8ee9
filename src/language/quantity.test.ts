import { describe, expect, it } from "vitest";
import { readsInn } from "./testing/inn.js";

describe("numbers of the table that no measure sums up", () => {
  it.each([
    ["revenue per night", "Takings / sum Nights"],
    ["total nights in 2024", "sum Nights; 2024-01-01..2025-01-01"],
    ["nights by agent", "sum Nights; by Agent"],
    ["how many nights in 2024", "sum Nights; 2024-01-01..2025-01-01"],
    ["nights sold by agent", "sum Nights; by Agent"],
    ["average length of stay", "avg Nights"],
    ["average weight by agent", "avg Weight; by Agent"],
    ["average nights per reservation", "sum Nights / Reservations"],
  ])("are added up or averaged where an amount is asked for: %s", (question, expected) =>
    expect(readsInn(question)).toBe(expected),
  );

  it.each([
    ["how many different nights", "count Nights"],
    ["revenue by nights", "Takings; by Nights"],
    ["reservations longer than 5 nights", "Reservations; Nights >5"],
    ["reservations with 2 or 3 nights", "Reservations; Nights=2+3"],
    ["reservations with a weight of 3", "Reservations; Weight=3"],
    ["extra beds above 500 nights by agent", "Extra Beds; by Agent; having 0 >500"],
  ])("stay fields where they split, bound or count: %s", (question, expected) =>
    expect(readsInn(question)).toBe(expected),
  );

  it.each(["weight by agent", "total guest age"])("are no measure by themselves: %s", (question) =>
    expect(readsInn(question)).toMatch(/^ask/),
  );
});
