import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("ranking", () => {
  it.each([
    ["top 5 start stations by trips", "Rides; by Start Station; top 5"],
    ["worst district by damage rate", "Damage Rate; by District; top 1"],
    ["top 2 bike types by income in each district", "Rental Income; by District, Bike Type; top 2 per 0"],
    ["is Riverside the best district by income?", "Rental Income; by District; rank District=Riverside"],
    ["top 3 and bottom 3 districts by income", "ask: "],
  ])("keeps the first or last groups: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
