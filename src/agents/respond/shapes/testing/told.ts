import { expect } from "vitest";
import { type MetricQuery, queryOn } from "../../../../contracts/metric-query.js";
import type { Cell, OutputColumn } from "../../../../contracts/result.js";
import { narrate } from "../../narrate.js";
import type { Scene } from "../../scene.js";

const BLANK = queryOn("rides", {
  select: [{ kind: "measure", measure: "Income" }],
  order: [{ by: { kind: "select", index: 0, of: "value" }, direction: "desc" }],
});
export const BY_AREA: MetricQuery["groupBy"] = [{ kind: "field", field: "Area" }];
export const YEAR = {
  label: "2017",
  start: "2017-01-01",
  end: "2018-01-01",
  grain: "year" as const,
  toDate: false,
};
export const BEFORE = { ...YEAR, label: "2016", start: "2016-01-01", end: "2017-01-01" };

export function group(name: string, index = 0): OutputColumn {
  return {
    name,
    type: "string",
    role: "dimension",
    unit: null,
    of: { kind: "group", index },
    decimals: null,
  };
}

export function number(name: string, index = 0, of: "select" | "change_ratio" = "select"): OutputColumn {
  const unit = of === "select" ? null : "ratio";
  return { name, type: "number", role: "measure", unit, of: { kind: of, index }, decimals: null };
}

/** Headline and narrative of a result, every number of which is grounded. */
export function told(query: Partial<MetricQuery>, columns: OutputColumn[], rows: Cell[][], question = "") {
  const scene: Scene = {
    question,
    query: { ...BLANK, ...query },
    periodWords: "",
    view: null,
    columns,
    rows,
    truncated: false,
    rules: { weekStarts: "monday", fiscalYearStarts: 1 },
    summable: [0],
    loaded: null,
    asked: null,
  };
  const { headline, narrative, grounded } = narrate(scene);
  expect(grounded).toBe(true);
  return { headline, narrative };
}

export const AREA = [group("Area"), number("Income")];
