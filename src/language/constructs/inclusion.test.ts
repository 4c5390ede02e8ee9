import { describe, expect, it } from "vitest";
import { notesIn, reads } from "../testing/reads.js";

describe("inclusion", () => {
  it.each([
    ["rides by district including Riverside", "Rides; by District"],
    ["rides in 2023 incl. Riverside", "Rides; 2023-01-01..2024-01-01"],
    ["rides in Westend inc Riverside", "Rides; District=Westend+Riverside"],
    ["rides in Westend including cargo", "Rides; District=Westend"],
    ["rides only including Riverside", "Rides; District=Riverside"],
  ])("narrows nothing to what is counted in: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });

  it("says so where nothing would leave it out", () => {
    expect(notesIn("rides by district including Riverside")).toEqual([
      "Riverside is counted in; nothing else is left out for it.",
    ]);
  });
});
