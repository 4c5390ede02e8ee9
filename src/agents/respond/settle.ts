import { answerableQuestions } from "../answerable.js";
import type { RunScope } from "../run-scope.js";
import type { Draft } from "../state.js";
import { openings } from "./openings.js";

/** From here on an answer is given without a word about its reading. */
export const PLAIN = 0.8;
export const BEST_EFFORT = 0.5;
const NARROWING = 2;

/**
 * Gives a draft what its confidence demands: below 0.8 a note and two follow-ups. A draft that is not asked about stands at
 * least at 0.5.
 */
export function settle(draft: Draft, question: string, scope: RunScope): Draft {
  const confidence = Math.max(BEST_EFFORT, draft.confidence);
  if (confidence >= PLAIN) return { ...draft, confidence };
  const noted =
    draft.uncertainty.length > 0 ? draft.uncertainty : [`This is the best reading of "${question}".`];
  const missing = NARROWING - draft.followUps.length;
  const others =
    missing > 0
      ? scope.views.flatMap((view) => answerableQuestions(openings(view, scope), NARROWING, scope))
      : [];
  const followUps = [...new Set([...draft.followUps, ...others])].slice(
    0,
    Math.max(NARROWING, draft.followUps.length),
  );
  return { ...draft, confidence, uncertainty: noted, followUps };
}
