import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("share", () => {
  it.each([
    ["share of income by district", "Rental Income; by District; share"],
    ["what percent of income is Cargo", "Rental Income; by Bike Type; share only Bike Type=Cargo"],
    [
      "what percentage of rides in Riverside are cargo",
      "Rides; by Bike Type; District=Riverside; share only Bike Type=Cargo",
    ],
    ["share of rides with helmet", "Rides; by Helmet; share only Helmet=Yes"],
    ["percentage of rides by membership in each district", "Rides; by Membership, District; share within 1"],
  ])("gives parts of a total: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});

describe("the whole of a share", () => {
  it("is each thing that is named as such", () => {
    expect(reads("rides by bike type and district as % of district")).toBe(
      "Rides; by Bike Type, District; share within 1",
    );
  });

  it("is all where one value is set against a percentage", () => {
    expect(reads("is Riverside above 60% of rides in 2023")).toBe(
      "Rides; by District; 2023-01-01..2024-01-01; share only District=Riverside",
    );
  });
});
