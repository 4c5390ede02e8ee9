import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("rank of", () => {
  it.each([
    ["rank of Riverside by income", "Rental Income; by District; rank District=Riverside"],
    ["where does Riverside rank by income", "Rental Income; by District; rank District=Riverside"],
    ["rank bike types by income", "Rental Income; by Bike Type"],
  ])("gives the rank of one thing: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
