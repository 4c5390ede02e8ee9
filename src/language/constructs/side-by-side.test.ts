import { describe, expect, it } from "vitest";
import { notesIn, reads } from "../testing/reads.js";

describe("side by side", () => {
  it.each([
    ["were rides higher in 2023 than in 2022?", "Rides; 2023-01-01..2024-01-01 & 2022-01-01..2023-01-01"],
    ["more rides on Saturday or Sunday", "Rides; by weekday; weekday=6+7"],
    ["compare income in Riverside and Old Town", "Rental Income; by District; District=Riverside+Old Town"],
    ["is profit higher in Riverside than Old Town?", "Net Profit; by District; District=Riverside+Old Town"],
    ["rides in Q1 > vs Q2", "Rides; 2024-01-01..2024-04-01 & 2024-04-01..2024-07-01"],
  ])("puts things beside each other: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});

describe("more in one period than in another", () => {
  it("keeps the members of which it is true, and says that their number is not counted", () => {
    const compared = "Rides; by District; 2023-01-01..2024-01-01; vs 2022-01-01..2023-01-01";
    expect(reads("which districts had more rides in 2023 than in 2022")).toBe(
      `${compared}; having 0 change >0`,
    );
    expect(reads("which districts had fewer rides in 2023 than in 2022")).toBe(
      `${compared}; having 0 change <0`,
    );
    expect(reads("how many districts had more rides in 2023 than in 2022")).toBe("refuse not_supported");
    expect(reads("how many districts had a fall in rides in 2023")).toBe("refuse not_supported");
  });
});

describe("the difference of two measures", () => {
  it("is not computed, and not passed off as both side by side", () => {
    expect(reads("difference between revenue and profit by district")).toBe("refuse not_supported");
    expect(reads("revenue by district > gap between revenue and profit")).toBe("refuse not_supported");
    expect(reads("difference between Riverside and Westend in revenue")).toMatch(
      /^Rental Income; by District/,
    );
  });
});

describe("the difference between two things", () => {
  it("compares two periods", () => {
    expect(reads("difference between revenue in 2022 and 2023")).toBe(
      "Rental Income; 2023-01-01..2024-01-01; vs 2022-01-01..2023-01-01",
    );
  });

  it("puts two values side by side, and says that no column tells them apart", () => {
    expect(reads("difference between cargo and tandem revenue")).toBe(
      "Rental Income; by Bike Type; Bike Type=Cargo+Tandem",
    );
    expect(notesIn("difference between cargo and tandem revenue")).toHaveLength(1);
  });
});
