import type { Token } from "../sql/tokens.js";
import type { Denial } from "./denial.js";

/** Bounds on the text of a statement. They lie far above what people write and far below what hurts. */
const SIZE = {
  characters: 100_000,
  tokens: 25_000,
  depth: 100,
  listItems: 5_000,
  literal: 20_000,
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

/** Judges tokens before they are parsed: their number, the depth of brackets, the length of lists and literals. */
export function checkTokens(tokens: readonly Token[]): Denial | null {
  const complex = (message: string, position: number): Denial => ({ code: "too_complex", message, position });
  if (tokens.length > SIZE.tokens) {
    return complex(`The statement has ${tokens.length} words; at most ${SIZE.tokens} are allowed.`, 0);
  }
  const commas: number[] = [0];
  for (const token of tokens) {
    if (token.kind === "string" && token.value.length > SIZE.literal) {
      return complex(`A text in the statement is longer than ${SIZE.literal} characters.`, token.from);
    }
    if (token.kind !== "op") continue;
    if (token.text === "(" || token.text === "[") {
      commas.push(0);
      if (commas.length > SIZE.depth) {
        return complex(`Brackets are nested deeper than ${SIZE.depth} levels.`, token.from);
      }
    } else if ((token.text === ")" || token.text === "]") && commas.length > 1) commas.pop();
    else if (token.text === ",") {
      const count = (commas.pop() ?? 0) + 1;
      commas.push(count);
      if (count >= SIZE.listItems) {
        return complex(`A list has more than ${SIZE.listItems} items.`, token.from);
      }
    }
  }
  return null;
}
