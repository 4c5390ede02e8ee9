import type { Scene } from "../scene.js";
import { scopeWords } from "../scope-words.js";

/** Filters without the period, which the buckets of a trend show themselves. */
export function filterWordsOnly(scene: Scene): string {
  return scopeWords(scene.query, { period: false });
}
