import type { LedgerEntry, ReadResult, RefusalCode } from "../contracts/reading.js";
import type { Cover } from "./cover.js";
import { leftOverResult } from "./left-over.js";
import type { Lexicon } from "./lexicon.js";
import { framesOfText } from "./read-frames.js";
import type { ReadContext } from "./read-state.js";
import { resultOf } from "./result.js";
import { replyTo } from "./thread/reply.js";
import { refusal, unreadable } from "./unreadable.js";

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
  const outside = outOfBounds(found.covers[0]);
  if (outside !== null) return outside;
  const state = { text, lexicon, context, ...found };
  // A withheld name that fits the words best is refused, even where other names could be pieced together.
  if (found.covers[0]?.claims.some(({ meaning }) => meaning.kind === "hidden")) return leftOverResult(state);
  const result = resultOf(state);
  return result.kind === "readings" ? result : (withoutPreamble(text, lexicon, context) ?? result);
}

const NAMES = new Set(["measure", "field", "value", "term", "period"]);
const TOPICAL = new Set<RefusalCode>(["not_supported"]);

/** A refusal that stands whatever the rest of the words mean. Plans and advice about nothing in the data are another topic. */
function outOfBounds(cover: Cover | undefined): ReadResult | null {
  const claims = cover?.claims ?? [];
  for (const { meaning } of claims) {
    if (meaning.kind !== "operation" || !meaning.operation.refusal) continue;
    const { code } = meaning.operation.refusal;
    const elsewhere =
      TOPICAL.has(code) &&
      meaning.operation.as === "advice" &&
      claims.some((claim) => claim.meaning.kind === "unknown") &&
      !claims.some((claim) => NAMES.has(claim.meaning.kind) && claim.meaning.kind !== "period");
    return elsewhere
      ? refusal(
          "not_a_data_question",
          "That is not a question about this data. Ask for a measure, by a field or for a period.",
        )
      : { kind: "refusal", ...meaning.operation.refusal, ledger: [] };
  }
  return null;
}

/** "We have a meeting. How many orders did we get?": a sentence without any name of the data is left aside, and said. */
function withoutPreamble(text: string, lexicon: Lexicon, context: ReadContext): ReadResult | null {
  const sentences = text.split(/(?<=[.!?\n])\s+/u).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
  if (sentences.length < 2) return null;
  const speaking = sentences.filter((sentence) => namesSomething(sentence, lexicon, context));
  if (speaking.length === 0 || speaking.length === sentences.length) return null;
  const found = framesOfText(speaking.join(" "), lexicon, context);
  const result = resultOf({ text: speaking.join(" "), lexicon, context, ...found });
  if (result.kind !== "readings") return null;
  const aside = sentences.filter((sentence) => !speaking.includes(sentence));
  const notes = aside.map((sentence) => `Left aside: "${sentence.trim()}"`);
  const entries = aside.map(
    (sentence): LedgerEntry => ({
      words: sentence.trim(),
      span: null,
      kind: "ignorable",
      as: "left aside",
      strength: "default",
      score: 1,
    }),
  );
  return {
    kind: "readings",
    readings: result.readings.map((reading) => ({
      ...reading,
      notes: [...reading.notes, ...notes],
      ledger: [...reading.ledger, ...entries],
    })),
  };
}

function namesSomething(sentence: string, lexicon: Lexicon, context: ReadContext): boolean {
  const [cover] = framesOfText(sentence, lexicon, context).covers;
  return (
    cover?.claims.some(
      ({ meaning }) =>
        NAMES.has(meaning.kind) ||
        meaning.kind === "hidden" ||
        meaning.kind === "number" ||
        isNegating(meaning),
    ) ?? false
  );
}

/** A sentence that leaves something out, even something unknown, is never put aside. */
function isNegating(meaning: Cover["claims"][number]["meaning"]): boolean {
  return (
    meaning.kind === "operation" && ["exclusion", "only", "threshold"].includes(meaning.operation.construct)
  );
}
