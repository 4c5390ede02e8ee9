import { assemble } from "./assemble.js";
import type { Cover } from "./cover.js";
import { choicesIn } from "./expand.js";
import type { Frame } from "./frame.js";
import type { Lexicon } from "./lexicon.js";
import type { Attempt, ReadContext } from "./read-state.js";

/** Covers that cost more than this above the best are not looked at. */
const SLACK = 2.6;
/** A view that is not endorsed comes second where both can answer. */
const NOT_ENDORSED = 0.05;

/** Assembles every cover in every view that has a meaning for all its words. Covers with words left over make none. */
export function framesOf(attempt: Attempt, lexicon: Lexicon, context: ReadContext): Frame[] {
  const whole = attempt.covers.filter((cover) => !cover.claims.some(leftOver));
  const best = whole[0]?.cost ?? 0;
  return whole
    .filter((cover) => cover.cost <= best + SLACK)
    .flatMap((cover) =>
      lexicon.views.flatMap((view) => {
        const penalty = attempt.cost + (view.endorsed ? 0 : NOT_ENDORSED);
        return choicesIn(cover, view, attempt.words).choices.map((choice) =>
          assemble(
            view,
            { items: choice.items.map((item) => ({ ...item })), cost: choice.cost + penalty },
            { lexicon, words: attempt.words, ...context },
          ),
        );
      }),
    );
}

function leftOver(claim: Cover["claims"][number]): boolean {
  return claim.meaning.kind === "unknown" || claim.meaning.kind === "hidden";
}
