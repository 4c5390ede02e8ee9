import { be } from "../grammar.js";
import type { Prose } from "../prose.js";
import { direction, enumerate, NOTHING, number, say } from "../prose.js";
import type { Scene } from "../scene.js";
import { cellAt, difference, figure, measuresOf, rowLabel, valueAt } from "../scene.js";
import { filterWordsOnly } from "./scope-only.js";
import { nameOf } from "./single.js";
import type { Story } from "./story.js";

/** Two or more things side by side (periods or members): each number, and how the last compares with the first. */
export function sideBySideStory(scene: Scene): Story {
  const [measure] = measuresOf(scene);
  if (measure === undefined) return { headline: NOTHING, narrative: NOTHING };
  const name = nameOf(scene, measure);
  const where = filterWordsOnly(scene);
  const items = scene.rows.map((_, row) =>
    valueAt(scene, row, measure) === null
      ? say`nothing in ${rowLabel(scene, row)}`
      : say`${figure(scene, cellAt(row, measure), measure)} in ${rowLabel(scene, row)}`,
  );
  return {
    headline: say`${name}${where} ${be(name)} ${enumerate(items)}.`,
    narrative: compared(scene, measure),
  };
}

function compared(scene: Scene, measure: number): Prose {
  const last = scene.rows.length - 1;
  const before = valueAt(scene, 0, measure);
  const after = valueAt(scene, last, measure);
  if (last < 1 || before === null || after === null || before === after) return NOTHING;
  const moved = { kind: "minus", left: cellAt(last, measure), right: cellAt(0, measure) } as const;
  const size = { kind: "size", of: moved } as const;
  const way = direction(moved, { up: "higher", down: "lower", flat: "level" }, scene.rows);
  const amount = difference(scene, size, measure);
  if (before <= 0 || scene.columns[measure]?.unit === "ratio")
    return say`${rowLabel(scene, last)} is ${amount} ${way} than ${rowLabel(scene, 0)}.`;
  const share = { kind: "over", left: size, right: cellAt(0, measure) } as const;
  return say`${rowLabel(scene, last)} is ${amount} (${number(share, { type: "number", unit: "ratio" }, scene.rows)}) ${way} than ${rowLabel(scene, 0)}.`;
}
