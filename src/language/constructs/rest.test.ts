import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("rest", () => {
  it.each([["income for Old Town vs the rest", "ask: By District"]])(
    "offers all where the others are asked for: %s",
    (question, expected) => {
      expect(reads(question)).toBe(expected);
    },
  );
});
