import type { Entry } from "./entry.js";
import { stem } from "./stem.js";

const MAX_POSTINGS = 60;
const MAX_JOINED_WORDS = 3;

/** Entries by the stems of their words, and the entries that hold a word. Look-ups cost the same whatever the size. */
export class PhraseIndex {
  readonly #phrases = new Map<string, Entry | Entry[]>();
  readonly #holding = new Map<string, Entry[]>();
  #longest = 1;

  /** Words of the longest phrase. */
  get longest(): number {
    return this.#longest;
  }

  add(entry: Entry): void {
    const stems = entry.norm.split(" ").map(stem);
    this.#longest = Math.max(this.#longest, stems.length);
    this.#file(stems.join(" "), entry);
    if (stems.length < 2) return;
    // "flatwhite" for Flat White, and "subcategory" for Sub-Category.
    if (stems.length <= MAX_JOINED_WORDS) this.#file(stem(entry.norm.replaceAll(" ", "")), entry);
    for (const word of new Set(stems)) {
      const held = this.#holding.get(word);
      if (held === undefined) this.#holding.set(word, [entry]);
      else if (held.length < MAX_POSTINGS) held.push(entry);
    }
  }

  /** Entries whose words have exactly these stems (joined by a space). */
  find(stems: string): readonly Entry[] {
    const found = this.#phrases.get(stems);
    if (found === undefined) return [];
    return Array.isArray(found) ? found : [found];
  }

  /** Entries that are this one word, or hold it. */
  findWord(word: string): readonly Entry[] {
    const key = stem(word);
    return [...this.find(key), ...this.holding(key)];
  }

  /** Entries of several words that hold this stem, at most sixty. */
  holding(wordStem: string): readonly Entry[] {
    return this.#holding.get(wordStem) ?? [];
  }

  #file(key: string, entry: Entry): void {
    const there = this.#phrases.get(key);
    if (there === undefined) this.#phrases.set(key, entry);
    else if (Array.isArray(there)) {
      if (!there.some((other) => same(other, entry))) there.push(entry);
    } else if (!same(there, entry)) this.#phrases.set(key, [there, entry]);
  }
}

function same(a: Entry, b: Entry): boolean {
  return (
    a.kind === b.kind && a.view === b.view && a.name === b.name && a.value === b.value && a.norm === b.norm
  );
}
