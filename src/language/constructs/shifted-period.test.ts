import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("shifted period", () => {
  it.each([
    ["rides last month > and the month before?", "Rides; 2024-03-01..2024-04-01"],
    ["rides in Q1 2024 > the year before", "Rides; 2023-01-01..2023-04-01"],
  ])("moves the period of the turn before: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
