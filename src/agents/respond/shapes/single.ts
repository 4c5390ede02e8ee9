import type { Grouping } from "../../../contracts/metric-query.js";
import { boundWords, selectionOf } from "../count-words.js";
import { be, inPeriod, plural } from "../grammar.js";
import type { Piece, Prose } from "../prose.js";
import { direction, enumerate, NOTHING, say } from "../prose.js";
import type { Scene } from "../scene.js";
import { addedColumn, cellAt, difference, figure, isOwnWhole, measuresOf, valueAt } from "../scene.js";
import { sceneWords } from "../scope-words.js";
import type { Story } from "./story.js";

/** One row of numbers: "Revenue was $1,856,403 in October 2025." */
export function singleStory(scene: Scene): Story {
  const measures = measuresOf(scene);
  const [first] = measures;
  if (first === undefined) return { headline: NOTHING, narrative: NOTHING };
  const where = sceneWords(scene);
  if (measures.length > 1) {
    const items = measures.map(
      (column): Piece =>
        say`${nameOf(scene, column)} ${be(nameOf(scene, column))} ${figure(scene, cellAt(0, column), column)}`,
    );
    const changes = measures.map((column) => changeSentence(scene, column)).filter((item) => item !== null);
    return {
      headline: say`${enumerate(items)}${where}.`,
      narrative: changes.length > 0 ? say`${enumerate(changes)}.` : NOTHING,
    };
  }
  const name = nameOf(scene, first);
  if (valueAt(scene, 0, first) === null)
    return { headline: say`There is no ${name}${where}: no rows give a value.`, narrative: NOTHING };
  const headline = say`${amount(scene, first)}${where}${changeClause(scene, first)}.`;
  return { headline, narrative: shareSentence(scene, first) };
}

/** "Sales were $1,000", "There were 693 Customers", "17 states had Sales of more than 10,000". */
function amount(scene: Scene, column: number): Prose {
  const selection = selectionOf(scene, column);
  const value = valueAt(scene, 0, column) ?? 0;
  const name = nameOf(scene, column);
  const size = figure(scene, cellAt(0, column), column);
  const there = value === 1 ? "There was" : "There were";
  if (selection?.kind === "count_distinct")
    return say`${there} ${size} ${value === 1 ? selection.field : plural(selection.field)}`;
  if (selection?.kind === "over_members" && selection.aggregate === "count") {
    const member = selection.per.kind === "field" ? selection.per.field : unitOf(selection.per);
    const noun = value === 1 ? member : plural(member);
    if (selection.where === undefined || selection.measure.kind !== "measure")
      return say`${there} ${size} ${noun}`;
    return say`${size} ${noun} had ${selection.measure.measure} of ${boundWords(selection.where, styleIn(scene, selection.measure.measure))}`;
  }
  const counted = selection?.kind === "measure" && isCount(scene, selection.measure) && be(name) === "were";
  return counted && value !== 1 ? say`There were ${size} ${name}` : say`${name} ${be(name)} ${size}`;
}

function unitOf(grouping: Exclude<Grouping, { kind: "field" }>): string {
  return (grouping.kind === "time" ? grouping.grain : grouping.cycle).replaceAll("_", " ");
}

/** How a measure's own numbers are written, where no column shows them. */
function styleIn({ view }: Scene, name: string): { unit: string | null } {
  const format = view?.measures.find((measure) => measure.name === name)?.format ?? null;
  if (format?.type === "percentage") return { unit: "ratio" };
  return { unit: (format?.type === "currency" && format.currencyCode) || null };
}

function isCount({ view }: Scene, name: string): boolean {
  return /^\s*COUNT\s*\(/i.test(view?.measures.find((measure) => measure.name === name)?.expr ?? "");
}

export function nameOf(scene: Scene, column: number): string {
  return scene.columns[column]?.name ?? "";
}

/** ", up 12.3% from $1,000 in September 2025"; nothing where no comparison was asked. */
function changeClause(scene: Scene, column: number): Prose {
  const previous = addedColumn(scene, "previous", column);
  const change = addedColumn(scene, "change", column);
  if (previous < 0 || change < 0) return NOTHING;
  const before = comparedWith(scene);
  if (valueAt(scene, 0, previous) === null) return say`; there is nothing to compare with${before}`;
  return say`, ${changeWords(scene, column)} from ${figure(scene, cellAt(0, previous), column)}${before}`;
}

function changeSentence(scene: Scene, column: number): Prose | null {
  const previous = addedColumn(scene, "previous", column);
  if (previous < 0 || valueAt(scene, 0, previous) === null) return null;
  return say`${nameOf(scene, column)} ${be(nameOf(scene, column))} ${changeWords(scene, column)} from ${figure(scene, cellAt(0, previous), column)}${comparedWith(scene)}`;
}

/** "up 12.3%", or by points for ratios, or by the amount where a percentage has no meaning. */
function changeWords(scene: Scene, column: number): Prose {
  const change = addedColumn(scene, "change", column);
  const ratio = addedColumn(scene, "change_ratio", column);
  const moved = cellAt(0, change);
  const words = { up: "up", down: "down", flat: "unchanged" };
  const way = direction(moved, words, scene.rows);
  if (valueAt(scene, 0, change) === 0) return say`${way}`;
  const size = { kind: "size", of: moved } as const;
  const asRatio = scene.columns[column]?.unit === "ratio" || ratio < 0 || valueAt(scene, 0, ratio) === null;
  if (asRatio) return say`${way} ${difference(scene, size, column)}`;
  return say`${way} ${figure(scene, { kind: "size", of: cellAt(0, ratio) }, ratio)}`;
}

function comparedWith({ query }: Scene): string {
  const comparison = query?.comparison;
  if (comparison?.kind !== "range") return "";
  return ` ${inPeriod(comparison.period.label || comparison.label)}`;
}

function shareSentence(scene: Scene, column: number): Prose {
  const share = addedColumn(scene, "share", column);
  if (isOwnWhole(scene) || share < 0 || valueAt(scene, 0, share) === null) return NOTHING;
  return say`That is ${figure(scene, cellAt(0, share), share)} of the total.`;
}
