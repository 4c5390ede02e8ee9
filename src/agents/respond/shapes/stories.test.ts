import { describe, expect, it } from "vitest";
import type { MetricQuery } from "../../../contracts/metric-query.js";
import type { OutputColumn } from "../../../contracts/result.js";
import { AREA, BEFORE, BY_AREA, group, number, told, YEAR } from "./testing/told.js";

describe("a ranking in words", () => {
  it("names the place that was asked for", () => {
    const top = { count: 3, per: [], from: 3 };
    expect(told({ groupBy: BY_AREA, top }, AREA, [["Docks", 70]]).headline).toBe(
      "Docks has the third largest Income: 70.",
    );
    const low = { by: { kind: "select", index: 0, of: "value" }, direction: "asc" } as const;
    expect(
      told({ groupBy: BY_AREA, top: { count: 12, per: [], from: 12 }, order: [low] }, AREA, [["Docks", 70]])
        .headline,
    ).toBe("Docks has the 12th smallest Income: 70.");
  });

  it("names both ends, and who stands at which", () => {
    const top = { count: 2, per: [], both: true as const };
    const rows = [
      ["A", 90],
      ["B", 80],
      ["C", -5],
      ["D", -20],
    ];
    expect(told({ groupBy: BY_AREA, top }, AREA, rows)).toEqual({
      headline: "A has the largest Income: 90; D has the smallest: -20.",
      narrative: "At the top: A (90) and B (80). At the bottom: D (-20) and C (-5).",
    });
  });

  it("names no last one where only the first are shown", () => {
    const rows = [
      ["A", 90],
      ["B", 80],
      ["C", 70],
      ["D", 60],
    ];
    expect(told({ groupBy: BY_AREA, top: { count: 4, per: [] } }, AREA, rows).narrative).toBe(
      "Next are B (80) and C (70).",
    );
  });

  it("names the first of each where the ranking starts anew in each", () => {
    const groupBy = [...BY_AREA, { kind: "field" as const, field: "Plan" }];
    const rows = [
      ["Docks", "Day", 30],
      ["Docks", "Year", 20],
      ["Hill", "Year", 50],
    ];
    const { narrative } = told(
      { groupBy, top: { count: 2, per: [0] } },
      [group("Area"), group("Plan", 1), number("Income")],
      rows,
    );
    expect(narrative).toBe("First of each: Day for Docks (30) and Year for Hill (50).");
  });

  it("keeps the row of all others out of the places, and says it", () => {
    const rows = [
      ["A", 50],
      ["B", 30],
      ["Everything else", 120],
    ];
    const { headline, narrative } = told(
      { groupBy: BY_AREA, top: { count: 2, per: [], rest: true } },
      AREA,
      rows,
    );
    expect(headline).toBe("A has the largest Income: 50, 25.0% of the total.");
    expect(narrative).toContain(
      "Next is B (30). Everything else together: Income was 120, 60.0% of the total.",
    );
  });

  it("sets one beside all others", () => {
    const only = [{ kind: "values" as const, field: "Area", values: ["A"], negated: false }];
    const rows = [
      ["A", 50],
      ["Everything else", 100],
    ];
    expect(told({ groupBy: BY_AREA, apart: { only } }, AREA, rows)).toEqual({
      headline: "Income was 50 for A and 100 for Everything else.",
      narrative: "A is 50 (50.0%) lower than Everything else.",
    });
  });

  it("answers whether one is the best", () => {
    const columns: OutputColumn[] = [
      group("Area"),
      { name: "Rank", type: "number", role: "dimension", unit: null, of: { kind: "rank" }, decimals: null },
      number("Income"),
    ];
    const asked = (place: number, question: string) =>
      told({ groupBy: BY_AREA, rank: { only: [] } }, columns, [["Docks", place, 70]], question).headline;
    expect(asked(1, "is Docks the best area?")).toMatch(/^Yes\. Docks is number 1/);
    expect(asked(2, "is Docks the best area?")).toMatch(/^No\. Docks is number 2/);
    expect(asked(2, "is Docks in the top 3?")).toMatch(/^Yes\. Docks is number 2/);
    expect(asked(4, "is Docks in the top 3 areas?")).toMatch(/^No\. Docks is number 4/);
    expect(asked(2, "is Docks in the best half?")).toMatch(/^Docks is number 2/);
  });
});

