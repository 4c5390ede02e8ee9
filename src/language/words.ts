import { stem } from "./stem.js";

/** One word, number or sign of a question. */
export interface Word {
  /** As typed. */
  text: string;
  /** Lower case, without diacritics and apostrophes. */
  norm: string;
  stem: string;
  /** True inside double quotes or backticks: a name or value to be taken as it is. */
  quoted: boolean;
  /** What stands between the word before and this one. */
  gap: "none" | "dash" | "comma" | "slash" | "sentence";
  /** Written with a capital first letter. */
  capital: boolean;
  /** The word that the user typed, where a spelling was corrected; null otherwise. */
  corrected: string | null;
  /** 0..1: how near a corrected word is to the one that was typed; 1 otherwise. */
  likeness: number;
}

const QUOTED = /(["“”«»`])([^"“”«»`]{1,120})["“”«»`]/gu;
const TOKEN =
  /\d{4}-\d{1,2}-\d{1,2}|\d{1,4}[/.]\d{1,2}[/.]\d{1,4}|(?<![\p{L}\p{N}])['’]\d\d(?!\d)|(?<![\p{L}\p{N}])[-−]?[$€£¥]?\d+(?:[.,]\d+)*(?:\s?%|[$€£¥]|\p{L}+)?|\p{L}[\p{L}\p{N}\p{M}]*(?:['’ʼ][\p{L}\p{N}]+)*['’]?|\p{N}+|>=|<=|!=|<>|[><=≥≤≠&%#+$€£]|[-,;:()/.?!\n…–—|]/gu;

const CONTRACTIONS: Record<string, string[]> = {
  "won't": ["not"],
  "can't": ["can", "not"],
  cannot: ["can", "not"],
  "let's": ["let"],
  "i'm": ["i"],
  "o'clock": ["oclock"],
};
const BEFORE_IS =
  /^(what|who|where|how|which|that|it|there|here|when|why|he|she)['’ʼ]s$|^(we|they|you)['’ʼ]re$/u;
const NOT_RUN_TOGETHER = /^(is|are|was|were|do|does|did|has|have|had|would|should|could)nt$/;
const ABBREVIATED =
  /^([a-z]|dr|mr|mrs|ms|st|sq|co|inc|ltd|jr|sr|vs|approx|no|nr|dept|ave|blvd|ft|mt|prof|rev|univ|corp|etc|excl|incl|avg|max|min|qty|pct|yr|qtr|wk)$/;
const SHORTHANDS: [RegExp, string][] = [
  [/\bw\/o\b/giu, "without"],
  [/\bw\/(?=\s)/giu, "with"],
  [/\by\/y\b/giu, "yoy"],
  [/\bm\/m\b/giu, "mom"],
  [/\bq\/q\b/giu, "qoq"],
  [/\bvs\./giu, "vs"],
  [/\bno\.\s*of\b/giu, "number of"],
  [/_/gu, " "],
];

/** Lower case without diacritics, ligatures and apostrophes. */
export function fold(text: string): string {
  const lower = text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();
  return lower
    .replace(/['’ʼ`]/gu, "")
    .replace(/ß/gu, "ss")
    .replace(/æ/gu, "ae")
    .replace(/œ/gu, "oe")
    .replace(/ø/gu, "o")
    .replace(/ł/gu, "l")
    .replace(/đ/gu, "d")
    .replace(/ı/gu, "i");
}

/** Words of a question in order. Punctuation is kept as the gap before a word; text in double quotes is marked. */
export function splitWords(text: string): Word[] {
  const words: Word[] = [];
  let at = 0;
  for (const match of text.matchAll(QUOTED)) {
    pushWords(words, text.slice(at, match.index), false);
    pushWords(words, match[2] ?? "", true);
    at = match.index + match[0].length;
  }
  pushWords(words, text.slice(at), false);
  return words;
}

/** Most values are plain words: they need none of the care for signs. */
const PLAIN = /^[A-Za-z]+(?: [A-Za-z]+)*$/;

/** Words of a name or value as the lexicon keys them: camelCase and snake_case come apart. */
export function nameWords(name: string): string[] {
  const apart = name.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2");
  return splitWords(apart.replace(/["“”«»`]/gu, " ")).map((word) => word.norm);
}

/** Words of a value: like a name, but capitals inside do not split ("iPhone"). */
export function valueWords(value: string): string[] {
  if (PLAIN.test(value)) return value.toLowerCase().split(" ");
  return splitWords(value.replace(/["“”«»`]/gu, " ")).map((word) => word.norm);
}

/** True for the first word of the question or of one of its sentences. */
export function opensSentence(words: readonly Word[], at: number): boolean {
  return at === 0 || words[at]?.gap === "sentence";
}

/** The word `like` with its spelling corrected; `likeness` is 0..1. */
export function correctedWord(norm: string, like: Word, likeness: number): Word {
  return { ...like, norm, stem: stem(norm), corrected: like.text, likeness };
}

function pushWords(words: Word[], segment: string, quoted: boolean): void {
  let gap: Word["gap"] = "none";
  const plain = quoted ? segment : SHORTHANDS.reduce((text, [from, to]) => text.replace(from, to), segment);
  for (const [token] of plain.replace(/_/gu, " ").matchAll(TOKEN)) {
    const punctuation = gapOf(token);
    if (punctuation === "sentence" && token === "." && ABBREVIATED.test(words.at(-1)?.norm ?? "")) continue;
    if (punctuation !== null) {
      gap = gap === "sentence" || (gap === "comma" && punctuation === "dash") ? gap : punctuation;
      continue;
    }
    for (const part of partsOf(token)) {
      words.push(wordOf(part, token, quoted, gap));
      gap = "none";
    }
  }
}

function gapOf(token: string): Word["gap"] | null {
  if (/^[.?!\n;…]$/u.test(token)) return "sentence";
  if (/^[,:()–—|]$/u.test(token)) return "comma";
  if (token === "-") return "dash";
  return token === "/" ? "slash" : null;
}

function partsOf(token: string): string[] {
  const lower = token.toLowerCase().replace(/[’ʼ]/gu, "'");
  const known = CONTRACTIONS[lower];
  if (known) return known;
  if (BEFORE_IS.test(lower)) return [lower.slice(0, lower.indexOf("'")), "is"];
  if (/^[a-z]+n't$/u.test(lower)) return [lower.slice(0, -3), "not"];
  if (NOT_RUN_TOGETHER.test(lower)) return [lower.slice(0, -2), "not"];
  if (/^(i|we|you|they)'(d|ll|ve)$/u.test(lower)) return [lower.slice(0, lower.indexOf("'"))];
  return lower === "&" ? ["and"] : [token.replace(/['’]$/u, "")];
}

function wordOf(part: string, token: string, quoted: boolean, gap: Word["gap"]): Word {
  const norm = fold(part).replace(/\s+/gu, "");
  return {
    text: part.length < token.length ? part : token,
    norm,
    stem: stem(norm),
    quoted,
    gap,
    capital: /^\p{Lu}/u.test(token),
    corrected: null,
    likeness: 1,
  };
}
