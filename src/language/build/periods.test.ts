import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("periods kept from the turn before", () => {
  it.each([
    ["rides on 5 March 2024 > whole week then", "2024-03-04..2024-03-11"],
    ["rides in March 2024 > by quarter", "2024-01-01..2024-04-01"],
    ["rides in March 2024 > by week", "2024-03-01..2024-04-01"],
    ["rides in Q1 2024 > by month", "2024-01-01..2024-04-01"],
  ])("are never shown as a longer unit than they are: %s", (conversation, expected) => {
    expect(reads(conversation)).toContain(expected);
  });
});
