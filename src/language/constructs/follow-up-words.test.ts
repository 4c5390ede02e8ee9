import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("follow up words", () => {
  it.each([
    ["rides by district > and income?", "Rental Income; by District"],
    ["rides by district > by bike type instead", "Rides; by Bike Type"],
    ["rides by district > also by membership", "Rides; by District, Membership"],
  ])("edits the turn before: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
