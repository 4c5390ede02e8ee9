import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("count", () => {
  it.each([
    ["how many riders", "Riders"],
    ["how many districts", "count District"],
    ["rider count", "Riders"],
  ])("counts by a measure, else by different values: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
