import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("definition", () => {
  it.each([
    ["what is net profit?", "define Net Profit"],
    ["how is damage rate calculated", "define Damage Rate"],
    ["what is the profit?", "Net Profit"],
  ])("asks for a meaning: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
