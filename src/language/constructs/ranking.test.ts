import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("ranking", () => {
  it.each([
    ["top 5 start stations by trips", "Rides; by Start Station; top 5"],
    ["worst district by damage rate", "Damage Rate; by District; top 1"],
    ["top 2 bike types by income in each district", "Rental Income; by District, Bike Type; top 2 per 0"],
    [
      "best month in each district by income",
      "Rental Income; by District, month of Start Day; order 0 desc; top 1 per 0",
    ],
    ["is Riverside the best district by income?", "Rental Income; by District; rank District=Riverside"],
    ["top 3 and bottom 3 districts by income", "Rental Income; by District; top 3 both"],
  ])("keeps the first or last groups: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});

describe("places and ends", () => {
  it.each([
    ["third best district by income", "Rental Income; by District; top 3 from 3"],
    ["which bike type has the 2nd highest income", "Rental Income; by Bike Type; top 2 from 2"],
    ["top and bottom 2 districts by rides", "Rides; by District; top 2 both"],
    ["best and worst district by rides in 2023", "Rides; by District; 2023-01-01..2024-01-01; top 1 both"],
    ["top 3 and bottom 5 districts by rides", "ask: "],
  ])("%s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});

describe("speed", () => {
  it.each([
    ["which district was the slowest by average ride length", "Average Ride Length; by District; top 1"],
    [
      "which district was the fastest by average ride length",
      "Average Ride Length; by District; order 0 asc; top 1",
    ],
    ["which district was the fastest by revenue", "Rental Income; by District; top 1"],
  ])("is the least of a number that is a stretch of time: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
