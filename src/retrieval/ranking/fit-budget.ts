import type { RankedPassage } from "../../contracts/retrieval.js";

/** Characters that a token stands for at the least in English prose and SQL, so that the estimate is never too low by much. */
const CHARACTERS_PER_TOKEN = 3;

/**
 * The best passages that fit into the budget together, in their order; one that does not fit is left out whole and
 * smaller ones after it may still come in. Those that are `free` always come in and cost nothing.
 */
export function fitBudget(
  passages: readonly RankedPassage[],
  maxTokens: number,
  free: (passage: RankedPassage) => boolean = () => false,
): { kept: RankedPassage[]; leftOut: RankedPassage[] } {
  const kept: RankedPassage[] = [];
  const leftOut: RankedPassage[] = [];
  let spent = 0;
  for (const passage of passages) {
    const cost = free(passage) ? 0 : estimatedTokens(`${passage.title}\n${passage.text}`);
    if (spent + cost > maxTokens) {
      leftOut.push(passage);
      continue;
    }
    spent += cost;
    kept.push(passage);
  }
  return { kept, leftOut };
}

/** An upper estimate of the tokens of a text. */
function estimatedTokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}