describe("changes in words", () => {
  const comparison = {
    kind: "range" as const,
    period: BEFORE,
    shift: null,
    label: "previous period" as const,
  };
  const added = (kind: "previous" | "change" | "change_ratio", unit: string | null): OutputColumn => ({
    ...number(kind),
    unit,
    of: { kind, index: 0 },
  });
  const columns = [...AREA, added("previous", null), added("change", null), added("change_ratio", "ratio")];
  const by = (direction: "asc" | "desc", of: "change" | "value") => [
    { by: { kind: "select" as const, index: 0, of }, direction },
  ];

  it("lead where the order is by them", () => {
    const rows = [
      ["A", 60, 100, -40, -0.4],
      ["B", 90, 100, -10, -0.1],
      ["C", 400, 380, 20, 20 / 380],
    ];
    const query = { groupBy: BY_AREA, periods: [YEAR], comparison };
    expect(told({ ...query, order: by("asc", "change") }, columns, rows)).toEqual({
      headline: "A has the largest fall in Income in 2017: 40 (40.0%), to 60.",
      narrative: "Next are B (down 10.0%) and C (up 5.3%).",
    });
    expect(told({ ...query, order: by("desc", "change") }, columns, rows.slice(0, 2)).headline).toBe(
      "B has the smallest fall in Income in 2017: 10 (10.0%), to 90.",
    );
  });

  it("count who passed a bound on them", () => {
    const having: MetricQuery["having"] = [
      { select: 0, of: "change_ratio", min: null, max: { value: -0.05, inclusive: false }, negated: false },
    ];
    const rows = [
      ["B", 90, 100, -10, -0.1],
      ["A", 60, 100, -40, -0.4],
    ];
    expect(told({ groupBy: BY_AREA, periods: [YEAR], comparison, having }, columns, rows).headline).toBe(
      "2 areas had a change in Income of less than -5.0% in 2017.",
    );
  });

  it("stand beside each number where the order is by the numbers", () => {
    const rows = [
      ["C", 400, 380, 20, 20 / 380],
      ["B", 90, 100, -10, -0.1],
    ];
    const { narrative } = told(
      { groupBy: BY_AREA, periods: [YEAR], comparison, order: by("desc", "value") },
      columns,
      rows,
    );
    expect(narrative).toContain("Next is B (90, down 10.0%).");
  });

  it("are told apart by period where several are split by a field", () => {
    const period: OutputColumn = { ...group("Period"), of: { kind: "period" } };
    const query = { groupBy: BY_AREA, periods: [BEFORE, YEAR] };
    const rows = [
      ["2016", "A", 5],
      ["2016", "B", 3],
      ["2017", "A", 4],
      ["2017", "B", 6],
    ];
    const all = [period, group("Area"), number("Income")];
    expect(told(query, all, rows).headline).toBe("The largest Income: A in 2016 (5) and B in 2017 (6).");
    expect(told(query, all, [...rows.slice(0, 3), ["2017", "B", 1]]).headline).toBe(
      "A has the largest Income in each: 5 in 2016 and 4 in 2017.",
    );
  });
});

describe("counts in words", () => {
  const area = { kind: "field" as const, field: "Area" };

  it("are of things", () => {
    const select = [{ kind: "count_distinct" as const, field: "Area" }];
    expect(told({ select }, [number("Area count")], [[49]]).headline).toBe("There were 49 areas.");
    expect(told({ select }, [number("Area count")], [[1]]).headline).toBe("There was 1 Area.");
  });

  it("name the bound that members had to keep", () => {
    const where = { min: { value: 10000, inclusive: false }, max: null, negated: false };
    const select = [
      {
        kind: "over_members" as const,
        measure: { kind: "measure" as const, measure: "Income" },
        per: area,
        aggregate: "count" as const,
        where,
      },
    ];
    expect(told({ select, periods: [YEAR] }, [number("Area count")], [[17]]).headline).toBe(
      "17 areas had Income of more than 10,000 in 2017.",
    );
  });

  it("of rows that passed a bound stand first", () => {
    const having: MetricQuery["having"] = [
      { select: 0, of: "value", min: null, max: { value: 0, inclusive: false }, negated: false },
    ];
    expect(
      told({ groupBy: BY_AREA, having, periods: [YEAR] }, AREA, [
        ["A", -1],
        ["B", -9],
      ]),
    ).toEqual({
      headline: "2 areas had Income of less than 0 in 2017.",
      narrative: "A has the Income nearest to zero in 2017: -1. Next is B (-9).",
    });
  });
});
