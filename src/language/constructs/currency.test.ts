import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("currency", () => {
  it.each([
    ["income in dollars", "Rental Income"],
    ["income in euros", "refuse no_such_data"],
  ])("ignores the currency that money is in, and no other: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
