import type { PolicySet } from "../../contracts/policy.js";
import type { Passage } from "../../contracts/retrieval.js";

/**
 * The passages that a user may be shown. A view needs its grant; everything else needs every relation that it speaks of.
 * Summaries hold figures over all rows, so a user with a row rule on a relation sees none of that relation.
 */
export function visiblePassages(passages: readonly Passage[], set: PolicySet): Passage[] {
  const views = new Set(set.views);
  const relations = new Set(set.relations);
  return passages.filter((passage) => {
    if (passage.kind === "view")
      return views.has("*") || views.has(passage.id.slice(passage.id.indexOf(":") + 1));
    if (!passage.relations.every((relation) => relations.has(relation))) return false;
    return passage.kind !== "summary" || !passage.relations.some((relation) => relation in set.rowRules);
  });
}
