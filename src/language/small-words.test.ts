import { describe, expect, it } from "vitest";
import { readsDesk } from "./testing/desk.js";
import { reads } from "./testing/reads.js";

describe("a value that is called like a small word", () => {
  it.each([
    ["us loans in 2024", "Loans; Nation=Usonia; 2024-01-01..2025-01-01"],
    ["loans in it in 2024", "Loans; Nation=Italy; 2024-01-01..2025-01-01"],
    ["loans from us and canadia", "Loans; Nation=Usonia+Canadia"],
    ["loans in 2024 us vs it", "Loans; by Nation; Nation=Usonia+Italy; 2024-01-01..2025-01-01"],
  ])("filters where a value is expected: %s", (question, expected) => {
    expect(readsDesk(question)).toBe(expected);
  });

  it.each(["show us the loans", "give us loans"])("is a pronoun elsewhere: %s", (question) => {
    expect(readsDesk(question)).toBe("Loans");
  });
});

describe("the month that is called like a small word", () => {
  it.each([
    ["may rides by district", "Rides; by District; 2024-05-01..2024-06-01"],
    ["rides may", "Rides; 2024-05-01..2024-06-01"],
  ])("is the month: %s", (question, expected) => {
    expect(reads(question)).toBe(expected);
  });

  it.each(["may i see rides by district", "which district may have rides"])("is a verb: %s", (question) => {
    expect(reads(question)).toBe("Rides; by District");
  });
});

describe("a value that is called like a turn of phrase", () => {
  it("is the value beside the name of its field", () => {
    expect(readsDesk("growth crew loans")).toBe("Loans; Crew=Growth");
  });

  it("may leave its article out", () => {
    expect(readsDesk("silent lamp loans")).toBe("Loans; Item=The Silent Lamp");
  });
});

describe("words that only look like a fit", () => {
  it.each([
    // Part of another measure's name, where a measure stands already.
    ["how many loans were returned", "refuse no_such_data"],
    ["loans by product", "refuse no_such_data"],
    ["loans of 500 kg", "refuse no_such_data"],
  ])("are not offered: %s", (question, expected) => {
    expect(readsDesk(question)).toBe(expected);
  });

  it("are offered in a list of measures", () => {
    expect(reads("rides and battery")).toBe("ask: Battery Use");
  });
});
