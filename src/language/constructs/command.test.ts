import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("command", () => {
  it.each([
    ["rides > start over", "command reset"],
    ["rides by district in 2023 vs 2022 > forget the context", "command reset"],
    ["rides > undo", "command undo"],
    ["rides > how did you get that?", "command explain"],
  ])("steers the conversation: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
