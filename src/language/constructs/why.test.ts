import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("why", () => {
  it.each([
    ["why did profit drop in Q1?", "why Net Profit; 2024-01-01..2024-04-01; vs 2023-10-01..2024-01-01"],
    [
      "why was revenue so low in july 2023",
      "why Rental Income; 2023-07-01..2023-08-01; vs 2023-06-01..2023-07-01",
    ],
    [
      "revenue by month in 2022 > why is july so high",
      "why Rental Income; 2022-07-01..2022-08-01; vs 2022-06-01..2022-07-01",
    ],
    ["why did profit drop", "ask: 2023, Q1 2024, April 2024"],
  ])("asks for the parts of a change: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
