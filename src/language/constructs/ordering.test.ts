import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("ordering", () => {
  it.each([
    ["income by district sorted by district", "Rental Income; by District; order group 0 asc"],
    ["income by district ascending", "Rental Income; by District; order 0 asc"],
    ["income by district > sort by profit", "Rental Income, Net Profit; by District; order 1 desc"],
  ])("sorts: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
