import { rowLabel } from "../cell-label.js";
import { be } from "../grammar.js";
import { NOTHING, number, say } from "../prose.js";
import type { Scene } from "../scene.js";
import { addedColumn, cellAt, figure, measuresOf } from "../scene.js";
import { sceneWords } from "../scope-words.js";
import { nameOf } from "./single.js";
import type { Story } from "./story.js";

/** The place of one member: "West is number 2 by Sales". */
export function rankStory(scene: Scene): Story {
  const [measure = 0] = measuresOf(scene);
  const rank = scene.columns.findIndex(({ of }) => of.kind === "rank");
  if (rank < 0) return { headline: NOTHING, narrative: NOTHING };
  const place = number(cellAt(0, rank), { type: "number" }, scene.rows);
  const ascending = scene.query?.order[0]?.direction === "asc" ? ", counted from the smallest" : "";
  return {
    headline: say`${rowLabel(scene, 0)} is number ${place} by ${nameOf(scene, measure)}${sceneWords(scene)}${ascending}, with ${figure(scene, cellAt(0, measure), measure)}.`,
    narrative: NOTHING,
  };
}

/** One member's part of the whole: "West was 31.2% of Sales". */
export function shareOfOneStory(scene: Scene): Story {
  const [measure = 0] = measuresOf(scene);
  const share = addedColumn(scene, "share", measure);
  const label = rowLabel(scene, 0);
  return {
    headline: say`${label} ${be(label)} ${figure(scene, cellAt(0, share), share)} of ${nameOf(scene, measure)}${sceneWords(scene)}.`,
    narrative: say`${nameOf(scene, measure)} there: ${figure(scene, cellAt(0, measure), measure)}.`,
  };
}
