import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("threshold", () => {
  it.each([
    ["districts with more than 10k in revenue", "Rental Income; by District; having 0 >10000"],
    ["districts with income between 5k and 10k", "Rental Income; by District; having 0 >=5000<=10000"],
    ["rides over 10 km", "Rides; Distance >10"],
    ["how many riders had profit below 0 by district", "count(Rider Name where Net Profit <0); by District"],
    ["how many districts had more than 50 rides", "count(District where Rides >50)"],
  ])("keeps groups or rows by a number: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
