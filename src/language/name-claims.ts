import type { Claim } from "./claim.js";
import { COST, type Entry } from "./entry.js";
import { isEmptyWord, isFunctionWord, isSoftWord } from "./function-words.js";
import type { Lexicon } from "./lexicon.js";
import { DROPPED_HEADS } from "./name-entries.js";
import { singularOf, stem } from "./stem.js";
import { opensSentence, type Word } from "./words.js";

/** A value that is only digits ("2017", "5") is first of all a number or a period. */
const NUMERIC_VALUE = 0.8;
const VIEW_WORDS = new Set(["view", "table", "dataset", "cube", "model"]);
const KINDS = ["measure", "field", "value", "term", "view", "ignorable", "hidden"] as const;

/** Every run of words that names something: one claim for each kind of thing, with all that it may be. */
export function nameClaims(words: readonly Word[], lexicon: Lexicon): Claim[] {
  const claims: Claim[] = [];
  for (let from = 0; from < words.length; from++) {
    let key = "";
    for (let to = from + 1; to <= words.length && to - from <= lexicon.phrases.longest; to++) {
      const word = words[to - 1];
      if (word === undefined) break;
      key = key === "" ? word.stem : `${key} ${word.stem}`;
      const entries = lexicon.phrases.find(key);
      claims.push(...claimsOf(words, from, to, entries));
      if (to === from + 1) claims.push(...pronounClaims(words, from, entries, lexicon));
      if (to - from === 2) claims.push(...joinedClaims(words, from, to, lexicon));
    }
  }
  return [...claims, ...partialClaims(words, claims, lexicon)];
}

/** Before a value these lead to it, and to no pronoun of that kind. */
const LEADING = new Set("in from within at of vs versus against excluding except and or".split(" "));

/**
 * "Tickets from us", "us tickets", where a value is called so: a small word is that value where a place is expected, or
 * where it stands right before a name. "Show us the tickets" stays what it is.
 */
function pronounClaims(
  words: readonly Word[],
  at: number,
  entries: readonly Entry[],
  lexicon: Lexicon,
): Claim[] {
  const word = words[at];
  const next = words[at + 1];
  if (word === undefined || word.quoted || !isEmptyWord(word.norm) || isSoftWord(word.norm)) return [];
  const own = entries.filter(({ kind, norm }) => kind === "value" && norm === word.norm && norm.length > 1);
  if (own.length === 0) return [];
  const led = LEADING.has(words[at - 1]?.norm ?? "") || /^(vs|versus)$/.test(next?.norm ?? "");
  const names = next === undefined ? [] : lexicon.phrases.find(next.stem);
  const opens = opensSentence(words, at) && names.some(({ kind }) => kind === "measure" || kind === "field");
  if (!led && !opens) return [];
  return [
    {
      from: at,
      to: at + 1,
      meaning: { kind: "value", entries: own },
      cost: COST.alias,
      strength: "exact",
      score: 1,
    },
  ];
}

/** A word of a field's name where nothing is called so: its head ("segment" for Customer Segment) surer than the rest. */
function partialClaims(words: readonly Word[], claims: readonly Claim[], lexicon: Lexicon): Claim[] {
  const taken = new Set(
    claims
      .filter(({ from, to, meaning }) => to === from + 1 && meaning.kind !== "hidden")
      .map(({ from }) => from),
  );
  return words.flatMap((word, at) => {
    if (taken.has(at) || word.quoted || isFunctionWord(word.norm) || word.norm.length < 3) return [];
    const entries = lexicon.phrases
      .holding(word.stem)
      .filter(
        (entry) => entry.kind === "field" && !DROPPED_HEADS.has(word.norm) && !DROPPED_HEADS.has(word.stem),
      )
      .map((entry): Entry => {
        const head = stem(headOf(entry.norm)) === word.stem;
        return { ...entry, strength: "fuzzy", cost: head ? COST.partial : COST.part };
      });
    const cost = Math.min(...entries.map((entry) => entry.cost));
    if (entries.length === 0) return [];
    return [
      {
        from: at,
        to: at + 1,
        meaning: { kind: "field" as const, entries },
        cost,
        strength: "fuzzy" as const,
        score: 1,
      },
    ];
  });
}

