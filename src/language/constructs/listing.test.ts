import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("listing", () => {
  it.each([
    ["list the districts", "list; by District"],
    ["what districts are there", "list; by District"],
    ["list rides by district", "Rides; by District"],
  ])("lists values without a number: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
