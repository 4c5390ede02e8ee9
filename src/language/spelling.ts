import { claimsOf } from "./claims.js";
import { bestCovers, type Cover } from "./cover.js";
import { isFunctionWord } from "./function-words.js";
import type { Lexicon } from "./lexicon.js";
import type { Attempt, ReadContext } from "./read-state.js";
import { correctedWord, type Word } from "./words.js";

/** Words that were not understood beyond this many are not corrected: that is no misspelling but another topic. */
const MOST_SLIPS = 3;
const CANDIDATES = 4;
/** Cost of one clear correction. */
const CORRECTION = 0.5;

interface Correction {
  norm: string;
  likeness: number;
}

/** The question as typed and, where words are left over, with clear misspellings corrected. */
export function correctedQuestions(
  words: readonly Word[],
  covers: Cover[],
  lexicon: Lexicon,
  context: ReadContext,
): Attempt[] {
  const typed: Attempt = { words, covers, cost: 0 };
  const unknown = unknownWords(covers[0]);
  if (unknown.length === 0 || unknown.length > MOST_SLIPS) return [typed];
  let spellings: { words: readonly Word[]; cost: number }[] = [{ words, cost: 0 }];
  for (const at of unknown) {
    const word = words[at];
    if (word === undefined) return [typed];
    if (lexicon.spellings.has(word.norm)) continue;
    const corrections = clearCorrections(word, lexicon);
    if (corrections.length === 0) return [typed];
    spellings = spellings.flatMap((spelling) =>
      corrections.map((correction) => ({
        words: spelling.words.map((other, i) =>
          i === at ? correctedWord(correction.norm, word, correction.likeness) : other,
        ),
        cost: spelling.cost + CORRECTION + (1 - correction.likeness),
      })),
    );
  }
  const corrected = spellings.map(
    ({ words: other, cost }): Attempt => ({
      words: other,
      covers: bestCovers(other, claimsOf(other, lexicon, context)),
      cost,
    }),
  );
  return [typed, ...corrected];
}

function unknownWords(cover: Cover | undefined): number[] {
  return (cover?.claims ?? []).flatMap((claim) => (claim.meaning.kind === "unknown" ? [claim.from] : []));
}

/**
 * The spellings that a word clearly stands for: one slip in four or more letters with the rest in place, two in seven
 * or more. Several are given only where they are equally near; the covers then decide, or the reader asks.
 */
function clearCorrections(word: Word, lexicon: Lexicon): Correction[] {
  const { norm } = word;
  if (norm.length < 4 || /\d/.test(norm) || word.quoted) return [];
  const near = lexicon.spellings
    .near(norm, CANDIDATES)
    .filter(({ word: other }) => other !== norm && !isFunctionWord(other));
  const best = near[0]?.distance ?? 0;
  return near
    .filter(({ distance }) => distance === best)
    .filter(({ word: other, distance }) => isClear(norm, other, distance))
    .map(({ word: other, distance }) => ({
      norm: other,
      likeness: 1 - distance / Math.max(norm.length, other.length),
    }));
}

function isClear(typed: string, meant: string, distance: number): boolean {
  const shorter = Math.min(typed.length, meant.length);
  if (distance === 1 && shorter >= 3 && undoubled(typed) === undoubled(meant)) return true;
  if (distance === 1) return shorter >= 5 || (shorter >= 4 && slipOfFinger(typed, meant));
  return shorter >= 7 && typed[0] === meant[0];
}

/** "Nett" for "net": a letter doubled or not. */
function undoubled(word: string): string {
  return word.replace(/(.)\1/g, "$1");
}

/** A swap of neighbours, or a letter too many or too few, not a letter replaced: "wset", "texs", but not "coat" for "cost". */
function slipOfFinger(typed: string, meant: string): boolean {
  if (typed.length !== meant.length) return typed[0] === meant[0];
  return [...typed].sort().join("") === [...meant].sort().join("");
}
