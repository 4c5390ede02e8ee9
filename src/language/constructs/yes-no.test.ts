import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("yes no", () => {
  it.each([
    ["did income grow in 2023?", "Rental Income; 2023-01-01..2024-01-01; vs 2022-01-01..2023-01-01"],
    ["was profit above 1000 in 2023?", "Net Profit; 2023-01-01..2024-01-01"],
  ])("asks for the number that decides: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
