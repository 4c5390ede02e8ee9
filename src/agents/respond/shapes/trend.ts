import { rowLabel } from "../cell-label.js";
import { selectionOf } from "../count-words.js";
import type { Prose } from "../prose.js";
import { direction, enumerate, NOTHING, number, say, sentences } from "../prose.js";
import type { Scene } from "../scene.js";
import { addedColumn, cellAt, difference, dimensionsOf, figure, measuresOf, valueAt } from "../scene.js";
import { filterWordsOnly } from "./scope-only.js";
import { nameOf } from "./single.js";
import type { Story } from "./story.js";

/** One number over time: first to last bucket, its peak and its low. */
export function trendStory(scene: Scene): Story {
  const [measure] = measuresOf(scene);
  if (measure === undefined) return { headline: NOTHING, narrative: NOTHING };
  const rows = inTime(scene).filter((row) => valueAt(scene, row, measure) !== null);
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
  const selection = selectionOf(scene, measure);
  if (selection?.kind === "running" && selection.buckets === null)
    return {
      headline: say`${name}${where} reached ${figure(scene, cellAt(last, measure), measure)} in ${rowLabel(scene, last)}.`,
      narrative: say`It began with ${figure(scene, cellAt(first, measure), measure)} in ${rowLabel(scene, first)}.`,
    };
  const moved = { kind: "minus", left: cellAt(last, measure), right: cellAt(first, measure) } as const;
  const way = direction(moved, { up: "rose", down: "fell", flat: "was level" }, scene.rows);
  const headline = say`${name}${where} ${way} from ${figure(scene, cellAt(first, measure), measure)} in ${rowLabel(scene, first)} to ${figure(scene, cellAt(last, measure), measure)} in ${rowLabel(scene, last)}.`;
  return {
    headline,
    narrative: sentences(
      changeSize(scene, first, last, measure),
      extremes(scene, rows, measure),
      largestMoves(scene, rows, measure),
    ),
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

/** Rows from the earliest bucket to the latest, in whatever order the table has them. */
function inTime(scene: Scene): number[] {
  const [time = 0] = dimensionsOf(scene);
  const at = (row: number): string => String(scene.rows[row]?.[time] ?? "");
  return scene.rows.map((_, row) => row).sort((a, b) => (at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : 0));
}

/** Where a change per bucket was asked: the largest step up and the largest step down. */
function largestMoves(scene: Scene, rows: readonly number[], measure: number): Prose {
  const change = addedColumn(scene, "change_ratio", measure);
  const value = (row: number): number => valueAt(scene, row, change) ?? 0;
  const moved = rows.filter((row) => change >= 0 && valueAt(scene, row, change) !== null);
  const sorted = [...moved].sort((a, b) => value(b) - value(a));
  const [up, down] = [sorted[0], sorted.at(-1)];
  const words = { up: "rise", down: "fall", flat: "change" };
  const step = (row: number): Prose =>
    say`the largest ${direction(cellAt(row, change), words, scene.rows)} was ${figure(scene, { kind: "size", of: cellAt(row, change) }, change)} in ${rowLabel(scene, row)}`;
  const steps = [
    ...(up !== undefined && value(up) > 0 ? [step(up)] : []),
    ...(down !== undefined && value(down) < 0 ? [step(down)] : []),
  ];
  const comparison = scene.query?.comparison;
  const against =
    comparison?.kind === "range" ? `Against ${comparison.period.label || comparison.label}` : "Step by step";
  return steps.length === 0 ? NOTHING : say`${against}, ${enumerate(steps)}.`;
}
