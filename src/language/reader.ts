import type { ReadResult } from "../contracts/reading.js";
import type { Cover } from "./cover.js";
import type { Lexicon } from "./lexicon.js";
import { framesOfText } from "./read-frames.js";
import type { ReadContext } from "./read-state.js";
import { resultOf } from "./result.js";
import { replyTo } from "./thread/reply.js";
import { unreadable } from "./unreadable.js";

/**
 * Reads a question against the lexicon, at zero tokens. Every content word is bound, or the result is a clarification
 * or a refusal that names it. Pure: the same words, lexicon and context give the same result. Never throws for words.
 */
export function readQuestion(text: string, lexicon: Lexicon, context: ReadContext): ReadResult {
  const refused = unreadable(text);
  if (refused !== null) return refused;
  const reply = replyTo(text, context, (words, thread) =>
    readQuestion(words, lexicon, { ...context, thread }),
  );
  if (reply !== null) return reply;
  const found = framesOfText(text, lexicon, context);
  return outOfBounds(found.covers[0]) ?? resultOf({ text, lexicon, context, ...found });
}

/** A refusal that stands whatever the rest of the words mean. */
function outOfBounds(cover: Cover | undefined): ReadResult | null {
  for (const { meaning } of cover?.claims ?? [])
    if (meaning.kind === "operation" && meaning.operation.refusal)
      return { kind: "refusal", ...meaning.operation.refusal, ledger: [] };
  return null;
}
