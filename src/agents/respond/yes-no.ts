import { directionMentions } from "./direction-words.js";
import type { Prose } from "./prose.js";
import { say } from "./prose.js";
import type { Scene } from "./scene.js";
import { addedColumn, dimensionsOf, measuresOf, valueAt } from "./scene.js";

const ASKS = /^\s*(?:and |so |but )?(?:did|do|does|is|are|was|were|has|have|had)\b/i;

/** Puts "Yes." or "No." before the headline of a question that asks for one; other headlines stay as they are. */
export function yesOrNo(scene: Scene, headline: Prose): Prose {
  const verdict = ASKS.test(scene.question) ? verdictOf(scene) : null;
  if (verdict === null) return headline;
  return verdict ? say`Yes. ${headline}` : say`No. ${headline}`;
}

/** A threshold on the whole is met where its row stands; a direction where the change has its sign. Null: the question is no such question. */
function verdictOf(scene: Scene): boolean | null {
  const { query, rows } = scene;
  if (!query || dimensionsOf(scene).length > 0) return null;
  if (query.having.length > 0) return rows.length > 0;
  const [measure] = measuresOf(scene);
  const [asked] = directionMentions(scene.question);
  if (measure === undefined || !asked || rows.length !== 1) return null;
  const change = addedColumn(scene, "change", measure);
  const value = change < 0 ? null : valueAt(scene, 0, change);
  return value === null ? null : Math.sign(value) === asked.sign;
}
