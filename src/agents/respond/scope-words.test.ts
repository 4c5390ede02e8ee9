import { describe, expect, it } from "vitest";
import { type Filter, queryOn } from "../../contracts/metric-query.js";
import { scopeWords } from "./scope-words.js";

function words(...filters: Filter[]): string {
  return scopeWords(queryOn("rides", { filters }));
}

function values(field: string, list: (string | null)[], negated = false): Filter {
  return { kind: "values", field, values: list, negated };
}

describe("the filters of an answer in words", () => {
  it("call a missing value what it is", () => {
    expect(words(values("Area", [null]))).toBe(" with no Area");
    expect(words(values("Area", [null], true))).toBe(" with any Area");
    expect(words(values("Area", ["Docks"]), values("Plan", [null]))).toBe(" for Docks with no Plan");
  });

  it("name days as a calendar does", () => {
    const day = (value: string, inclusive: boolean) => ({ value, inclusive });
    const due = (from: string, to: string): Filter => ({
      kind: "range",
      field: "Due",
      min: day(from, true),
      max: day(to, false),
      negated: false,
    });
    expect(words(due("2025-11-17", "2025-11-18"))).toBe(" where Due is on 17 November 2025");
    expect(words(due("2025-10-01", "2025-11-01"))).toBe(" where Due is in October 2025");
  });
});
