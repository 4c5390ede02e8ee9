import { describe, expect, it } from "vitest";
import type { MetricQuery } from "../../../contracts/metric-query.js";
import type { OutputColumn } from "../../../contracts/result.js";
import { BEFORE, group, number, told, YEAR } from "./testing/told.js";

describe("time in words", () => {
  const groupBy: MetricQuery["groupBy"] = [{ kind: "time", field: "Day", grain: "month" }];
  const columns = [group("Day month"), number("Income")];
  const order: MetricQuery["order"] = [{ by: { kind: "group", index: 0 }, direction: "desc" }];

  it("runs forward, also where the table has the latest first", () => {
    const rows = [
      ["2017-03-01", 30],
      ["2017-02-01", 20],
      ["2017-01-01", 10],
    ];
    expect(told({ groupBy, order }, columns, rows).headline).toBe(
      "Income rose from 10 in January 2017 to 30 in March 2017.",
    );
  });

  it("says what a running total came to", () => {
    const select = [
      { kind: "running" as const, measure: { kind: "measure" as const, measure: "Income" }, buckets: null },
    ];
    const rows = [
      ["2017-01-01", 10],
      ["2017-02-01", 30],
    ];
    expect(
      told({ select, groupBy, order: [] }, [group("Day month"), number("Income running total")], rows),
    ).toEqual({
      headline: "Income running total reached 30 in February 2017.",
      narrative: "It began with 10 in January 2017.",
    });
  });

  it("says the largest steps where the change was asked for", () => {
    const rows = [
      ["2017-01-01", 10, null],
      ["2017-02-01", 30, 2],
      ["2017-03-01", 15, -0.5],
    ];
    const comparison = { kind: "bucket" as const, back: 1, label: "the month before" };
    const { narrative } = told(
      { groupBy, order: [], comparison },
      [...columns, number("Income change %", 0, "change_ratio")],
      rows,
    );
    expect(narrative).toContain(
      "Step by step, the largest rise was 200.0% in February 2017 and the largest fall was 50.0% in March 2017.",
    );
  });

  it("compares the later period with the earlier one, for every number asked", () => {
    const select = ["Income", "Profit"].map((measure) => ({ kind: "measure" as const, measure }));
    const period: OutputColumn = { ...group("Period"), of: { kind: "period" } };
    const rows = [
      ["2017", 120, 9],
      ["2016", 100, 10],
    ];
    const { headline, narrative } = told(
      { select, periods: [YEAR, BEFORE] },
      [period, number("Income"), number("Profit", 1)],
      rows,
    );
    expect(headline).toBe("Income was 120 in 2017 and 100 in 2016.");
    expect(narrative).toBe(
      "2017 is 20 (20.0%) higher than 2016. Profit was 9 in 2017 and 10 in 2016. 2017 is 1 (10.0%) lower than 2016.",
    );
  });
});
