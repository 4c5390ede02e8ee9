import { rowLabel } from "../cell-label.js";
import { plural } from "../grammar.js";
import { enumerate, NOTHING, number, say } from "../prose.js";
import type { Scene } from "../scene.js";
import { dimensionsOf } from "../scene.js";
import { sceneWords } from "../scope-words.js";
import { nameOf } from "./single.js";
import type { Story } from "./story.js";

const SHOWN = 8;

/** Members of a field: how many, and the first of them by name. */
export function listStory(scene: Scene): Story {
  const columns = dimensionsOf(scene);
  const noun = columns.length === 1 ? plural(nameOf(scene, columns[0] ?? 0)) : "combinations";
  const where = sceneWords(scene);
  const count = number({ kind: "count" }, { type: "number" }, scene.rows);
  const shown = scene.rows.slice(0, SHOWN).map((_, row) => rowLabel(scene, row));
  if (scene.rows.length === 0) return { headline: say`There are no ${noun}${where}.`, narrative: NOTHING };
  const start = scene.truncated
    ? say`These are the first ${count} ${noun}${where}`
    : say`${scene.rows.length === 1 ? "There is" : "There are"} ${count} ${scene.rows.length === 1 ? nameOf(scene, columns[0] ?? 0) : noun}${where}`;
  const all = shown.length === scene.rows.length;
  return {
    headline: all ? say`${start}: ${enumerate(shown)}.` : say`${start}.`,
    narrative: all ? NOTHING : say`The first are ${enumerate(shown)}.`,
  };
}
