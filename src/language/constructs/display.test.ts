import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("display", () => {
  it.each([
    ["show income by district as a bar chart", "Rental Income; by District"],
    ["draw a line graph of monthly rides", "Rides; by month of Start Day"],
    ["rides by plan in a table", "Rides; by Membership"],
    ["pie chart of income by bike type", "Rental Income; by Bike Type"],
  ])("asks for nothing but the rows: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });

  it("says nothing by itself", () => {
    expect(reads("as a bar chart")).toMatch(/^(ask|refuse)/);
  });
});
