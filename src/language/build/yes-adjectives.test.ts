import { describe, expect, it } from "vitest";
import { readsDesk } from "../testing/desk.js";

describe("the name of a field of yes and no", () => {
  it.each([
    ["renewed loans by crew", "Loans; by Crew; Renewed=true"],
    ["takings of renewed loans", "Takings; Renewed=true"],
    ["loans not renewed by crew", "Loans; by Crew; Renewed=false"],
    ["loans by renewed", "Loans; by Renewed"],
  ])("says which rows before what is measured: %s", (question, expected) => {
    expect(readsDesk(question)).toBe(expected);
  });

  it("is no split where it is the adjective of a number", () => {
    expect(readsDesk("rebated loans")).toMatch(/^ask: /);
  });
});

describe("a noun that goes with two values", () => {
  it("splits by neither", () => {
    expect(readsDesk("takings own shops vs franchised")).toBe("Takings; by Tariff; Tariff=Own+Franchised");
  });
});

describe("one measure as a part of another", () => {
  it.each([
    ["fees share of takings by crew", "Fees / Takings; by Crew"],
    ["fees as % of takings by crew", "Fees / Takings; by Crew"],
  ])("is divided by it: %s", (question, expected) => {
    expect(readsDesk(question)).toBe(expected);
  });
});

describe("words of order", () => {
  it("put the worst first, whichever way that is", () => {
    expect(readsDesk("late rate by crew, worst first")).toBe("Late Rate; by Crew");
    expect(readsDesk("takings by crew, worst first")).toBe("Takings; by Crew; order 0 asc");
  });

  it("are none inside the name of a thing", () => {
    expect(readsDesk("takings per order by crew")).toBe("refuse no_such_data");
  });
});
