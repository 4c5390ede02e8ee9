import type { Having } from "../../../contracts/metric-query.js";
import { rowLabel } from "../cell-label.js";
import { boundWords } from "../count-words.js";
import { plural } from "../grammar.js";
import type { Prose } from "../prose.js";
import { NOTHING, number, say } from "../prose.js";
import type { Scene } from "../scene.js";
import { addedColumn, cellAt, dimensionsOf, figure, measuresOf } from "../scene.js";
import { sceneWords } from "../scope-words.js";
import { isNameless } from "./nameless.js";
import { nameOf } from "./single.js";

/** "regions", "weekdays", "months". */
export function nounOf(scene: Scene, column: number): string {
  const of = scene.columns[column]?.of;
  const grouping = of?.kind === "group" ? scene.query?.groupBy[of.index] : undefined;
  if (grouping?.kind === "time") return plural(grouping.grain.replace("_", " "));
  if (grouping?.kind === "cycle") return plural(grouping.cycle.replace("_of_year", "").replace("_", " "));
  return plural(nameOf(scene, column));
}

/** "17 states had Sales of more than 10,000": how many passed the one condition on a number. */
export function membersKept(scene: Scene): Prose {
  const kept = conditionOf(scene);
  const { rows } = scene;
  if (kept === null || rows.length === 0) return NOTHING;
  const { noun, measure, condition, isValue } = kept;
  if (rows.length > 1) {
    const count = number({ kind: "count" }, { type: "number" }, rows);
    return say`${count} ${noun} had ${condition}${sceneWords(scene)}.`;
  }
  if (!isValue || isNameless(scene, 0)) return NOTHING;
  return say`Only ${rowLabel(scene, 0)} had ${condition}${sceneWords(scene)}: ${figure(scene, cellAt(0, measure), measure)}.`;
}

/** "No plants had Yield of less than 85.0%": the same where none passed. */
export function noMembers(scene: Scene): Prose {
  const kept = conditionOf(scene);
  return kept === null ? NOTHING : say`No ${kept.noun} had ${kept.condition}${sceneWords(scene)}.`;
}

/** The one condition on a number of the one field's members; null where the question is another. */
function conditionOf(
  scene: Scene,
): { noun: string; measure: number; condition: string; isValue: boolean } | null {
  const { query, truncated } = scene;
  const [having, ...more] = query?.having ?? [];
  const [column, ...others] = dimensionsOf(scene);
  if (!query || having === undefined || column === undefined || more.length + others.length > 0) return null;
  if (having.of === "share" || truncated || query.top || query.rank || query.periods.length > 1) return null;
  const measure = measuresOf(scene).find((at) => addedIndex(scene, at) === having.select);
  if (measure === undefined) return null;
  const isValue = having.of === "value";
  const added = having.of === "value" ? measure : addedColumn(scene, having.of, measure);
  const bound = boundWords(having, scene.columns[added] ?? {});
  const name = nameOf(scene, measure);
  const way = isValue ? null : wayOf(having);
  const condition =
    way === null ? `${isValue ? name : `a change in ${name}`} of ${bound}` : `${way} in ${name}`;
  return { noun: nounOf(scene, column), measure, condition, isValue };
}

/** A change on one side of zero, in a word. */
function wayOf({ min, max, negated }: Having): string | null {
  const isZero = (bound: Having["min"]): boolean =>
    bound !== null && Number(bound.value) === 0 && !bound.inclusive;
  if (negated) return null;
  if (min === null && isZero(max)) return "a fall";
  return max === null && isZero(min) ? "a rise" : null;
}

function addedIndex({ columns }: Scene, column: number): number | null {
  const of = columns[column]?.of;
  return of?.kind === "select" ? of.index : null;
}
