import { describe, expect, it } from "vitest";
import type { OutputColumn } from "../../../contracts/result.js";
import { AREA, BY_AREA, group, number, told, YEAR } from "./testing/told.js";

describe("shares in words", () => {
  const groupBy = [...BY_AREA, { kind: "field" as const, field: "Plan" }];
  const columns = [
    group("Area"),
    group("Plan", 1),
    number("Income"),
    {
      ...number("Income share"),
      unit: "ratio",
      of: { kind: "share", index: 0 },
    } satisfies OutputColumn,
  ];

  it("rank by the share, and name what each is of", () => {
    const rows = [
      ["Docks", "Day", 80, 0.4],
      ["Hill", "Day", 30, 0.75],
      ["Mill", "Day", 20, 0.1],
    ];
    const share = {
      within: [0],
      only: [{ kind: "values" as const, field: "Plan", values: ["Day"], negated: false }],
    };
    expect(told({ groupBy, share }, columns, rows)).toEqual({
      headline: "Hill has the largest share of Day in Income: 75.0% (30).",
      narrative: "Next are Docks (40.0%) and Mill (10.0%).",
    });
  });

  it("of several parts each name their own whole", () => {
    const rows = [
      ["Docks", "Day", 80, 0.8],
      ["Docks", "Year", 20, 0.2],
      ["Hill", "Day", 9, 0.9],
      ["Hill", "Year", 1, 0.1],
    ];
    expect(told({ groupBy, share: { within: [0], only: [] } }, columns, rows)).toEqual({
      headline: "Day has the largest share: 90.0% of Income for Hill (9).",
      narrative:
        "Next are Day for Docks (80.0%) and Year for Docks (20.0%); at the other end is Year for Hill (10.0%).",
    });
  });

  it("say nothing of the one row that the question itself chose", () => {
    const filters = [{ kind: "values" as const, field: "Area", values: ["Docks"], negated: false }];
    const own = { filters, share: { within: [], only: [] } };
    const one = [number("Income"), { ...(columns[3] as OutputColumn) }];
    expect(told(own, one, [[80, 1]])).toEqual({ headline: "Income was 80 for Docks.", narrative: "" });
    const whole = [group("Area"), ...one];
    const split = told({ ...own, groupBy: BY_AREA }, whole, [["Docks", 80, 1]]);
    expect(`${split.headline} ${split.narrative}`).not.toContain("100");
  });
});

describe("members without a name", () => {
  it("take no place of those that have one", () => {
    const rows = [
      [null, 90],
      ["Docks", 80],
      ["Hill", 30],
    ];
    expect(told({ groupBy: BY_AREA }, AREA, rows)).toEqual({
      headline: "Of those with an Area, Docks has the largest Income: 80, 40.0% of the total.",
      narrative: "Next is Hill (30). Income with no Area: 90. All together: Income was 200.",
    });
  });

  it("are called so where they alone are shown", () => {
    const top = { count: 1, per: [] };
    expect(told({ groupBy: BY_AREA, top }, AREA, [[null, 90]]).headline).toBe(
      "Rows with no Area have the largest Income: 90.",
    );
  });
});

describe("a bound that nobody or one passes", () => {
  const below = { min: null, max: { value: 50, inclusive: false }, negated: false };
  const having = [{ select: 0, of: "value" as const, ...below }];

  it("says so in words of the question", () => {
    expect(told({ groupBy: BY_AREA, having, periods: [YEAR] }, AREA, []).headline).toBe(
      "No areas had Income of less than 50 in 2017.",
    );
    expect(told({ groupBy: BY_AREA, having }, AREA, [["Docks", 40]])).toEqual({
      headline: "Only Docks had Income of less than 50: 40.",
      narrative: "",
    });
  });
});
