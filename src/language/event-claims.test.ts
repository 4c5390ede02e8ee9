import { describe, expect, it } from "vitest";
import { readsInn } from "./testing/inn.js";

describe("verbs that name a date", () => {
  it.each([
    ["reservations made in January", "Reservations; Reservation Date >=2025-01-01<2025-02-01"],
    ["reservations arriving in January 2024", "Reservations; 2024-01-01..2024-02-01"],
    ["revenue reserved before 2024", "Takings; Reservation Date <2024-01-01"],
    ["reservations cancelled last month", "Reservations; Departure Date >=2025-06-01<2025-07-01"],
    ["reservations departing in May", "Reservations; Departure Date >=2025-05-01<2025-06-01"],
  ])("bound that date: %s", (question, expected) => expect(readsInn(question)).toBe(expected));

  it.each([
    ["reservations in January", "Reservations; 2025-01-01..2025-02-01"],
    ["revenue made in January", "Takings; 2025-01-01..2025-02-01"],
  ])("are none without such a date: %s", (question, expected) => expect(readsInn(question)).toBe(expected));
});

describe("values that are called like something else", () => {
  it.each([
    ["revenue by agent", "Takings; by Agent"],
    ["revenue for agent Blue Tours", "Takings; Agent=Blue Tours"],
    ["revenue paid by agent", "Takings; Paid By=Agent"],
    ["revenue by speed in 2024 > next day only", "Takings; by Speed; Speed=Next Day; 2024-01-01..2025-01-01"],
    ["revenue in May 2024 > next month", "Takings; 2024-06-01..2024-07-01"],
    ["revenue for visitor in 2024 > drop the visitor filter", "Takings; 2024-01-01..2025-01-01"],
  ])("%s", (question, expected) => expect(readsInn(question)).toBe(expected));
});
