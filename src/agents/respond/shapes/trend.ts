import type { Cell } from "../../../contracts/result.js";
import { whenLabel } from "../cell-label.js";
import { selectionOf } from "../count-words.js";
import { plural } from "../grammar.js";
import { growsWithDays, isPartRow, isPartStep, partUnit } from "../part-bucket.js";
import type { Piece, Prose } from "../prose.js";
import { direction, enumerate, isEmpty, NOTHING, number, say, sentences } from "../prose.js";
import type { Scene } from "../scene.js";
import { addedColumn, cellAt, difference, dimensionsOf, figure, measuresOf, valueAt } from "../scene.js";
import { filterWordsOnly } from "./scope-only.js";
import { nameOf } from "./single.js";
import type { Story } from "./story.js";

/** One number over time: first to last bucket, its peak and its low. Buckets that are not whole stand beside the trend, never in it. */
export function trendStory(scene: Scene): Story {
  const [measure] = measuresOf(scene);
  if (measure === undefined) return { headline: NOTHING, narrative: NOTHING };
  const valued = inTime(scene).filter((row) => valueAt(scene, row, measure) !== null);
  const dated = valued.filter((row) => timeCell(scene, row) !== null);
  const whole = growsWithDays(scene, measure) ? dated.filter((row) => !isPartRow(scene, row)) : dated;
  const undated = withoutTime(scene, valued, measure);
  const name = nameOf(scene, measure);
  const where = filterWordsOnly(scene);
  const when = (row: number): Piece =>
    say`${figure(scene, cellAt(row, measure), measure)} ${whenLabel(scene, row)}`;
  if (valued.every((row) => valueAt(scene, row, measure) === 0))
    return { headline: say`There is no ${name}${where} in any of these periods.`, narrative: NOTHING };
  const selection = selectionOf(scene, measure);
  const [start, end] = [dated[0], dated.at(-1)];
  if (start === undefined || end === undefined)
    return { headline: isEmpty(undated) ? NOTHING : undated, narrative: NOTHING };
  if (selection?.kind === "running" && selection.buckets === null && start !== end)
    return {
      headline: say`${name}${where} reached ${when(end)}.`,
      narrative: sentences(say`It began with ${when(start)}.`, undated),
    };
  const [first, last] = [whole[0], whole.at(-1)];
  if (first === undefined || last === undefined || first === last)
    return {
      headline: say`${name}${where}: ${enumerate(dated.slice(0, MOST_APART).map(when))}.`,
      narrative: undated,
    };
  const moved = { kind: "minus", left: cellAt(last, measure), right: cellAt(first, measure) } as const;
  const way = direction(moved, { up: "rose", down: "fell", flat: "was level" }, scene.rows);
  const before = dated[dated.indexOf(first) - 1];
  const after = dated[dated.indexOf(last) + 1];
  const beside = [
    ...(before === undefined ? [] : [say`; before that ${when(before)}`]),
    ...(after === undefined ? [] : [say`; then ${when(after)}`]),
  ];
  const units = whole.length < dated.length ? `whole ${plural(partUnit(scene, before ?? after ?? end))}` : "";
  return {
    headline: say`${name}${where} ${way} from ${when(first)} to ${when(last)}${{ parts: beside.flatMap(({ parts }) => parts) }}.`,
    narrative: sentences(
      changeSize(scene, first, last, measure, units),
      extremes(scene, whole, measure, units),
      largestMoves(scene, dated, measure),
      undated,
    ),
  };
}

/** Where no trend is told, the buckets that there are. */
const MOST_APART = 4;

/** "Orders with no Shipped: 426." */
function withoutTime(scene: Scene, rows: readonly number[], measure: number): Prose {
  const row = rows.find((each) => timeCell(scene, each) === null);
  const [grouping] = scene.query?.groupBy ?? [];
  if (row === undefined || grouping?.kind !== "time") return NOTHING;
  return say`${nameOf(scene, measure)} with no ${grouping.field}: ${figure(scene, cellAt(row, measure), measure)}.`;
}

function changeSize(scene: Scene, first: number, last: number, measure: number, units: string): Prose {
  const moved = { kind: "minus", left: cellAt(last, measure), right: cellAt(first, measure) } as const;
  const before = valueAt(scene, first, measure) ?? 0;
  const size = { kind: "size", of: moved } as const;
  if (valueAt(scene, last, measure) === before) return NOTHING;
  const way = direction(moved, { up: "a rise", down: "a fall", flat: "a change" }, scene.rows);
  const that = units === "" ? "That" : `Over the ${units} that`;
  if (before <= 0 || scene.columns[measure]?.unit === "ratio")
    return say`${that} is ${way} of ${difference(scene, size, measure)}.`;
  const share = { kind: "over", left: size, right: cellAt(first, measure) } as const;
  return say`${that} is ${way} of ${number(share, { type: "number", unit: "ratio" }, scene.rows)}.`;
}

function extremes(scene: Scene, rows: number[], measure: number, units: string): Prose {
  if (rows.length < 3) return NOTHING;
  const value = (row: number): number => valueAt(scene, row, measure) ?? 0;
  const peak = rows.reduce((best, row) => (value(row) > value(best) ? row : best));
  const low = rows.reduce((best, row) => (value(row) < value(best) ? row : best));
  if (value(peak) === value(low)) return NOTHING;
  const among = units === "" ? "The" : `Of the ${units}, the`;
  return say`${among} peak was ${figure(scene, cellAt(peak, measure), measure)} ${whenLabel(scene, peak)}, the low ${figure(scene, cellAt(low, measure), measure)} ${whenLabel(scene, low)}.`;
}

function timeCell(scene: Scene, row: number): Cell {
  const [time = 0] = dimensionsOf(scene);
  return scene.rows[row]?.[time] ?? null;
}

/** Rows from the earliest bucket to the latest, in whatever order the table has them. */
function inTime(scene: Scene): number[] {
  const at = (row: number): string => String(timeCell(scene, row) ?? "");
  return scene.rows.map((_, row) => row).sort((a, b) => (at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : 0));
}

/** Where a change per bucket was asked: the largest step up and the largest step down between whole buckets. */
function largestMoves(scene: Scene, rows: readonly number[], measure: number): Prose {
  const change = addedColumn(scene, "change_ratio", measure);
  const value = (row: number): number => valueAt(scene, row, change) ?? 0;
  const comparison = scene.query?.comparison;
  const back = comparison?.kind === "bucket" ? comparison.back : 0;
  const grows = growsWithDays(scene, measure);
  const moved = rows.filter(
    (row) => change >= 0 && valueAt(scene, row, change) !== null && !(grows && isPartStep(scene, row, back)),
  );
  const sorted = [...moved].sort((a, b) => value(b) - value(a));
  const [up, down] = [sorted[0], sorted.at(-1)];
  const words = { up: "rise", down: "fall", flat: "change" };
  const step = (row: number): Prose =>
    say`the largest ${direction(cellAt(row, change), words, scene.rows)} was ${figure(scene, { kind: "size", of: cellAt(row, change) }, change)} ${whenLabel(scene, row)}`;
  const steps = [
    ...(up !== undefined && value(up) > 0 ? [step(up)] : []),
    ...(down !== undefined && value(down) < 0 ? [step(down)] : []),
  ];
  const against =
    comparison?.kind === "range" ? `Against ${comparison.period.label || comparison.label}` : "Step by step";
  return steps.length === 0 ? NOTHING : say`${against}, ${enumerate(steps)}.`;
}
