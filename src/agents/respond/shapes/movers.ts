import { rowLabel, whenLabel } from "../cell-label.js";
import { plural } from "../grammar.js";
import { growsWithDays, isPartStep, partUnit } from "../part-bucket.js";
import type { Piece, Prose } from "../prose.js";
import { direction, enumerate, NOTHING, say } from "../prose.js";
import type { Scene } from "../scene.js";
import { addedColumn, cellAt, difference, figure, valueAt } from "../scene.js";
import { sceneWords } from "../scope-words.js";
import { filterWordsOnly } from "./scope-only.js";
import { nameOf } from "./single.js";
import type { Story } from "./story.js";

const NEXT = 2;
const WORDS = { up: "rise", down: "fall", flat: "change" };

/** Is the order by what changed, so that the first row is the one that moved most and not the largest? */
export function isLedByChange({ query }: Scene): boolean {
  const [order] = query?.order ?? [];
  return order?.by.kind === "select" && (order.by.of === "change" || order.by.of === "change_ratio");
}

/** Several rows in the order of their change: who rose or fell most. */
export function moversStory(scene: Scene, measure: number): Story {
  const change = addedColumn(scene, "change", measure);
  const [order] = scene.query?.order ?? [];
  const by = order?.by.kind === "select" && order.by.of === "change_ratio" ? ratioOf(scene, measure) : change;
  const sign = order?.direction === "asc" ? 1 : -1;
  const value = (row: number): number => valueAt(scene, row, by) ?? 0;
  const valued = scene.rows.flatMap((_, row) => (valueAt(scene, row, by) === null ? [] : [row]));
  const [leader, ...rest] = valued
    .filter((row) => !isUneven(scene, row, measure))
    .sort((a, b) => sign * (value(a) - value(b)) || a - b);
  const [uneven] = valued;
  if (leader === undefined && uneven !== undefined && change >= 0)
    return {
      headline: say`${nameOf(scene, measure)}${filterWordsOnly(scene)}: ${figure(scene, cellAt(uneven, measure), measure)} ${whenLabel(scene, uneven)}.`,
      narrative: say`Its change (${moved(scene, uneven, measure)}) is not one between whole ${plural(partUnit(scene, uneven))}, so nothing follows from it.`,
    };
  if (leader === undefined || change < 0)
    return { headline: say`No rows have a change to compare${sceneWords(scene)}.`, narrative: NOTHING };
  // The first from the top is the largest rise, and where all fell, the smallest fall.
  const extent = value(leader) * sign <= 0 ? "largest" : "smallest";
  const way = direction(cellAt(leader, change), WORDS, scene.rows);
  const name = nameOf(scene, measure);
  const next = rest
    .slice(0, NEXT)
    .map((row): Piece => say`${rowLabel(scene, row)} (${moved(scene, row, measure)})`);
  return {
    headline: say`${rowLabel(scene, leader)} has the ${extent} ${way} in ${name}${sceneWords(scene)}: ${difference(scene, { kind: "size", of: cellAt(leader, change) }, measure)}${share(scene, leader, measure)}, to ${figure(scene, cellAt(leader, measure), measure)}.`,
    narrative:
      next.length === 0 ? NOTHING : say`${next.length === 1 ? "Next is" : "Next are"} ${enumerate(next)}.`,
  };
}

/** Does the change of a row compare a part of a month with a whole one? */
function isUneven(scene: Scene, row: number, measure: number): boolean {
  const comparison = scene.query?.comparison;
  const back = comparison?.kind === "bucket" ? comparison.back : 0;
  return growsWithDays(scene, measure) && isPartStep(scene, row, back);
}

/** "up $1,000", "down 2.1%" of one row. */
export function moved(scene: Scene, row: number, measure: number): Prose {
  const change = addedColumn(scene, "change", measure);
  const way = direction(cellAt(row, change), { up: "up", down: "down", flat: "unchanged" }, scene.rows);
  if (valueAt(scene, row, change) === 0) return say`${way}`;
  const ratio = ratioOf(scene, measure);
  if (ratio < 0 || valueAt(scene, row, ratio) === null)
    return say`${way} ${difference(scene, { kind: "size", of: cellAt(row, change) }, measure)}`;
  return say`${way} ${figure(scene, { kind: "size", of: cellAt(row, ratio) }, ratio)}`;
}

function share(scene: Scene, row: number, measure: number): Prose {
  const ratio = ratioOf(scene, measure);
  if (ratio < 0 || valueAt(scene, row, ratio) === null || scene.columns[measure]?.unit === "ratio")
    return NOTHING;
  return say` (${figure(scene, { kind: "size", of: cellAt(row, ratio) }, ratio)})`;
}

function ratioOf(scene: Scene, measure: number): number {
  return addedColumn(scene, "change_ratio", measure);
}
