import { cellLabel } from "../cell-label.js";
import { inPeriod } from "../grammar.js";
import type { Piece } from "../prose.js";
import { enumerate, NOTHING, say } from "../prose.js";
import type { Scene } from "../scene.js";
import { cellAt, dimensionsOf, figure, valueAt } from "../scene.js";
import { filterWordsOnly } from "./scope-only.js";
import { nameOf } from "./single.js";
import type { Story } from "./story.js";

const MOST_PERIODS = 4;

/** Several periods, each split by one field: who leads in each. Null where there are too many, or more fields. */
export function periodsApartStory(scene: Scene, measure: number): Story | null {
  const [period = -1, field = -1, ...more] = dimensionsOf(scene);
  const isSplit = scene.columns[period]?.of.kind === "period" && field >= 0 && more.length === 0;
  if (!isSplit || scene.truncated || scene.query?.top || scene.query?.comparison) return null;
  const leaders = new Map<string, number>();
  for (const [row, cells] of scene.rows.entries()) {
    const value = valueAt(scene, row, measure);
    if (value === null) continue;
    const name = String(cells[period]);
    const best = leaders.get(name);
    if (best === undefined || value > (valueAt(scene, best, measure) ?? 0)) leaders.set(name, row);
  }
  if (leaders.size < 2 || leaders.size > MOST_PERIODS) return null;
  const label = (row: number): string => cellLabel(scene.rows[row]?.[field] ?? null, field, scene);
  const rows = [...leaders];
  const number = (row: number): Piece => figure(scene, cellAt(row, measure), measure);
  const name = nameOf(scene, measure);
  const where = filterWordsOnly(scene);
  const [first] = rows;
  const isSame = rows.every(([, row]) => label(row) === label(first?.[1] ?? 0));
  const headline = isSame
    ? say`${label(first?.[1] ?? 0)} has the largest ${name}${where} in each: ${enumerate(rows.map(([period, row]) => say`${number(row)} ${inPeriod(period)}`))}.`
    : say`The largest ${name}${where}: ${enumerate(rows.map(([period, row]) => say`${label(row)} ${inPeriod(period)} (${number(row)})`))}.`;
  return { headline, narrative: NOTHING };
}
