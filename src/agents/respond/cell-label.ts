import { isDay } from "../../calendar/day.js";
import { MONTH_NAMES, unitLabel } from "../../calendar/label.js";
import type { Cycle } from "../../contracts/dates.js";
import { WEEKDAYS } from "../../contracts/dates.js";
import { assertUnreachable } from "../../contracts/errors.js";
import type { Grouping } from "../../contracts/metric-query.js";
import type { Cell } from "../../contracts/result.js";
import { formatCell } from "../../format/cell.js";
import { bucketPart, partWords } from "./part-bucket.js";
import type { Scene } from "./scene.js";
import { dimensionsOf } from "./scene.js";

/** A dimension's cell in words: "October 2025" for a bucket, "Monday" for a weekday, "no Region" for null. */
export function cellLabel(cell: Cell, column: number, scene: Scene): string {
  const { name = "value", type = "string", of } = scene.columns[column] ?? {};
  if (cell === null) return `no ${name}`;
  const grouping = of?.kind === "group" ? scene.query?.groupBy[of.index] : undefined;
  if (grouping?.kind === "time" && typeof cell === "string" && isDay(cell))
    return bucketLabel(cell, grouping, scene);
  if (grouping?.kind === "cycle" && Number.isInteger(Number(cell)))
    return cycleLabel(Number(cell), grouping.cycle);
  if (type === "boolean") return `${name}: ${formatCell(cell, { type })}`;
  return String(cell);
}

/** When a row of a trend is: "in October 2025", "on 6 October 2025", "in the week of 5 October 2025". */
export function whenLabel(scene: Scene, row: number): string {
  const label = rowLabel(scene, row);
  const grouping = scene.query?.groupBy[0];
  if (grouping?.kind === "time" && grouping.grain === "day") return `on ${label}`;
  return label.startsWith("week of ") ? `in the ${label}` : `in ${label}`;
}

/** What a row is about: its dimensions, in words. */
export function rowLabel(scene: Scene, row: number): string {
  const cells = scene.rows[row] ?? [];
  return dimensionsOf(scene)
    .map((column) => cellLabel(cells[column] ?? null, column, scene))
    .join(", ");
}

/** "November 2025", or "November 2025 (to 17 November)" where only a part of it counts. */
function bucketLabel(start: string, grouping: Extract<Grouping, { kind: "time" }>, scene: Scene): string {
  const part = bucketPart(start, grouping, scene);
  const name = unitLabel(start, grouping.grain, scene.rules);
  return part === null ? name : `${name} (${partWords(part)})`;
}

/** 1 of the weekdays is "Monday", 3 of the months "March". */
export function cycleLabel(value: number, cycle: Cycle): string {
  switch (cycle) {
    case "weekday":
      return capitalised(WEEKDAYS[value - 1] ?? String(value));
    case "month_of_year":
      return MONTH_NAMES[value - 1] ?? String(value);
    case "quarter_of_year":
      return `Q${value}`;
    case "week_part":
      return value === 2 ? "Weekend" : "Weekday";
    case "hour":
      return `${String(value).padStart(2, "0")}:00`;
    default:
      return assertUnreachable(cycle);
  }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
