import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("yes fields", () => {
  it.each([
    ["rides with helmet", "Rides; Helmet=Yes"],
    ["rides where helmet is no", "Rides; Helmet=No"],
  ])("means yes: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });
});
