import { createHash } from "node:crypto";

/** Whole numbers from 0 to below a bound, the same for the same seed. */
export type Draw = (below: number) => number;

export function drawFrom(seed: string): Draw {
  let count = 0;
  return (below) => createHash("sha256").update(`${seed}/${count++}`).digest().readUInt32BE(0) % below;
}

/** Small words that join or ask. Those that choose ("since", "without") are none: without them it is another question, whose own answer is right. */
const SMALL =
  /^(in|of|by|for|the|and|between|from|to|with|than|or|at|on|per|a|is|was|were|what|how|much|many|did|do|does|we|which|had|has|have)$/i;
/** After these something has to follow: where it is lost, the question shows that something is. */
const LEADING =
  /^(in|of|by|for|between|from|to|vs|than|and|or|at|on|per|over|until|since|before|after|above|without|excluding|outside|not|only|top|bottom|last|past|first|q[1-4]|\d{1,3})$/i;
const KEYS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/** `count` slips of the keyboard in words of three letters or more, never in numbers: swapped, doubled, missing or neighbouring keys. */
export function slipped(question: string, count: number, draw: Draw): string {
  const words = question.split(" ");
  for (let slips = count; slips > 0; slips--) {
    const at = pick(positions(words, /^[a-z]{3,}[?.!,]?$/i), draw);
    if (at !== null) words[at] = slip(words[at] ?? "", draw);
  }
  return words.join(" ");
}

/** Leaves out a small word. */
export function withoutSmallWord(question: string, draw: Draw): string {
  return without(question, draw, (words) => positions(words, SMALL));
}

/** Leaves out a word that the one before calls for, where nothing fills its place ("top 5 by in 2017"). Without a gap it would be another question, whose own answer is right. */
export function withoutCalledWord(question: string, draw: Draw): string {
  return without(question, draw, (words) =>
    words.flatMap((word, at) => {
      const next = words[at + 1];
      const gap = LEADING.test(words[at - 1] ?? "") && (next === undefined || SMALL.test(next));
      return gap && !SMALL.test(word) ? [at] : [];
    }),
  );
}

/** Two neighbouring words change places. */
export function swapped(question: string, draw: Draw): string {
  const words = question.split(" ");
  const at = pick(
    words.slice(1).map((_, index) => index),
    draw,
  );
  if (at === null) return question;
  words.splice(at, 2, words[at + 1] ?? "", words[at] ?? "");
  return words.join(" ");
}

/** All words change places. */
export function shuffled(question: string, draw: Draw): string {
  const words = question.split(" ");
  return words
    .map((word) => ({ word, at: draw(1 << 30) }))
    .sort((a, b) => a.at - b.at)
    .map(({ word }) => word)
    .join(" ");
}

/** A long word is cut to its first three or four letters. */
export function clipped(question: string, draw: Draw): string {
  const words = question.split(" ");
  const at = pick(positions(words, /^[a-z]{6,}[?.!,]?$/i), draw);
  if (at !== null) words[at] = (words[at] ?? "").slice(0, 3 + draw(2));
  return words.join(" ");
}

function without(question: string, draw: Draw, choose: (words: string[]) => number[]): string {
  const words = question.split(" ");
  const at = pick(choose(words), draw);
  return words.filter((_, index) => index !== at).join(" ");
}

function positions(words: readonly string[], pattern: RegExp): number[] {
  return words.flatMap((word, at) => (pattern.test(word) ? [at] : []));
}

function pick(from: readonly number[], draw: Draw): number | null {
  return from.length === 0 ? null : (from[draw(from.length)] ?? null);
}

function slip(word: string, draw: Draw): string {
  const at = draw(word.length - 1);
  const letter = word[at] ?? "";
  switch (draw(4)) {
    case 0:
      return word.slice(0, at) + (word[at + 1] ?? "") + letter + word.slice(at + 2);
    case 1:
      return word.slice(0, at) + letter + word.slice(at);
    case 2:
      return word.slice(0, at) + word.slice(at + 1);
    default:
      return word.slice(0, at) + neighbour(letter, draw) + word.slice(at + 1);
  }
}

function neighbour(letter: string, draw: Draw): string {
  const row = KEYS.find((keys) => keys.includes(letter.toLowerCase())) ?? letter;
  const at = row.indexOf(letter.toLowerCase());
  return row[at + (draw(2) === 0 ? -1 : 1)] ?? row[Math.abs(at - 1)] ?? letter;
}
