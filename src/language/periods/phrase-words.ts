import type { PeriodContext, PeriodWord } from "./period-match.js";
import { correctDeterminer, correctPeriodWord } from "./spelling.js";
import { unitOf } from "./vocabulary.js";

/** A word taken apart and cleaned for the period grammar. */
export interface PhraseWord {
  text: string;
  raw: string;
  gap: "none" | "dash" | "comma" | "slash" | "sentence";
  /** Position of the word of the question that it comes from. */
  origin: number;
  /** True for the last piece of its origin. */
  ends: boolean;
  /** The spelling as typed, where it was corrected. */
  corrected: string | null;
}

const WHOLE_DATE = /^\d{4}-\d{1,2}-\d{1,2}$|^\d{4}-(0?[1-9]|1[0-2])$|^\d{1,2}-\d{1,2}-\d{4}$/;
const EDGES = /^[("[{,;:]+|[)"\]},;:!?]+$|\.+$/g;

/** Splits at inner dashes (dates excepted), drops edge punctuation and possessive endings, corrects clear misspellings. */
export function phraseWords(words: readonly PeriodWord[], context: PeriodContext): PhraseWord[] {
  const found: PhraseWord[] = [];
  for (const [origin, word] of words.entries()) {
    const pieces = piecesOf(word);
    for (const [index, piece] of pieces.entries()) {
      const slip = pieces.length === 1 && !context.known?.(piece) ? correctPeriodWord(piece) : null;
      found.push({
        text: slip ?? piece,
        raw: word.raw,
        gap: index > 0 ? "dash" : (word.gap ?? trailingGap(words[origin - 1])),
        origin,
        ends: index === pieces.length - 1,
        corrected: slip === null ? null : word.raw,
      });
    }
  }
  return found.map((word, index) => withDeterminer(word, found.slice(index + 1, index + 3), context));
}

/** What was typed, without the punctuation at its end. */
export function typedWords(words: readonly PhraseWord[]): string {
  return words
    .filter(({ ends }) => ends)
    .map(({ raw }) => raw)
    .join(" ")
    .replace(/[,.;:!?]+$/, "");
}

function withDeterminer(word: PhraseWord, next: PhraseWord[], context: PeriodContext): PhraseWord {
  const unit = next.find(({ text }) => !/^\d+$/.test(text));
  if (word.corrected !== null || unitOf(unit?.text) === null || context.known?.(word.text)) return word;
  const slip = correctDeterminer(word.text);
  return slip === null ? word : { ...word, text: slip, corrected: word.raw };
}

function piecesOf({ text, raw }: PeriodWord): string[] {
  const bare = text.replace(EDGES, "");
  if (/^[-–—]$/.test(text)) return ["to"];
  if (text === "&" || text === "+") return ["and"];
  if (/^['’]\d\d$/.test(raw.replace(EDGES, ""))) return [`'${bare.replace(/^['’]/, "")}`];
  if (WHOLE_DATE.test(bare)) return [bare];
  return bare
    .split(/[-–—]/)
    .filter((piece) => piece !== "")
    .map((piece) => withoutPossessive(piece, raw));
}

/** "year's" and its folded form "years" (typed with an apostrophe) -> "year". */
function withoutPossessive(piece: string, raw: string): string {
  if (/['’]s$/.test(piece)) return piece.slice(0, -2);
  if (/s['’]$/.test(piece)) return piece.slice(0, -1);
  return /['’]s[.,;:!?)]*$/i.test(raw) && piece.endsWith("s") ? piece.slice(0, -1) : piece;
}

function trailingGap(before: PeriodWord | undefined): PhraseWord["gap"] {
  if (before === undefined) return "none";
  if (/[,;:]$/.test(before.raw)) return "comma";
  return /[!?]$/.test(before.raw) ? "sentence" : "none";
}
