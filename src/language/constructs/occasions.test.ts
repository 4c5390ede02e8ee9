import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("a number of times", () => {
  it.each([
    ["riders who came more than 10 times", "Rides; by Rider Name; having 0 >10"],
    [
      "how many riders came more than 10 times in 2023",
      "count(Rider Name where Rides >10); 2023-01-01..2024-01-01",
    ],
  ])("is counted by the measure of what happens: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });

  it("is asked about where several measures count", () => {
    expect(reads("districts with at least 5 times")).toBe("ask: Rides, Riders");
  });

  it("is none where it multiplies", () => {
    expect(reads("districts with 3 times more rides")).toMatch(/^(ask|refuse)/);
  });
});
