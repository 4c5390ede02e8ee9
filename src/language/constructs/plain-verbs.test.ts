import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("plain verbs", () => {
  it.each([
    ["which bike type carried the most rides", "Rides; by Bike Type; top 1"],
    ["which districts used more than 900 ride minutes", "Ride Minutes; by District; having 0 >900"],
  ])("tell what a thing does with a number: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });

  it("stand before who does it", () => {
    expect(reads("rides used by Corporate in 2023")).toBe(
      "Rides; Membership=Corporate; 2023-01-01..2024-01-01",
    );
  });

  it("are no such thing where nothing is asked of a doer", () => {
    expect(reads("used bikes income")).toBe("refuse no_such_data");
  });
});
