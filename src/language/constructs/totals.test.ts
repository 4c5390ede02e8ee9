import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("totals", () => {
  it.each([
    ["total income", "Rental Income"],
    ["income by district > in total", "Rental Income"],
    ["income by district for Riverside > all districts again, total only", "Rental Income"],
  ])("takes groups away: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
