import type { ReadingOption } from "../contracts/reading.js";
import type { Near } from "./near-entries.js";
import { meaningOf, phraseQuery } from "./phrase-query.js";
import { bestQueries } from "./read-frames.js";
import type { ReadState } from "./read-state.js";

const MOST_OPTIONS = 4;

/** Questions with the unknown words replaced by what they come near; only those that read to a query. */
export function optionsFor(
  state: ReadState,
  run: { from: number; to: number },
  near: readonly Near[],
): ReadingOption[] {
  const options: ReadingOption[] = [];
  const seen = new Set<string>();
  for (const { entry } of near) {
    if (options.length >= MOST_OPTIONS) break;
    const label = entry.value ?? entry.name;
    const text = [
      ...state.words.slice(0, run.from).map(asTyped),
      `"${label.replaceAll('"', "")}"`,
      ...state.words.slice(run.to).map(asTyped),
    ].join(" ");
    const [query] = bestQueries(text, state.lexicon, state.context);
    if (query === undefined) continue;
    const key = meaningOf(query);
    if (seen.has(key)) continue;
    seen.add(key);
    options.push({ label, question: phraseQuery(query, state.lexicon, state.context.asOf), query });
  }
  return options;
}

function asTyped(word: { text: string; quoted: boolean; gap: string }): string {
  const text = word.quoted ? `"${word.text}"` : word.text;
  return word.gap === "comma" ? `, ${text}` : text;
}
