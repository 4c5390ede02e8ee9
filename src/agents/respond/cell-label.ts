import { isDay } from "../../calendar/day.js";
import { MONTH_NAMES, unitLabel } from "../../calendar/label.js";
import type { Cycle } from "../../contracts/dates.js";
import { WEEKDAYS } from "../../contracts/dates.js";
import { assertUnreachable } from "../../contracts/errors.js";
import type { Cell } from "../../contracts/result.js";
import { formatCell } from "../../format/cell.js";
import type { Scene } from "./scene.js";
import { dimensionsOf } from "./scene.js";

/** A dimension's cell in words: "October 2025" for a bucket, "Monday" for a weekday, "no Region" for null. */
export function cellLabel(cell: Cell, column: number, scene: Scene): string {
  const { name = "value", type = "string", of } = scene.columns[column] ?? {};
  if (cell === null) return `no ${name}`;
  const grouping = of?.kind === "group" ? scene.query?.groupBy[of.index] : undefined;
  if (grouping?.kind === "time" && typeof cell === "string" && isDay(cell))
    return unitLabel(cell, grouping.grain, scene.rules);
  if (grouping?.kind === "cycle" && Number.isInteger(Number(cell)))
    return cycleLabel(Number(cell), grouping.cycle);
  if (type === "boolean") return `${name}: ${formatCell(cell, { type })}`;
  return String(cell);
}

/** What a row is about: its dimensions, in words. */
export function rowLabel(scene: Scene, row: number): string {
  const cells = scene.rows[row] ?? [];
  return dimensionsOf(scene)
    .map((column) => cellLabel(cells[column] ?? null, column, scene))
    .join(", ");
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
