import { describe, expect, it } from "vitest";
import type { Grain } from "../../../contracts/dates.js";
import { type MetricQuery, queryOn } from "../../../contracts/metric-query.js";
import type { Cell, OutputColumn } from "../../../contracts/result.js";
import { narrate } from "../narrate.js";
import { partNotes } from "../part-bucket.js";
import type { Scene } from "../scene.js";

const YEAR = { label: "2017", start: "2017-01-01", end: "2018-01-01", grain: "year", toDate: false } as const;

function column(
  name: string,
  role: OutputColumn["role"],
  of: OutputColumn["of"],
  unit: string | null = null,
) {
  return { name, type: role === "measure" ? "number" : "date", role, unit, of, decimals: null } as const;
}

interface Given {
  grain: Grain;
  rows: Cell[][];
  asOf?: string;
  unit?: string;
  query?: Partial<MetricQuery>;
  added?: OutputColumn[];
}

/** Loaded from 10 February to 17 June 2017. */
function sceneOf({ grain, rows, asOf = "2017-06-18", unit, query, added = [] }: Given): Scene {
  return {
    question: "",
    query: queryOn("rides", {
      select: [{ kind: "measure", measure: "Income" }],
      groupBy: [{ kind: "time", field: "Day", grain }],
      periods: [YEAR],
      order: [{ by: { kind: "group", index: 0 }, direction: "asc" }],
      ...query,
    }),
    periodWords: "",
    view: null,
    columns: [
      column("Day", "dimension", { kind: "group", index: 0 }),
      column("Income", "measure", { kind: "select", index: 0 }, unit ?? null),
      ...added,
    ],
    rows,
    truncated: false,
    rules: { weekStarts: "monday", fiscalYearStarts: 1 },
    summable: [0],
    asked: null,
    loaded: { asOf, days: { Day: { first: "2017-02-10", last: "2017-06-17" } } },
  };
}

function told(given: Given) {
  const { headline, narrative, grounded } = narrate(sceneOf(given));
  expect(grounded).toBe(true);
  return { headline, narrative };
}

const MONTHS: Cell[][] = [
  ["2017-02-01", 10],
  ["2017-03-01", 80],
  ["2017-04-01", 70],
  ["2017-05-01", 100],
  ["2017-06-01", 40],
];

describe("buckets that are not whole", () => {
  it("stand beside a trend and are no end, peak or low of it", () => {
    expect(told({ grain: "month", rows: MONTHS })).toEqual({
      headline:
        "Income rose from 80 in March 2017 to 100 in May 2017; before that 10 in February 2017 (from 10 February); then 40 in June 2017 (to 17 June).",
      narrative:
        "Over the whole months that is a rise of 25.0%. Of the whole months, the peak was 100 in May 2017, the low 70 in April 2017.",
    });
    expect(partNotes(sceneOf({ grain: "month", rows: MONTHS }))).toEqual([
      "February 2017 is counted only from 10 February, so its number is not that of a whole month.",
      "June 2017 is counted only to 17 June, so its number is not that of a whole month.",
    ]);
  });

  it("make no trend by themselves", () => {
    const rows: Cell[][] = [
      ["2017-01-01", 90],
      ["2017-04-01", 40],
    ];
    expect(told({ grain: "quarter", rows })).toEqual({
      headline: "Income: 90 in Q1 2017 (from 10 February) and 40 in Q2 2017 (to 17 June).",
      narrative: "",
    });
  });

  it("are whole where as_of or the period leaves next to nothing out", () => {
    const rows = MONTHS.slice(1, 4);
    const { headline } = told({ grain: "month", rows, asOf: "2017-05-31" });
    expect(headline).toBe("Income rose from 80 in March 2017 to 100 in May 2017.");
  });

  it("are those cut by the period that was asked for, too", () => {
    const asked = { ...YEAR, label: "14 March to 31 May 2017", start: "2017-03-14", end: "2017-06-01" };
    const { headline } = told({ grain: "month", rows: MONTHS.slice(1, 4), query: { periods: [asked] } });
    expect(headline).toBe(
      "Income rose from 70 in April 2017 to 100 in May 2017; before that 80 in March 2017 (from 14 March).",
    );
  });

  it("do not lead or end the steps of a comparison", () => {
    const change = column("Income change %", "measure", { kind: "change_ratio", index: 0 }, "ratio");
    const rows: Cell[][] = [
      ["2017-02-01", 10, null],
      ["2017-03-01", 80, 7],
      ["2017-04-01", 70, -0.125],
      ["2017-05-01", 100, 0.4286],
      ["2017-06-01", 40, -0.6],
    ];
    const comparison = { kind: "bucket", back: 1, label: "previous" } as const;
    expect(told({ grain: "month", rows, added: [change], query: { comparison } }).narrative).toContain(
      "Step by step, the largest rise was 42.9% in May 2017 and the largest fall was 12.5% in April 2017.",
    );
  });

  it("still count where the number does not grow with the days, and are called what they are", () => {
    const rows: Cell[][] = [
      ["2017-05-01", 0.5],
      ["2017-06-01", 0.4],
    ];
    expect(told({ grain: "month", rows, unit: "ratio" }).headline).toBe(
      "Income fell from 50.0% in May 2017 to 40.0% in June 2017 (to 17 June).",
    );
  });

  it("are not the smallest of a ranking where others can be", () => {
    const order = [{ by: { kind: "select", index: 0, of: "value" }, direction: "asc" }] as const;
    const query = { order: [...order] };
    const { headline, narrative } = told({ grain: "month", rows: MONTHS.slice(1), query });
    expect(headline).toMatch(/^April 2017 has the smallest Income in 2017: 70/);
    expect(narrative).toContain("Left out of this: June 2017 (to 17 June) with 40.");
    expect(
      told({ grain: "month", rows: MONTHS.slice(4), query: { ...query, top: { count: 1, per: [] } } })
        .headline,
    ).toBe("June 2017 (to 17 June) has the smallest Income in 2017: 40, but that is not a whole month.");
  });

  it("are not at the other end of a ranking", () => {
    const order = [
      { by: { kind: "select" as const, index: 0, of: "value" as const }, direction: "desc" as const },
    ];
    const { narrative } = told({ grain: "month", rows: MONTHS, query: { order } });
    expect(narrative).toMatch(/^Next are March 2017 \(80\) and April 2017 \(70\)\. /);
  });

  it("show no fall where only theirs is shown", () => {
    const added = [
      column("Income change", "measure", { kind: "change", index: 0 }),
      column("Income change %", "measure", { kind: "change_ratio", index: 0 }, "ratio"),
    ];
    const query: Partial<MetricQuery> = {
      comparison: { kind: "bucket", back: 1, label: "previous" },
      order: [{ by: { kind: "select", index: 0, of: "change" }, direction: "asc" }],
      top: { count: 1, per: [] },
    };
    expect(told({ grain: "month", rows: [["2017-06-01", 40, -60, -0.6]], added, query })).toEqual({
      headline: "Income: 40 in June 2017 (to 17 June).",
      narrative: "Its change (down 60.0%) is not one between whole months, so nothing follows from it.",
    });
  });
});

describe("rows without a date", () => {
  it("are no end of a trend", () => {
    const rows: Cell[][] = [
      ["2017-03-01", 80],
      ["2017-04-01", 70],
      [null, 5],
    ];
    expect(told({ grain: "month", rows })).toEqual({
      headline: "Income fell from 80 in March 2017 to 70 in April 2017.",
      narrative: "That is a fall of 12.5%. Income with no Day: 5.",
    });
  });
});
