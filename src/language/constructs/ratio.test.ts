import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("ratio", () => {
  it.each([
    ["income per ride", "Rental Income / Rides"],
    ["rides per rider", "Rides / Riders"],
    ["profit as a percentage of income", "Net Profit / Rental Income"],
    ["ratio of rides to riders", "Rides / Riders"],
  ])("divides one number by another: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
