import type { ModelView } from "../contracts/semantic-model.js";
import { assemble } from "./assemble.js";
import type { Cover } from "./cover.js";
import { choicesIn, prepare, viewsOf } from "./expand.js";
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
  const input = { lexicon, words: attempt.words, ...context };
  return whole
    .filter((cover) => cover.cost <= best + SLACK)
    .flatMap((cover) => {
      const prepared = prepare(cover, attempt.words);
      return viewsFor(cover, lexicon, context).flatMap((view) => {
        const penalty = attempt.cost + (view.endorsed ? 0 : NOT_ENDORSED);
        return choicesIn(prepared, view).map((choice) =>
          assemble(view, { ...choice, cost: choice.cost + penalty }, input),
        );
      });
    });
}

/** Where no word names anything, the view of the turn before and the first one stand for all. */
function viewsFor(cover: Cover, lexicon: Lexicon, context: ReadContext): ModelView[] {
  const named = viewsOf(cover);
  if (named !== null) return lexicon.views.filter(({ name }) => named.has(name));
  const last = context.thread.queries.at(-1)?.view;
  const first = lexicon.views.find(({ endorsed }) => endorsed) ?? lexicon.views[0];
  return lexicon.views.filter((view) => view === first || view.name === last);
}

function leftOver(claim: Cover["claims"][number]): boolean {
  return claim.meaning.kind === "unknown" || claim.meaning.kind === "hidden";
}
