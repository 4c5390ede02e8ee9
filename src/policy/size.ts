import type { Watch } from "../sql/tokens.js";
import type { Denial } from "./denial.js";

/** Bounds on the text of a statement. They lie far above what people write and far below what hurts. */
const SIZE = {
  characters: 100_000,
  tokens: 25_000,
  depth: 100,
  listItems: 5_000,
  literal: 20_000,
  setWords: 400,
};

/** Judges the length before anything is read. */
export function checkLength(sql: string): Denial | null {
  if (sql.length <= SIZE.characters) return null;
  return {
    code: "too_long",
    message: `The statement has ${sql.length} characters; at most ${SIZE.characters} are allowed.`,
    position: null,
  };
}

/**
 * Judges tokens as they are read, so that a monster is put down at its first step too far: their number, the depth of
 * brackets, the length of lists and literals, the number of queries set side by side.
 */
export function sizeWatch(): Watch {
  let tokens = 0;
  let setWords = 0;
  const commas: number[] = [0];
  return (token) => {
    if (++tokens > SIZE.tokens) return `The statement has more than ${SIZE.tokens} words.`;
    if (token.kind === "string" && token.value.length > SIZE.literal)
      return `A text in the statement is longer than ${SIZE.literal} characters.`;
    if (token.kind === "word" && SET_WORD.test(token.upper) && ++setWords > SIZE.setWords)
      return "The statement sets too many queries side by side (UNION, EXCEPT, INTERSECT).";
    if (token.kind !== "op") return null;
    switch (token.text) {
      case "(":
      case "[":
        commas.push(0);
        return commas.length > SIZE.depth ? `Brackets are nested deeper than ${SIZE.depth} levels.` : null;
      case ")":
      case "]":
        if (commas.length > 1) commas.pop();
        return null;
      case ",": {
        const count = (commas.pop() ?? 0) + 1;
        commas.push(count);
        return count >= SIZE.listItems ? `A list has more than ${SIZE.listItems} items.` : null;
      }
      default:
        return null;
    }
  };
}

const SET_WORD = /^(UNION|EXCEPT|INTERSECT|MINUS|SETMINUS)$/;
