import { checkProse } from "./grounding.js";
import type { Prose } from "./prose.js";
import { isEmpty, NOTHING, number, say, sentences, textOf } from "./prose.js";
import type { Scene } from "./scene.js";
import { addedColumn, dimensionsOf, isOwnWhole, measuresOf } from "./scene.js";
import { sceneWords } from "./scope-words.js";
import { breakdownStory } from "./shapes/breakdown.js";
import { listStory } from "./shapes/list.js";
import { noMembers } from "./shapes/members-kept.js";
import { rankStory, shareOfOneStory } from "./shapes/position.js";
import { isShareWithin, shareWithinStory } from "./shapes/share-within.js";
import { comparedField, MOST_COMPARED, sideBySideStory } from "./shapes/side-by-side.js";
import { singleStory } from "./shapes/single.js";
import type { Story } from "./shapes/story.js";
import { trendStory } from "./shapes/trend.js";
import { unevenSentence } from "./uneven-periods.js";
import { yesOrNo } from "./yes-no.js";

export interface Narration {
  headline: string;
  narrative: string;
  /** False where a number could not be proved and the plain text stands instead. */
  grounded: boolean;
}

/** Headline and narrative from the rows alone, every number proved; a text that fails its proof is replaced by one without numbers. */
export function narrate(scene: Scene): Narration {
  const story = storyOf(scene);
  const headline = isEmpty(story.headline) ? plainStory(scene).headline : story.headline;
  return provedNarration(yesOrNo(scene, headline), sentences(story.narrative, unevenSentence(scene)), scene);
}

/** Proves both texts against the rows; used for every story before it leaves. */
export function provedNarration(headline: Prose, narrative: Prose, scene: Scene): Narration {
  const texts = [headline, narrative].map((prose) => ({ prose, text: textOf(prose) }));
  const faults = texts.flatMap(({ prose, text }) => checkProse(text, prose, scene.rows));
  if (faults.length > 0)
    return { headline: textOf(plainStory(scene).headline), narrative: "", grounded: false };
  const [head, body] = texts;
  return { headline: head?.text ?? "", narrative: body?.text ?? "", grounded: true };
}

function storyOf(scene: Scene): Story {
  const { query, rows } = scene;
  if (query?.mode === "list") return listStory(scene);
  if (rows.length === 0) return emptyStory(scene);
  const measures = measuresOf(scene);
  const dimensions = dimensionsOf(scene);
  const [measure] = measures;
  if (measure === undefined) return dimensions.length > 0 ? listStory(scene) : plainStory(scene);
  if (dimensions.length === 0) return singleStory(scene);
  if (scene.truncated && !isLedByMeasure(scene)) return cutStory(scene, measure);
  if (query?.rank && rows.length === 1) return rankStory(scene);
  if (isShareWithin(scene) && rows.length > 1) return shareWithinStory(scene);
  if (rows.length === 1 && !isOwnWhole(scene) && addedColumn(scene, "share", measure) >= 0)
    return shareOfOneStory(scene);
  if (query && query.periods.length > 1 && query.groupBy.length === 0) return sideBySideStory(scene);
  if (comparedField(query) !== null && rows.length <= MOST_COMPARED) return sideBySideStory(scene);
  if (dimensions.length === 1 && isTrend(query)) return trendStory(scene);
  return breakdownStory(scene);
}

/** Buckets in their own order, not chosen or ranked by their numbers. */
function isTrend(query: Scene["query"]): boolean {
  const [order] = query?.order ?? [];
  return query?.groupBy[0]?.kind === "time" && !query.top && !query.rank && order?.by.kind !== "select";
}

/** Do the first rows hold the largest or smallest numbers, so that a leader among them leads them all? */
function isLedByMeasure({ query }: Scene): boolean {
  const [order] = query?.order ?? [];
  return order?.by.kind === "select" && order.by.index === 0 && order.by.of === "value";
}

/** Rows were cut in an order that says nothing about their numbers: nothing may be said about all of them. */
function cutStory(scene: Scene, measure: number): Story {
  const count = number({ kind: "count" }, { type: "number" }, scene.rows);
  const name = scene.columns[measure]?.name ?? "";
  return {
    headline: say`These are the first ${count} rows of ${name}${sceneWords(scene)}.`,
    narrative: NOTHING,
  };
}

function emptyStory(scene: Scene): Story {
  const none = noMembers(scene);
  return {
    headline: isEmpty(none) ? say`No rows match${sceneWords(scene)}.` : none,
    narrative: NOTHING,
  };
}

function plainStory(scene: Scene): Story {
  const names = measuresOf(scene).map((column) => scene.columns[column]?.name ?? "");
  const what = names.length > 0 ? names.join(", ") : "The result";
  return { headline: say`${what}${sceneWords(scene)}: see the table.`, narrative: NOTHING };
}
