import { contentWords } from "../ranking/content-stems.js";

const LONGEST_WORD = 100;

/**
 * Splits a text into the numbers of its word pieces, greedily from the left, as BERT's uncased tokenizer does. Stop words
 * are passed over: a mean of word vectors says more without them.
 */
export function createWordPieces(vocabulary: readonly string[]): (text: string) => number[] {
  const numbers = new Map(vocabulary.map((piece, index) => [piece, index]));
  return (text) => contentWords(text).flatMap((word) => piecesOf(word, numbers));
}

/** A word that the vocabulary can't spell has no pieces. */
function piecesOf(word: string, numbers: ReadonlyMap<string, number>): number[] {
  if (word.length > LONGEST_WORD) return [];
  const pieces: number[] = [];
  let from = 0;
  while (from < word.length) {
    let to = word.length;
    let found: number | undefined;
    while (to > from && found === undefined) {
      found = numbers.get((from === 0 ? "" : "##") + word.slice(from, to));
      if (found === undefined) to--;
    }
    if (found === undefined) return [];
    pieces.push(found);
    from = to;
  }
  return pieces;
}
