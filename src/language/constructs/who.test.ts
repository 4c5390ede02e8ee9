import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("who", () => {
  it.each([
    ["who took the most trips in 2023", "Rides; by Rider Name; 2023-01-01..2024-01-01; top 1"],
    ["who fixed the most repairs", "Repairs; by Mechanic; top 1"],
    ["who had the most repairs", "Repairs; by Mechanic; top 1"],
    ["who is our best rider by revenue", "Rental Income; by Rider Name; top 1"],
    ["who had more than 20 rides last year", "Rides; by Rider Name; 2023-01-01..2024-01-01; having 0 >20"],
  ])("is a row for each person: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });

  it("asks by what people are ranked instead of ranking each by a count of itself", () => {
    expect(reads("who is our best rider")).toMatch(/^ask: /);
  });
});

describe("who the people themselves are", () => {
  it.each([
    ["who are the riders with the most trips", "Rides; by Rider Name; top 10"],
    [
      "who were our biggest riders last year by revenue",
      "Rental Income; by Rider Name; 2023-01-01..2024-01-01; top 10",
    ],
  ])("what are leads to are people, though a measure counts them: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });

  it.each(["who are the top 5 riders", "top 5 riders"])(
    "asks by which measure they are ranked, never by a count of themselves: %s",
    (question) => {
      expect(reads(question)).toBe("ask: Rides, Rental Income, Net Profit, Average Ride Length");
    },
  );

  it("looks for others than those that the measure counts", () => {
    expect(reads("who had the most riders")).toBe("ask: Helmet, Membership, District, Bike Type");
  });
});
