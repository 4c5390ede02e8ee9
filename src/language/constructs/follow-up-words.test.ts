import { describe, expect, it } from "vitest";
import { notesIn, reads } from "../testing/reads.js";

describe("follow up words", () => {
  it.each([
    ["rides in 2023 > ok now the same for Riverside", "Rides; District=Riverside; 2023-01-01..2024-01-01"],
    ["rides by district > and income?", "Rental Income; by District"],
    ["rides by district > by bike type instead", "Rides; by Bike Type"],
    ["rides by district > also by membership", "Rides; by District, Membership"],
  ])("edits the turn before: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });

  it.each([
    ["revenue this year > last year too", "Rental Income; 2024-01-01..2024-05-15 & 2023-01-01..2024-01-01"],
    ["revenue in 2023 > also for 2022", "Rental Income; 2023-01-01..2024-01-01 & 2022-01-01..2023-01-01"],
    ["revenue in 2023 > 2023 as well", "Rental Income; 2023-01-01..2024-01-01"],
    ["revenue in 2023 > 2022 instead", "Rental Income; 2022-01-01..2023-01-01"],
    ["revenue in 2023 > only 2022", "Rental Income; 2022-01-01..2023-01-01"],
    ["revenue by district > show profit next to it", "Rental Income, Net Profit; by District"],
    ["revenue by district > with profit alongside", "Rental Income, Net Profit; by District"],
    ["revenue for cargo > incl tandem", "Rental Income; Bike Type=Cargo+Tandem"],
  ])("adds to what is there, or replaces it: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });

  it.each([
    ["put Riverside back", "Rides; by District"],
    ["Riverside again", "Rides; by District"],
    ["Riverside too", "Rides; by District"],
    ["add Westend back in", "Rides; by District; District!=Riverside"],
  ])("brings back what was left out, and narrows to nothing: %s", (question, expected) => {
    expect(reads(`rides by district > without Riverside and Westend > Westend too > ${question}`)).toBe(
      expected,
    );
  });

  it("narrows to nothing what is in already, and says so", () => {
    expect(reads("rides by district > include Riverside")).toBe("Rides; by District");
    expect(notesIn("rides by district > include Riverside")).toEqual([
      "Riverside is in what is shown already.",
    ]);
  });

  it.each([
    ["again", "Rides; by District; Bike Type=Cargo"],
    ["ok now the same for tandem", "Rides; by District; Bike Type=Tandem"],
    ["alright, and the same thing for tandem", "Rides; by District; Bike Type=Tandem"],
    ["back to profit", "Net Profit; by District; Bike Type=Cargo"],
  ])("goes on from the turn before: %s", (question, expected) => {
    expect(reads(`rides by district for cargo > ${question}`)).toBe(expected);
  });

  it("says that a comparison does not stand beside a further period", () => {
    expect(notesIn("rides this year vs last year > 2022 too")).toEqual([
      "With several periods side by side, the comparison (last year) is left out.",
    ]);
  });
});
