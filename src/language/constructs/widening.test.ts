import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("widening", () => {
  it.each([
    ["rides in Riverside by bike type > for all districts", "Rides; by Bike Type"],
    ["rides in Riverside > everywhere", "Rides"],
    ["rides by district and month > drop district", "Rides; by month of Start Day"],
  ])("takes filters away: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
