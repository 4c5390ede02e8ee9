import { addDays, daysBetween, earlier, later, partsOf } from "../../calendar/day.js";
import { dayLabel, unitLabel } from "../../calendar/label.js";
import { addUnits } from "../../calendar/unit.js";
import type { IsoDate } from "../../contracts/dates.js";
import { assertUnreachable } from "../../contracts/errors.js";
import type { Grouping } from "../../contracts/metric-query.js";
import { QUIET_DAYS } from "../resolve/coverage.js";
import type { Scene } from "./scene.js";

/** What counts of a bucket that is not whole: some days (null at an end that is), none because nothing is loaded, or it lies ahead. */
export type BucketPart =
  | { kind: "days"; first: IsoDate | null; last: IsoDate | null }
  | { kind: "none" }
  | { kind: "ahead" };

type TimeGrouping = Extract<Grouping, { kind: "time" }>;

/** Of a bucket that is cut short by `as_of` or by the period asked for, so little may be missing that its number is still the whole one's. */
const NEGLIGIBLE = 0.04;

/** What counts of the bucket that starts on `start`; null where it is whole, or nothing is known of the loaded days. */
export function bucketPart(start: IsoDate, { field, grain }: TimeGrouping, scene: Scene): BucketPart | null {
  const loaded = scene.loaded?.days[field];
  if (scene.loaded === null || loaded === undefined || grain === "day") return null;
  const end = addUnits(start, 1, grain);
  if (start >= scene.loaded.asOf) return { kind: "ahead" };
  const asked = askedSpan(start, end, field, scene);
  const over = earlier(asked.end, scene.loaded.asOf);
  const length = daysBetween(start, end);
  const cut = daysBetween(start, asked.start) > length * NEGLIGIBLE;
  const unfinished = daysBetween(over, end) > length * NEGLIGIBLE;
  const late = daysBetween(asked.start, loaded.first) > Math.max(QUIET_DAYS, length / 10);
  const short = daysBetween(addDays(loaded.last, 1), over) > Math.max(QUIET_DAYS, length / 10);
  const [first, last] = [
    later(asked.start, loaded.first),
    addDays(earlier(over, addDays(loaded.last, 1)), -1),
  ];
  if (first > last) return { kind: "none" };
  if (!(cut || late || unfinished || short)) return null;
  return { kind: "days", first: cut || late ? first : null, last: unfinished || short ? last : null };
}

/** The days of a bucket that lie in the period asked for. */
function askedSpan(start: IsoDate, end: IsoDate, field: string, { query, view }: Scene) {
  const [period, ...more] = query?.periods ?? [];
  const own = (view?.timeField ?? field) === field && more.length === 0 ? period : undefined;
  // A bucket before the period is one that is compared with.
  if (own === undefined || (own.start !== null && end <= own.start)) return { start, end };
  return { start: later(start, own.start ?? start), end: earlier(end, own.end ?? end) };
}

/** "to 17 November", "from 14 October to 31 October": what of a bucket counts. */
export function partWords(part: BucketPart): string {
  switch (part.kind) {
    case "ahead":
      return "not over yet";
    case "none":
      return "nothing loaded";
    case "days": {
      const from = part.first === null ? [] : [`from ${dayAndMonth(part.first)}`];
      const to = part.last === null ? [] : [`to ${dayAndMonth(part.last)}`];
      return [...from, ...to].join(" ");
    }
    default:
      return assertUnreachable(part);
  }
}

/** "17 November": the year stands in the bucket's own name. */
function dayAndMonth(day: IsoDate): string {
  return dayLabel(day).slice(0, -String(partsOf(day).year).length - 1);
}

interface RowPart {
  name: string;
  unit: string;
  part: BucketPart;
}

/** The time buckets of a row that are not whole. */
function partsOfRow(scene: Scene, row: number): RowPart[] {
  return scene.columns.flatMap(({ of }, column) => {
    const grouping = of.kind === "group" ? scene.query?.groupBy[of.index] : undefined;
    const cell = scene.rows[row]?.[column];
    if (grouping?.kind !== "time" || typeof cell !== "string") return [];
    const part = bucketPart(cell, grouping, scene);
    const name = unitLabel(cell, grouping.grain, scene.rules);
    return part === null ? [] : [{ name, unit: grouping.grain.replace("_", " "), part }];
  });
}

/** Does a time bucket of the row hold fewer days than the others? */
export function isPartRow(scene: Scene, row: number): boolean {
  return partsOfRow(scene, row).length > 0;
}

/** "month" for a row whose month is not whole. */
export function partUnit(scene: Scene, row: number): string {
  return partsOfRow(scene, row)[0]?.unit ?? "period";
}

/** Is the row's bucket, or the one `back` buckets before it, not whole? Their difference then says nothing of whole ones. */
export function isPartStep(scene: Scene, row: number, back: number): boolean {
  if (isPartRow(scene, row)) return true;
  return scene.columns.some(({ of }, column) => {
    const grouping = of.kind === "group" ? scene.query?.groupBy[of.index] : undefined;
    const cell = scene.rows[row]?.[column];
    if (grouping?.kind !== "time" || typeof cell !== "string" || back === 0) return false;
    return bucketPart(addUnits(cell, -back, grouping.grain), grouping, scene) !== null;
  });
}

/** Does the number depend on how many days count? Averages and ratios of a part of a month can stand beside those of a whole one. */
export function growsWithDays({ query, view, columns }: Scene, column: number): boolean {
  const { of, unit } = columns[column] ?? {};
  const selection = of?.kind === "select" ? query?.select[of.index] : undefined;
  if (unit === "ratio" || selection === undefined) return false;
  switch (selection.kind) {
    case "measure": {
      const measure = view?.measures.find(({ name }) => name === selection.measure);
      return measure === undefined || !(measure.ratio || measure.window.length > 0);
    }
    case "aggregate":
      return selection.aggregate === "sum";
    case "count_distinct":
    case "running":
      return true;
    case "ratio":
      return false;
    case "over_members":
      return selection.aggregate === "count";
    default:
      return assertUnreachable(selection);
  }
}

/** A sentence for every bucket of the answer that is not whole. */
export function partNotes(scene: Scene): string[] {
  const notes = scene.rows.flatMap((_, row) => partsOfRow(scene, row).map(partNote));
  return [...new Set(notes)];
}

function partNote({ name, unit, part }: RowPart): string {
  switch (part.kind) {
    case "ahead":
      return `${name} is not over yet, so its number can still change.`;
    case "none":
      return `Nothing is loaded for ${name}.`;
    case "days":
      return `${name} is counted only ${partWords(part)}, so its number is not that of a whole ${unit}.`;
    default:
      return assertUnreachable(part);
  }
}
