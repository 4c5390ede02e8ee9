import { rowLabel } from "../cell-label.js";
import type { Prose } from "../prose.js";
import { direction, NOTHING, number, say, sentences } from "../prose.js";
import type { Scene } from "../scene.js";
import { cellAt, difference, figure, measuresOf, valueAt } from "../scene.js";
import { filterWordsOnly } from "./scope-only.js";
import { nameOf } from "./single.js";
import type { Story } from "./story.js";

/** One number over time: first to last bucket, its peak and its low. */
export function trendStory(scene: Scene): Story {
  const [measure] = measuresOf(scene);
  if (measure === undefined) return { headline: NOTHING, narrative: NOTHING };
  const rows = scene.rows.flatMap((_, row) => (valueAt(scene, row, measure) === null ? [] : [row]));
  const [first, last] = [rows[0], rows.at(-1)];
  const name = nameOf(scene, measure);
  const where = filterWordsOnly(scene);
  const nothing = rows.every((row) => valueAt(scene, row, measure) === 0);
  if (first === undefined || last === undefined || nothing)
    return { headline: say`There is no ${name}${where} in any of these periods.`, narrative: NOTHING };
  if (first === last)
    return {
      headline: say`${name}${where}: ${figure(scene, cellAt(first, measure), measure)} in ${rowLabel(scene, first)}.`,
      narrative: NOTHING,
    };
  const moved = { kind: "minus", left: cellAt(last, measure), right: cellAt(first, measure) } as const;
  const way = direction(moved, { up: "rose", down: "fell", flat: "was level" }, scene.rows);
  const headline = say`${name}${where} ${way} from ${figure(scene, cellAt(first, measure), measure)} in ${rowLabel(scene, first)} to ${figure(scene, cellAt(last, measure), measure)} in ${rowLabel(scene, last)}.`;
  return {
    headline,
    narrative: sentences(changeSize(scene, first, last, measure), extremes(scene, rows, measure)),
  };
}

function changeSize(scene: Scene, first: number, last: number, measure: number): Prose {
  const moved = { kind: "minus", left: cellAt(last, measure), right: cellAt(first, measure) } as const;
  const before = valueAt(scene, first, measure) ?? 0;
  const size = { kind: "size", of: moved } as const;
  if (valueAt(scene, last, measure) === before) return NOTHING;
  const way = direction(moved, { up: "a rise", down: "a fall", flat: "a change" }, scene.rows);
  if (before <= 0 || scene.columns[measure]?.unit === "ratio")
    return say`That is ${way} of ${difference(scene, size, measure)}.`;
  const share = { kind: "over", left: size, right: cellAt(first, measure) } as const;
  return say`That is ${way} of ${number(share, { type: "number", unit: "ratio" }, scene.rows)}.`;
}

function extremes(scene: Scene, rows: number[], measure: number): Prose {
  if (rows.length < 3) return NOTHING;
  const value = (row: number): number => valueAt(scene, row, measure) ?? 0;
  const peak = rows.reduce((best, row) => (value(row) > value(best) ? row : best));
  const low = rows.reduce((best, row) => (value(row) < value(best) ? row : best));
  if (value(peak) === value(low)) return NOTHING;
  return say`The peak was ${figure(scene, cellAt(peak, measure), measure)} in ${rowLabel(scene, peak)}, the low ${figure(scene, cellAt(low, measure), measure)} in ${rowLabel(scene, low)}.`;
}
