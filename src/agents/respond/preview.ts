import { formatCell } from "../../format/cell.js";
import { rowLabel } from "./cell-label.js";
import type { Scene } from "./scene.js";
import { dimensionsOf, measuresOf } from "./scene.js";

/** A reading's own number, in few words: "$1,505,645", or "4 rows, first EMEA $1,505,645". */
export function previewOf(scene: Scene): string {
  const [measure] = measuresOf(scene);
  const [first] = scene.rows;
  if (!first) return "no rows";
  const column = measure === undefined ? undefined : scene.columns[measure];
  const value =
    column && measure !== undefined
      ? formatCell(first[measure] ?? null, { type: column.type, unit: column.unit })
      : "";
  if (dimensionsOf(scene).length === 0) return value;
  const count = `${scene.rows.length}${scene.truncated ? "+" : ""} ${scene.rows.length === 1 ? "row" : "rows"}`;
  return `${count}, first ${rowLabel(scene, 0)} ${value}`.trim();
}