/** The word that a name is about: "length" of "length of stay", else the last one. */
function headOf(norm: string): string {
  const words = norm.split(" ");
  const of = words.indexOf("of");
  return (of > 0 ? words[of - 1] : words.at(-1)) ?? "";
}

/** "sub category" for a name that is written as one word. */
function joinedClaims(words: readonly Word[], from: number, to: number, lexicon: Lexicon): Claim[] {
  const joined = words
    .slice(from, to)
    .map(({ norm }) => norm)
    .join("");
  if (joined.length < 5) return [];
  // "Signed up" for signups.
  const stems = words.slice(from, to).map((word, at, run) => (at < run.length - 1 ? word.stem : word.norm));
  const entries = [...new Set([stem(joined), stem(stems.join(""))])]
    .flatMap((key) => lexicon.phrases.find(key))
    .filter((entry) => !entry.norm.includes(" "));
  return claimsOf(words, from, to, entries);
}

function claimsOf(words: readonly Word[], from: number, to: number, entries: readonly Entry[]): Claim[] {
  if (entries.length === 0) return [];
  const run = words.slice(from, to);
  const typed = run.map(({ norm }) => norm).join(" ");
  const fitting = entries
    .filter((entry) => allowed(entry, run) && (entry.kind !== "value" || isSameThing(entry.norm, typed)))
    .map((entry) => priced(entry, typed));
  const corrected = run.some((word) => word.corrected !== null);
  return KINDS.flatMap((kind) => {
    const own = fitting.filter((entry) => entry.kind === kind);
    if (own.length === 0 || (kind === "view" && !isCalledView(words, from, to))) return [];
    const best = own.reduce((a, b) => (b.cost < a.cost ? b : a));
    return [
      {
        from,
        to,
        meaning: { kind, entries: own },
        cost: best.cost,
        strength: corrected ? "fuzzy" : best.strength,
        score: 1,
      },
    ];
  });
}

/** The name of a view is one only beside a word that says so: views are often called like a measure. */
function isCalledView(words: readonly Word[], from: number, to: number): boolean {
  return [words[from - 1]?.norm, words[to]?.norm].some((word) => VIEW_WORDS.has(word ?? ""));
}

/** Small words are names only where they are written like the name: "IN" for Indiana, "The Who". */
function allowed(entry: Entry, run: readonly Word[]): boolean {
  // In quotes a name stands as it is written.
  if (run.some((word) => word.quoted))
    return run.every((word) => word.quoted) && entry.norm === run.map(({ norm }) => norm).join(" ");
  if (entry.kind === "ignorable" || !run.every((word) => isFunctionWord(word.norm))) return true;
  if (run.every((word) => isSoftWord(word.norm))) return entry.kind !== "hidden";
  if (entry.kind !== "value") return entry.kind !== "hidden" && entry.kind !== "view" && run.length > 1;
  if (run.every((word) => word.text.length > 1 && /^\p{Lu}+$/u.test(word.text))) return true;
  const written = (entry.value ?? "").split(/\s+/);
  return run.length === written.length && run.every((word, i) => word.text === written[i] && word.capital);
}

/** A value is named by itself or its plural; "shipped" is not the value "Ship". */
function isSameThing(norm: string, typed: string): boolean {
  if (norm === typed) return true;
  const plain = (text: string): string => text.split(" ").map(singularOf).join("");
  return plain(norm) === plain(typed);
}

function priced(entry: Entry, typed: string): Entry {
  const exact = entry.norm === typed || entry.norm.replaceAll(" ", "") === typed.replaceAll(" ", "");
  const numeric = entry.kind === "value" && /^[\d\s.]+$/.test(entry.norm) ? NUMERIC_VALUE : 0;
  if (exact) return numeric === 0 ? entry : { ...entry, cost: entry.cost + numeric };
  return { ...entry, cost: entry.cost + COST.inflection + numeric, strength: "inflection" };
}
