import type { Cell } from "../contracts/result.js";
import type { Chartable, PlacedColumn } from "./chart-plan.js";
import { type AxisGrain, dateLabel, grainOf } from "./time-grain.js";

const MAX_SERIES = 6;
const MAX_COMBINED = 20;
const ORDERED = [
  ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
  [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
  ],
];

/** Where each row stands: its place on the axis and, with a second dimension, its series. */
export interface Axes {
  kind: "time" | "ordered" | "category";
  /** Name for titles. */
  name: string;
  grain: AxisGrain | null;
  seriesName: string | null;
  /** One per row, in row order. */
  rows: { axis: Cell; label: string; series: string | null }[];
}

/** Reads the dimensions of an answer as axis and series; null where they fit no chart. */
export function axesOf(answer: Chartable): Axes | null {
  const varying = answer.columns
    .map((column, index): PlacedColumn => ({ ...column, index }))
    .filter((column) => column.role === "dimension" && distinct(answer, column) > 1);
  const time = varying.filter((column) => column.type === "date");
  const others = varying.filter((column) => column.type !== "date");
  const axes = time.length > 0 ? timeAxes(answer, time, others) : categoryAxes(answer, others);
  return axes !== null && standsOnce(axes) ? axes : null;
}

function timeAxes(answer: Chartable, time: PlacedColumn[], others: PlacedColumn[]): Axes | null {
  const [column, second] = time;
  if (column === undefined || second !== undefined) return null;
  if (answer.rows.some((row) => row[column.index] === null)) return null;
  const grain = grainOf(
    answer.rows.map((row) => String(row[column.index])),
    column.name,
  );
  return {
    kind: "time",
    name: grain,
    grain,
    seriesName: nameOf(others),
    rows: answer.rows.map((row) => ({
      axis: row[column.index] ?? null,
      label: dateLabel(String(row[column.index]), grain),
      series: others.length > 0 ? textOf(row, others) : null,
    })),
  };
}

function categoryAxes(answer: Chartable, dimensions: PlacedColumn[]): Axes | null {
  const [first, second] = dimensions;
  if (first === undefined) return null;
  if (second !== undefined && dimensions.length === 2) {
    const [few, many] =
      distinct(answer, second) <= distinct(answer, first) ? [second, first] : [first, second];
    if (distinct(answer, few) <= MAX_SERIES && distinct(answer, many) > 1 && isGrid(answer, few, many)) {
      return category(answer, [many], few);
    }
  }
  if (dimensions.length > 1 && answer.rows.length > MAX_COMBINED) return null;
  return category(answer, dimensions, null);
}

function category(answer: Chartable, on: PlacedColumn[], series: PlacedColumn | null): Axes {
  const [only] = on;
  const single = on.length === 1 && only !== undefined ? only : null;
  return {
    kind: single !== null && isOrdered(answer, single) ? "ordered" : "category",
    name: nameOf(on) ?? "",
    grain: null,
    seriesName: series?.name ?? null,
    rows: answer.rows.map((row) => ({
      axis: single === null ? textOf(row, on) : (row[single.index] ?? null),
      label: textOf(row, on),
      series: series === null ? null : textOf(row, [series]),
    })),
  };
}

/** At least half of the crossings exist; a sparse pairing ("each product has one maker") reads better as one label. */
function isGrid(answer: Chartable, a: PlacedColumn, b: PlacedColumn): boolean {
  return answer.rows.length * 2 >= distinct(answer, a) * distinct(answer, b);
}

function isOrdered(answer: Chartable, column: PlacedColumn): boolean {
  if (column.type === "number") return true;
  const texts = answer.rows.map((row) => String(row[column.index]).toLowerCase());
  return ORDERED.some((names) =>
    texts.every((text) => names.includes(text) || names.some((name) => name.slice(0, 3) === text)),
  );
}

/** Two rows on one spot would be drawn over each other. */
function standsOnce(axes: Axes): boolean {
  const spots = new Set(axes.rows.map((row) => JSON.stringify([row.axis, row.series])));
  return spots.size === axes.rows.length;
}

function distinct(answer: Chartable, column: PlacedColumn): number {
  return new Set(answer.rows.map((row) => row[column.index] ?? null)).size;
}

function nameOf(columns: PlacedColumn[]): string | null {
  return columns.length === 0 ? null : columns.map((column) => column.name).join(" and ");
}

function textOf(row: Cell[], columns: PlacedColumn[]): string {
  return columns.map((column) => cellText(row[column.index] ?? null)).join(" · ");
}

function cellText(cell: Cell): string {
  if (cell === null) return "(none)";
  if (typeof cell === "boolean") return cell ? "Yes" : "No";
  return cell === "" ? "(empty)" : String(cell);
}
