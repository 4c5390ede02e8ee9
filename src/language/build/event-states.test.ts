import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("the verb of a date", () => {
  it.each([
    ["how many tandems were returned", "Rides; Return Day!=; Bike Type=Tandem"],
    ["rides not returned yet by district", "Rides; by District; Return Day="],
    ["rides started in 2023 but not returned", "Rides; Return Day=; 2023-01-01..2024-01-01"],
    ["how many tandems were returned in 2023", "Rides; Return Day >=2023-01-01<2024-01-01; Bike Type=Tandem"],
  ])("says that it has happened, or bounds it, and is never what is counted: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});

describe("a unit of time of an event", () => {
  it("takes the period with it", () => {
    expect(reads("rides by month they were returned in 2023")).toBe(
      "Rides; by month of Return Day; Return Day >=2023-01-01<2024-01-01",
    );
  });

  it("stands beside no other event's", () => {
    expect(reads("rides returned per month vs started per month")).toMatch(/^(ask|refuse)/);
  });
});
