import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("shifted period", () => {
  it.each([
    ["rides last month > and the month before?", "Rides; 2024-03-01..2024-04-01"],
    ["rides in Q1 2024 > the year before", "Rides; 2023-01-01..2023-04-01"],
    ["rides yesterday > and the day before", "Rides; 2024-05-13..2024-05-14"],
    ["rides yesterday > a week before that", "Rides; 2024-05-07..2024-05-08"],
    ["rides yesterday > the week before", "Rides; 2024-05-07..2024-05-08"],
    ["rides last month > a year before that", "Rides; 2023-04-01..2023-05-01"],
    ["rides last month > the week before", "Rides; 2024-03-25..2024-04-01"],
    ["rides in March 2024 > the month after", "Rides; 2024-04-01..2024-05-01"],
  ])("moves the period of the turn before: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
