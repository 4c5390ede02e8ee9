import { describe, expect, it } from "vitest";
import { EMPTY_THREAD } from "../contracts/reading.js";
import { readQuestion } from "./reader.js";
import { BIKES, lexiconOf } from "./testing/fixtures.js";
import { reads } from "./testing/reads.js";

function asked(question: string) {
  const result = readQuestion(question, lexiconOf(BIKES), { asOf: BIKES.asOf, thread: EMPTY_THREAD });
  if (result.kind !== "clarification") throw new Error(result.kind);
  return result;
}

describe("a question over two views", () => {
  it("names where each measure stands, and offers each by itself", () => {
    const { question, options } = asked("rental income and repair cost in 2023");
    expect(question).toContain('"rental income" in rides');
    expect(question).toContain('"repair cost" in workshop');
    expect(options.map(({ label, query }) => [label, query?.view, query?.periods[0]?.start])).toEqual([
      ["Rental income", "rides", "2023-01-01"],
      ["Repair cost", "workshop", "2023-01-01"],
    ]);
  });

  it.each([
    ["rides by bike type and repairs by part", [["Bike Type"], ["Part"]]],
    ["repairs vs rides by month", [["Repaired On"], ["Start Day"]]],
    ["rides, income and repairs in 2023", [[], []]],
  ])("keeps for each what goes with it: %s", (question, groups) => {
    const { options } = asked(question);
    expect(options.map(({ query }) => query?.groupBy.map(({ field }) => field)).sort()).toEqual(
      groups.sort(),
    );
  });

  it("keeps measures of one view together", () => {
    expect(
      asked("rides, income and repairs in 2023").options.map(({ query }) => query?.select.length),
    ).toEqual([2, 1]);
  });

  it("offers what reads back to the same", () => {
    for (const { question } of asked("rental income and repair cost by month").options)
      expect(reads(question)).toMatch(/^(Rental Income|Repair Cost); by month/);
  });

  it("is no question over two views where one has all measures", () => {
    expect(asked("rides by part").options.map(({ query }) => query?.view)).toEqual(["workshop", "workshop"]);
  });
});
