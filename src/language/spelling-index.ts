import { editDistance } from "./edit-distance.js";

const PREFIX = 7;
const MAX_DISTANCE = 2;
const MIN_LENGTH = 3;

export interface Spelling {
  word: string;
  /** Edits: insert, delete, replace, swap of neighbours. */
  distance: number;
}

/** Words near a misspelled one, found by their common deletions: no scan over the vocabulary. */
export interface SpellingIndex {
  /** Nearest first, at most `count`; distance ≤ 2, and ≤ 1 for words of up to four letters. */
  near(word: string, count: number): Spelling[];
  has(word: string): boolean;
  /** Words that begin like this one ("member" -> "membership"); empty for less than four letters. */
  startingWith(start: string, count: number): string[];
}

/**
 * Symmetric deletions (W. Garbe, SymSpell): every word is filed under its first seven letters with up to two of them
 * left out; two words within two edits share such a key. Keys are hashed into flat arrays; hits are checked by distance.
 */
export function buildSpellingIndex(vocabulary: Iterable<string>): SpellingIndex {
  const words = [...new Set(vocabulary)].filter((word) => word.length >= MIN_LENGTH && !/\d/.test(word));
  const known = new Set(words);
  const sorted = [...words].sort();
  let bits = 4;
  while (1 << bits < words.length * 24 && bits < 24) bits++;
  const mask = (1 << bits) - 1;
  const offsets = new Uint32Array(mask + 2);
  const keysOf = words.map((word) => Uint32Array.from(deletions(word), (key) => hash(key) & mask));
  for (const keys of keysOf) for (const key of keys) offsets[key + 1] = (offsets[key + 1] ?? 0) + 1;
  for (let i = 1; i < offsets.length; i++) offsets[i] = (offsets[i] ?? 0) + (offsets[i - 1] ?? 0);
  const next = offsets.slice();
  const items = new Uint32Array(offsets[mask + 1] ?? 0);
  keysOf.forEach((keys, id) => {
    for (const key of keys) {
      const slot = next[key] ?? 0;
      items[slot] = id;
      next[key] = slot + 1;
    }
  });
  return {
    has: (word) => known.has(word),
    startingWith(start, count) {
      if (start.length < 4) return [];
      let low = 0;
      let high = sorted.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((sorted[middle] ?? "") < start) low = middle + 1;
        else high = middle;
      }
      const found: string[] = [];
      for (let i = low; i < sorted.length && found.length < count && sorted[i]?.startsWith(start); i++)
        if (sorted[i] !== undefined) found.push(sorted[i] ?? "");
      return found;
    },
    near(word, count) {
      const limit = word.length <= 4 ? 1 : MAX_DISTANCE;
      const seen = new Set<number>();
      const found: Spelling[] = [];
      for (const key of deletions(word)) {
        const bucket = hash(key) & mask;
        for (let slot = offsets[bucket] ?? 0; slot < (offsets[bucket + 1] ?? 0); slot++) {
          const id = items[slot] ?? 0;
          if (seen.has(id)) continue;
          seen.add(id);
          const candidate = words[id] ?? "";
          const distance = editDistance(word, candidate, limit);
          if (distance <= limit) found.push({ word: candidate, distance });
        }
      }
      return found
        .sort(
          (a, b) => a.distance - b.distance || Number(b.word[0] === word[0]) - Number(a.word[0] === word[0]),
        )
        .slice(0, count);
    },
  };
}

function deletions(word: string): Set<string> {
  const start = word.slice(0, PREFIX);
  const keys = new Set([start]);
  let edge = [start];
  for (let depth = 0; depth < MAX_DISTANCE; depth++) {
    const shorter: string[] = [];
    for (const key of edge) {
      if (key.length <= 1) continue;
      for (let i = 0; i < key.length; i++) {
        const cut = key.slice(0, i) + key.slice(i + 1);
        if (keys.has(cut)) continue;
        keys.add(cut);
        shorter.push(cut);
      }
    }
    edge = shorter;
  }
  return keys;
}

function hash(key: string): number {
  // FNV-1a: short keys, and a collision only costs one distance check.
  let value = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) value = Math.imul(value ^ key.charCodeAt(i), 0x01000193);
  return (value ^ (value >>> 15)) >>> 0;
}
