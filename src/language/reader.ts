import type { ReadResult } from "../contracts/reading.js";
import { claimsOf } from "./claims.js";
import { bestCovers, type Cover } from "./cover.js";
import { framesOf } from "./frames.js";
import type { Lexicon } from "./lexicon.js";
import type { ReadContext } from "./read-state.js";
import { resultOf } from "./result.js";
import { correctedQuestions } from "./spelling.js";
import { unreadable } from "./unreadable.js";
import { splitWords } from "./words.js";

/**
 * Reads a question against the lexicon, at zero tokens. Every content word is bound, or the result is a clarification
 * or a refusal that names it. Pure: the same words, lexicon and context give the same result. Never throws for words.
 */
export function readQuestion(text: string, lexicon: Lexicon, context: ReadContext): ReadResult {
  const refused = unreadable(text);
  if (refused !== null) return refused;
  const words = splitWords(text);
  const covers = bestCovers(words, claimsOf(words, lexicon, context));
  const outside = outOfBounds(covers[0]);
  if (outside !== null) return outside;
  const attempts = correctedQuestions(words, covers, lexicon, context);
  const frames = attempts.flatMap((attempt) => framesOf(attempt, lexicon, context));
  return resultOf({ text, words, covers, attempts, frames, lexicon, context });
}

/** A refusal that stands whatever the rest of the words mean. */
function outOfBounds(cover: Cover | undefined): ReadResult | null {
  for (const { meaning } of cover?.claims ?? [])
    if (meaning.kind === "operation" && meaning.operation.refusal)
      return { kind: "refusal", ...meaning.operation.refusal, ledger: [] };
  return null;
}
