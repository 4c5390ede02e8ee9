import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("missing values", () => {
  it.each([
    ["rides without helmet", "Rides; Helmet=No"],
    ["rides without a membership", "ask: "],
  ])("asks for rows without a value: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
