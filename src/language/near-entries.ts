import { editDistance } from "./edit-distance.js";
import type { Entry } from "./entry.js";
import { fieldKey } from "./lexicon.js";
import type { ReadState } from "./read-state.js";

export interface Near {
  entry: Entry;
  /** True where spelling or a whole word of a name is shared, so that it is worth asking even without other signs of data. */
  close: boolean;
}

const MOST = 5;
const SPELLINGS = 6;
const SHOWN_VALUES = 5;
const SHOWN_NAMES = 6;

/** Names and values that a run of unknown words comes near: by spelling, or because they hold one of the words. */
export function nearEntries(state: ReadState, run: { from: number; to: number }): Near[] {
  const { phrases, spellings } = state.lexicon;
  const found: Near[] = [];
  const words = state.words.slice(run.from, run.to);
  const joined = words.map(({ norm }) => norm).join("");
  for (const word of words) {
    for (const { word: other } of spellings.near(word.norm, SPELLINGS)) {
      const edits = editDistance(word.norm, other, 3);
      if (edits / Math.max(word.norm.length, other.length) > 0.34) continue;
      // "Summer" is no slip for "number", but "readmission" holds "admission".
      if (edits > 1 && word.norm[0] !== other[0] && !word.norm.includes(other)) continue;
      // A badly misspelt part of a long value is a guess too far.
      const entries = phrases
        .findWord(other)
        .filter((entry) => entry.kind !== "value" || !entry.norm.includes(" ") || isSlip(edits, other));
      found.push(...entries.map((entry) => ({ entry, close: true })));
    }
    for (const other of spellings.startingWith(word.stem, SPELLINGS))
      found.push(...phrases.findWord(other).map((entry) => ({ entry, close: true })));
    found.push(...phrases.holding(word.stem).map((entry) => ({ entry, close: true })));
  }
  if (words.length > 1)
    for (const { word: other } of spellings.near(joined, 2))
      found.push(...phrases.findWord(other).map((entry) => ({ entry, close: true })));
  return ranked(found, joined).slice(0, MOST);
}

/** One edit in a long word: "Hallifax". In short ones it makes another word. */
function isSlip(edits: number, other: string): boolean {
  return edits === 1 && other.length >= 7;
}

/** One for each thing, measures and fields first, then the likest. */
function ranked(found: readonly Near[], typed: string): Near[] {
  const seen = new Set<string>();
  const distinct = found.filter(({ entry }) => {
    const key = [entry.kind, entry.name, entry.value].join("\u0000");
    return (
      entry.kind !== "hidden" &&
      entry.kind !== "ignorable" &&
      entry.kind !== "view" &&
      !seen.has(key) &&
      seen.add(key)
    );
  });
  const rank = ({ entry }: Near): number =>
    (entry.kind === "value" ? 2 : 0) + editDistance(typed, entry.norm.replaceAll(" ", ""), 30) / 30;
  return distinct.sort((a, b) => rank(a) - rank(b));
}

/** A sentence on what there is: values of the field that was meant, where one stands beside, else measures. */
export function nearestNames(state: ReadState, run: { from: number; to: number } | null): string {
  const place = run === null ? null : fieldBeside(state, run);
  if (place !== null) return place;
  const measures = [...new Set(state.lexicon.views.flatMap((view) => view.measures.map(({ name }) => name)))];
  if (measures.length === 0) return "There is nothing that you may ask.";
  const shown = measures.slice(0, SHOWN_NAMES).join(", ");
  return `You can ask for ${shown}${measures.length > SHOWN_NAMES ? " and more" : ""}.`;
}

/** After a preposition or a field's name, a value was meant: names the field and what it holds. */
function fieldBeside(state: ReadState, run: { from: number; to: number }): string | null {
  const before = state.words[run.from - 1]?.norm ?? "";
  const claims = state.covers[0]?.claims ?? [];
  const named = claims.find(
    ({ meaning, from, to }) => meaning.kind === "field" && (to === run.from || from === run.to),
  );
  const placed = /^(in|for|at|from|of|on|only|excluding|without|not|the)$/.test(before);
  if (named === undefined && !placed) return null;
  const wanted = named?.meaning.kind === "field" ? named.meaning.entries[0] : undefined;
  for (const view of state.lexicon.views) {
    for (const field of view.fields) {
      if (wanted !== undefined && (wanted.name !== field.name || wanted.view !== view.name)) continue;
      const values = state.lexicon.profiles.get(fieldKey(view.name, field.name))?.values ?? [];
      if (values.length < 2) continue;
      const more = values.length > SHOWN_VALUES ? " and more" : "";
      return `${field.name} has ${values.slice(0, SHOWN_VALUES).join(", ")}${more}.`;
    }
  }
  return null;
}
