import { describe, expect, it } from "vitest";
import { readsInn } from "../testing/inn.js";

// As of 15 July 2025; departures are loaded up to September, reservations are not ahead.
describe("the current unit of a date that is not the usual one", () => {
  it.each([
    ["reservations departing this week", "Reservations; Departure Date >=2025-07-14<2025-07-21"],
    ["reservations departing this month", "Reservations; Departure Date >=2025-07-01<2025-08-01"],
  ])("is whole where such dates lie ahead: %s", (question, expected) => {
    expect(readsInn(question)).toBe(expected);
  });

  it("ends today where none does", () => {
    expect(readsInn("revenue reserved this month")).toBe("Takings; Reservation Date >=2025-07-01<2025-07-15");
  });
});
