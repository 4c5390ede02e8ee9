import { describe, expect, it } from "vitest";
import { reads } from "../testing/reads.js";

describe("politeness", () => {
  it.each([
    "could you tell me, if possible, the rides by district, thanks in advance",
    "hi there, rides by district when you have a minute",
    "rides by district if you can",
  ])("changes nothing: %s", (question) => {
    expect(reads(question)).toBe("Rides; by District");
  });

  it("leaves conditions alone", () => {
    expect(reads("rides if it rains")).not.toBe("Rides");
  });
});
