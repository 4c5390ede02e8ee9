import type { AnswerColumn } from "../../contracts/answer.js";
import type { Cell } from "../../contracts/result.js";
import { formatCell } from "../../format/cell.js";
import { plainText, textWidth } from "./text.js";

const BAR_WIDTH = 32;
const MAX_BARS = 20;
const LEVELS = "▁▂▃▄▅▆▇█";

/**
 * A small chart of the first measure over one dimension: bars for categories, one rising line for dates.
 * Null where a picture would say nothing (no dimension, one row, several dimensions, too many bars).
 */
export function renderChart(columns: readonly AnswerColumn[], rows: readonly Cell[][]): string | null {
  const dimensions = columns.filter((column) => column.role === "dimension");
  const at = columns.findIndex((column) => column.role === "measure" && column.type === "number");
  const measure = columns[at];
  if (dimensions.length !== 1 || measure === undefined || rows.length < 2) return null;
  const points = rows.map((row) => ({ label: row[0] ?? null, value: toNumber(row[at] ?? null) }));
  if (points.every(({ value }) => value === null)) return null;
  return dimensions[0]?.type === "date" ? sparkline(points, measure) : bars(points, measure);
}

interface Point {
  label: Cell;
  value: number | null;
}

function bars(points: Point[], measure: AnswerColumn): string | null {
  if (points.length > MAX_BARS) return null;
  const largest = Math.max(...points.map(({ value }) => Math.abs(value ?? 0)));
  if (largest === 0) return null;
  const labels = points.map(({ label }) => plainText(label === null ? "(none)" : String(label)).slice(0, 24));
  const width = Math.max(...labels.map(textWidth));
  return points
    .map(({ value }, i) => {
      const label = labels[i] ?? "";
      const size = Math.round((Math.abs(value ?? 0) / largest) * BAR_WIDTH);
      const bar = (value ?? 0) < 0 ? "░".repeat(size) : "█".repeat(size);
      return `${label}${" ".repeat(width - textWidth(label))}  ${bar}${bar ? " " : ""}${formatCell(value, measure)}`;
    })
    .join("\n");
}

function sparkline(points: Point[], measure: AnswerColumn): string {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const low = Math.min(...values);
  const high = Math.max(...values);
  const line = points
    .map(({ value }) => {
      if (value === null) return " ";
      const level =
        high === low ? LEVELS.length - 1 : Math.round(((value - low) / (high - low)) * (LEVELS.length - 1));
      return LEVELS[level] ?? "";
    })
    .join("");
  return `${line}\n${points[0]?.label} … ${points.at(-1)?.label}, from ${formatCell(low, measure)} to ${formatCell(high, measure)}`;
}

function toNumber(cell: Cell): number | null {
  return typeof cell === "number" ? cell : typeof cell === "string" ? Number(cell) : null;
}
