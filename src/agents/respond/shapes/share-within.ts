import type { OutputColumn } from "../../../contracts/result.js";
import { cellLabel } from "../cell-label.js";
import type { Piece, Prose } from "../prose.js";
import { direction, enumerate, NOTHING, say, sentences } from "../prose.js";
import type { Scene } from "../scene.js";
import { addedColumn, cellAt, difference, dimensionsOf, figure, measuresOf, valueAt } from "../scene.js";
import { sceneWords } from "../scope-words.js";
import { filterWordsOnly } from "./scope-only.js";
import { nameOf } from "./single.js";
import type { Story } from "./story.js";

const NEXT = 2;

/** Does every share have a whole of its own (its branch, its quarter), so that they rank otherwise than the amounts? */
export function isShareWithin({ query }: Scene): boolean {
  return (query?.share?.within.length ?? 0) > 0;
}

/** Shares of several wholes: the largest by share, each with the whole it is of; a course where the wholes follow in time. */
export function shareWithinStory(scene: Scene): Story {
  const [measure] = measuresOf(scene);
  const share = measure === undefined ? -1 : addedColumn(scene, "share", measure);
  if (measure === undefined || share < 0) return { headline: NOTHING, narrative: NOTHING };
  const rows = scene.rows.flatMap((_, row) => (valueAt(scene, row, share) === null ? [] : [row]));
  const [outer, inner] = dimensionColumns(scene);
  const one = rows.every((row) => label(scene, row, inner) === label(scene, rows[0] ?? 0, inner));
  const subject = one && inner.length > 0 && outer.length > 0;
  const [only] = outer;
  if (subject && only !== undefined && outer.length === 1 && isTime(scene, only) && !scene.query?.top)
    return courseStory(scene, { rows, time: only, share, part: label(scene, rows[0] ?? 0, inner), measure });
  const sign = isAscending(scene) ? 1 : -1;
  const value = (row: number): number => valueAt(scene, row, share) ?? 0;
  const [leader, ...rest] = [...rows].sort((a, b) => sign * (value(a) - value(b)) || a - b);
  if (leader === undefined) return { headline: NOTHING, narrative: NOTHING };
  const name = nameOf(scene, measure);
  const extent = sign > 0 ? "smallest" : "largest";
  const amount = figure(scene, cellAt(leader, measure), measure);
  const size = (row: number): Piece => figure(scene, cellAt(row, share), share);
  const headline = subject
    ? say`${label(scene, leader, outer)} has the ${extent} share of ${label(scene, leader, inner)} in ${name}${sceneWords(scene)}: ${size(leader)} (${amount}).`
    : say`${label(scene, leader, inner)} has the ${extent} share: ${size(leader)} of ${name}${wholeWords(scene, leader, outer)}${sceneWords(scene)} (${amount}).`;
  const who = (row: number): string =>
    subject
      ? label(scene, row, outer)
      : `${label(scene, row, inner)}${wholeWords(scene, row, outer)}`.trimStart();
  const item = (row: number): Piece => say`${who(row)} (${size(row)})`;
  return { headline, narrative: followers(scene, rest, item) };
}

function followers(scene: Scene, rest: readonly number[], item: (row: number) => Piece): Prose {
  if (rest.length === 0) return NOTHING;
  const next = rest.slice(0, NEXT).map(item);
  const last = rest.at(-1);
  const isAll = !scene.truncated && !scene.query?.top && scene.query?.having.length === 0;
  const end =
    last !== undefined && rest.length > NEXT && isAll ? say`; at the other end is ${item(last)}` : "";
  return say`${next.length === 1 ? "Next is" : "Next are"} ${enumerate(next)}${end}.`;
}

interface Course {
  rows: readonly number[];
  time: number;
  share: number;
  part: string;
  measure: number;
}

/** "The share of App in Loans rose from 20.1% in Q1 2023 to 35.2% in Q3 2025." */
function courseStory(scene: Scene, { rows, time, share, part, measure }: Course): Story {
  const at = (row: number): string => String(scene.rows[row]?.[time] ?? "");
  const dated = rows
    .filter((row) => at(row) !== "")
    .sort((a, b) => (at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : 0));
  const [first, last] = [dated[0], dated.at(-1)];
  if (first === undefined || last === undefined) return { headline: NOTHING, narrative: NOTHING };
  const when = (row: number): Piece =>
    say`${figure(scene, cellAt(row, share), share)}${wholeWords(scene, row, [time])}`;
  const subject = say`The share of ${part} in ${nameOf(scene, measure)}${filterWordsOnly(scene)}`;
  if (first === last) return { headline: say`${subject} was ${when(first)}.`, narrative: NOTHING };
  const moved = { kind: "minus", left: cellAt(last, share), right: cellAt(first, share) } as const;
  const way = direction(moved, { up: "rose", down: "fell", flat: "was level" }, scene.rows);
  const change = direction(moved, { up: "a rise", down: "a fall", flat: "a change" }, scene.rows);
  const value = (row: number): number => valueAt(scene, row, share) ?? 0;
  const peak = dated.reduce((best, row) => (value(row) > value(best) ? row : best));
  const low = dated.reduce((best, row) => (value(row) < value(best) ? row : best));
  return {
    headline: say`${subject} ${way} from ${when(first)} to ${when(last)}.`,
    narrative: sentences(
      value(first) === value(last)
        ? NOTHING
        : say`That is ${change} of ${difference(scene, { kind: "size", of: moved }, share)}.`,
      dated.length < 3 || value(peak) === value(low)
        ? NOTHING
        : say`The peak was ${when(peak)}, the low ${when(low)}.`,
    ),
  };
}

/** What a share is of, beside its measure: " for Central", " in Q1 2025". */
export function wholeWords(scene: Scene, row: number, columns: readonly number[]): string {
  return columns
    .map((column) => {
      const text = cellLabel(scene.rows[row]?.[column] ?? null, column, scene);
      if (!isTime(scene, column)) return ` for ${text}`;
      return isDayBucket(scene, column) ? ` on ${text}` : ` in ${text}`;
    })
    .join("");
}

/** Columns of the wholes, and those of what is a part of them. */
export function dimensionColumns(scene: Scene): [outer: number[], inner: number[]] {
  const within = new Set(scene.query?.share?.within ?? []);
  const isOuter = (of: OutputColumn["of"] | undefined): boolean =>
    of?.kind === "group" && within.has(of.index);
  const columns = dimensionsOf(scene);
  return [
    columns.filter((column) => isOuter(scene.columns[column]?.of)),
    columns.filter((column) => !isOuter(scene.columns[column]?.of)),
  ];
}

function label(scene: Scene, row: number, columns: readonly number[]): string {
  return columns.map((column) => cellLabel(scene.rows[row]?.[column] ?? null, column, scene)).join(", ");
}

function groupingOf({ columns, query }: Scene, column: number) {
  const of = columns[column]?.of;
  return of?.kind === "group" ? query?.groupBy[of.index] : undefined;
}

function isTime(scene: Scene, column: number): boolean {
  return groupingOf(scene, column)?.kind === "time";
}

function isDayBucket(scene: Scene, column: number): boolean {
  const grouping = groupingOf(scene, column);
  return grouping?.kind === "time" && grouping.grain === "day";
}

function isAscending({ query }: Scene): boolean {
  const [order] = query?.order ?? [];
  return order?.by.kind === "select" && order.direction === "asc";
}
