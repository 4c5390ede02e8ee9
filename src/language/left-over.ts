import type { ReadResult } from "../contracts/reading.js";
import type { ReadState } from "./read-state.js";
import { unknownWords } from "./spelling.js";
import { refusal } from "./unreadable.js";

/** The result where words were left over: hidden names are refused by name, near names are asked about, the rest is no such data. */
export function leftOverResult(state: ReadState): ReadResult {
  const [cover] = state.covers;
  const hidden = cover?.claims.find((claim) => claim.meaning.kind === "hidden");
  if (hidden !== undefined) {
    const words = wordsOf(state, hidden.from, hidden.to);
    return refusal("not_allowed", `You may not see "${words}".`);
  }
  const unknown = unknownWords(cover);
  const names = unknown.map((at) => wordsOf(state, at, at + 1));
  if (names.length === 0)
    return refusal("not_a_data_question", "Ask for a number, such as a measure by a field.");
  return refusal("no_such_data", `There is nothing called "${names.join(" ")}" in this data.`);
}

function wordsOf(state: ReadState, from: number, to: number): string {
  return state.words
    .slice(from, to)
    .map(({ text }) => text)
    .join(" ");
}
