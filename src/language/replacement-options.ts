import type { ReadingOption } from "../contracts/reading.js";
import type { Near } from "./near-entries.js";
import { meaningOf, phraseQuery } from "./phrase-query.js";
import { bestQueries } from "./read-frames.js";
import type { ReadState } from "./read-state.js";

const MOST_OPTIONS = 4;

interface Span {
  from: number;
  to: number;
}

/**
 * Questions with the unknown words replaced by what they come near; only those that read to a query. Other unknown words
 * stand as the first thing that they come near.
 */
export function optionsFor(
  state: ReadState,
  run: Span,
  near: readonly Near[],
  others: readonly { run: Span; near: readonly Near[] }[] = [],
): ReadingOption[] {
  const options: ReadingOption[] = [];
  const seen = new Set<string>();
  for (const { entry } of near) {
    if (options.length >= MOST_OPTIONS) break;
    const label = entry.value ?? entry.name;
    const known = others.flatMap((other) => {
      const [first] = other.near;
      return first === undefined ? [] : [{ span: other.run, name: first.entry.value ?? first.entry.name }];
    });
    const text = withNames(state, [{ span: run, name: label }, ...known]);
    const [query] = bestQueries(text, state.lexicon, state.context);
    if (query === undefined) continue;
    const key = meaningOf(query);
    if (seen.has(key)) continue;
    seen.add(key);
    options.push({ label, question: phraseQuery(query, state.lexicon, state.context.asOf), query });
  }
  return options;
}

function withNames(state: ReadState, names: readonly { span: Span; name: string }[]): string {
  return state.words
    .flatMap((word, at) => {
      const taken = names.find(({ span }) => at >= span.from && at < span.to);
      if (taken === undefined) return [asTyped(word)];
      return at === taken.span.from ? [`"${taken.name.replaceAll('"', "")}"`] : [];
    })
    .join(" ");
}

/** A word as it stood in the question, with what set it apart. */
export function asTyped(word: { text: string; quoted: boolean; gap: string }): string {
  const text = word.quoted ? `"${word.text}"` : word.text;
  return word.gap === "comma" ? `, ${text}` : text;
}
