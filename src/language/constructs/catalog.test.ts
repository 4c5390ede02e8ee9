import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("catalog", () => {
  it.each([
    ["what can I ask?", "define catalog"],
    ["which measures are available", "define catalog"],
    ["help", "define catalog"],
  ])("says what can be asked: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
