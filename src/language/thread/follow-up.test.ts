import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("a question that names its own measure in a thread", () => {
  it.each([
    "revenue by district > which district has the most riders",
    "damage rate in 2023 > which district has the most riders",
  ])("stands alone, though a field is called like the measure: %s", (conversation) => {
    expect(reads(conversation)).toBe(reads("which district has the most riders"));
    expect(reads(conversation)).toMatch(/^Riders; by District/);
  });

  it("still edits the turn before where it has a field alone", () => {
    expect(reads("revenue by district > by bike type")).toBe("Rental Income; by Bike Type");
  });
});
