import type { Answer, AnswerColumn } from "../contracts/answer.js";
import type { AxisGrain } from "./time-grain.js";

/** The part of an answer that a chart is drawn from. */
export type Chartable = Pick<Answer, "status" | "path" | "columns" | "rows" | "truncated">;

export interface ChartPoint {
  /** Index into `labels` of the plan. */
  at: number;
  series: string;
  value: number | null;
}

/** Measures that share a scale. */
export interface ChartPanel {
  name: string;
  unit: string | null;
  points: ChartPoint[];
}

/**
 * What to draw, free of any charting library. `line` runs over time, `columns` stand over ordered values,
 * `bars` lie beside categories.
 */
export interface ChartPlan {
  mark: "line" | "columns" | "bars";
  title: string;
  /** What is left out, for the subtitle. */
  note: string | null;
  labels: string[];
  /** ISO dates of `labels` where the axis is time. */
  time: { dates: string[]; grain: AxisGrain } | null;
  /** One name: no legend. With `muted`, that series is only the backdrop of the others. */
  series: string[];
  muted: string | null;
  panels: ChartPanel[];
}

/** A column with its place in the rows. */
export interface PlacedColumn extends AnswerColumn {
  index: number;
}
