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
