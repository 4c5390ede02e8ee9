import type { Prose } from "../prose.js";
import { NOTHING, say } from "../prose.js";
import type { Scene } from "../scene.js";
import { cellAt, dimensionsOf, figure, valueAt } from "../scene.js";
import { nameOf } from "./single.js";

/** Is the row what is left where the one field has no value? */
export function isNameless(scene: Scene, row: number): boolean {
  const [column, ...more] = dimensionsOf(scene);
  return column !== undefined && more.length === 0 && scene.rows[row]?.[column] === null;
}

/** That row, where it has a number; -1 where there is none. */
export function namelessRow(scene: Scene, measure: number): number {
  return scene.rows.findIndex((_, row) => isNameless(scene, row) && valueAt(scene, row, measure) !== null);
}

/** The name of the one field, without the unit of its buckets. */
export function fieldName(scene: Scene): string {
  const [grouping] = scene.query?.groupBy ?? [];
  return grouping?.field ?? nameOf(scene, dimensionsOf(scene)[0] ?? 0);
}

/** The row without a name, where it took no place. */
export function nameless(scene: Scene, leader: number, measure: number): Prose {
  const row = namelessRow(scene, measure);
  if (row < 0 || row === leader) return NOTHING;
  return say`${nameOf(scene, measure)} with no ${fieldName(scene)}: ${figure(scene, cellAt(row, measure), measure)}.`;
}
