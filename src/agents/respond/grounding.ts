import type { Cell } from "../../contracts/result.js";
import { derive, numberOf } from "./derivation.js";
import { directionMentions } from "./direction-words.js";
import type { NumberMention } from "./number-mentions.js";
import { numberMentions, standsFor } from "./number-mentions.js";
import type { Part, Prose } from "./prose.js";

/** What a text says that the rows don't; one sentence each. */
export type GroundingFault = string;

/**
 * Proves a text that was built from parts: its numbers are, one by one and in order, those that the parts derive from the rows,
 * and its words of direction agree with their signs. A changed digit anywhere is a fault.
 */
export function checkProse(text: string, prose: Prose, rows: readonly Cell[][]): GroundingFault[] {
  const masked = maskInOrder(text, prose.parts);
  if (masked === null) return ["A name of the text is not where it was written."];
  return [...numberFaults(masked, prose, rows), ...directionFaults(masked, prose, rows)];
}

/**
 * Proves a text of unknown origin: every number in it stands in a cell or among `declared` (after rounding to its written digits),
 * and every word of direction stands next to a number whose sign agrees. `names` may hold digits and are not read.
 */
export function checkNumbers(
  text: string,
  rows: readonly Cell[][],
  declared: readonly number[],
  names: readonly string[] = [],
): GroundingFault[] {
  const members = rows.flatMap((row) => row.filter((cell): cell is string => typeof cell === "string"));
  const masked = maskDates(maskNames(text, [...names, ...members]));
  const known = [...rows.flat().flatMap((cell) => numberOf(cell) ?? []), ...declared];
  return masked.split(/(?<=[.!?;])\s+/).flatMap((sentence) => sentenceFaults(sentence, known));
}

function numberFaults(masked: string, prose: Prose, rows: readonly Cell[][]): GroundingFault[] {
  const mentions = numberMentions(masked);
  const expected = prose.parts.filter((part) => part.kind === "number" && derive(part.of, rows) !== null);
  if (mentions.length !== expected.length)
    return [`The text has ${mentions.length} numbers where the rows give ${expected.length}.`];
  return mentions.flatMap((mention, index) => {
    const part = expected[index];
    const value = part?.kind === "number" ? derive(part.of, rows) : null;
    return value !== null && standsFor(mention, value)
      ? []
      : [`"${mention.text}" is not what the rows give.`];
  });
}

function directionFaults(masked: string, prose: Prose, rows: readonly Cell[][]): GroundingFault[] {
  const mentions = directionMentions(masked);
  const expected = prose.parts.filter(
    (part) => part.kind === "direction" && directionMentions(part.text).length > 0,
  );
  if (mentions.length !== expected.length) return ["A word of direction has no number behind it."];
  return mentions.flatMap((mention, index) => {
    const part = expected[index];
    const value = part?.kind === "direction" ? derive(part.of, rows) : null;
    return value !== null && Math.sign(value) === mention.sign
      ? []
      : [`"${mention.text}" goes against the rows.`];
  });
}

function sentenceFaults(sentence: string, known: readonly number[]): GroundingFault[] {
  const mentions = numberMentions(sentence);
  const directions = directionMentions(sentence);
  const matches = mentions.map((mention) => matchesOf(mention, known, directions.length > 0));
  const unknown = mentions
    .filter((_, index) => matches[index]?.length === 0)
    .map(({ text }) => `"${text}" stands in no row.`);
  if (unknown.length > 0) return unknown;
  return directions
    .filter(({ sign }) => !agrees(sign, mentions, matches, sentence))
    .map(({ text }) => `"${text}" is not borne out by the numbers beside it.`);
}

/** Values that a mention may stand for. Beside a word of direction a number may be written without its sign. */
function matchesOf(mention: NumberMention, known: readonly number[], unsigned: boolean): number[] {
  return known.filter(
    (value) => standsFor(mention, value) || (unsigned && value < 0 && standsFor(mention, -value)),
  );
}

function agrees(sign: 1 | -1, mentions: NumberMention[], matches: number[][], sentence: string): boolean {
  const levels = /\bfrom\b.*\bto\b/.test(sentence) && mentions.length >= 2 ? mentions : [];
  const [from, to] = levels;
  if (from && to && from.value !== to.value) return Math.sign(to.value - from.value) === sign;
  return matches.some((values) => values.some((value) => Math.sign(value) === sign));
}

/** Blanks the names in the order of the parts; null where one is missing. */
function maskInOrder(text: string, parts: Part[]): string | null {
  let masked = text;
  let from = 0;
  for (const part of parts) {
    if (part.kind !== "name" || part.text === "") continue;
    const at = masked.indexOf(part.text, from);
    if (at < 0) return null;
    masked = blank(masked, at, part.text.length);
    from = at + part.text.length;
  }
  return masked;
}

function maskNames(text: string, names: readonly string[]): string {
  const longestFirst = [...new Set(names)]
    .filter((n) => /\p{L}/u.test(n))
    .sort((a, b) => b.length - a.length);
  return longestFirst.reduce((masked, item) => {
    for (let at = masked.indexOf(item); at >= 0; at = masked.indexOf(item, at + item.length))
      masked = blank(masked, at, item.length);
    return masked;
  }, text);
}

const MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December";
const DATES = new RegExp(
  [
    String.raw`\b\d{4}-\d{2}-\d{2}\b`,
    String.raw`\b(?:\d{1,2} )?(?:${MONTHS})(?: \d{1,2})?(?:,? \d{4})?\b`,
    String.raw`\b(?:Q[1-4]|H[12])(?: (?:FY ?)?\d{4})?\b`,
    String.raw`\bFY ?\d{4}(?: [QH]\d)?\b`,
    String.raw`\bweek \d{1,2}(?: of \d{4})?\b`,
  ].join("|"),
  "g",
);

function maskDates(text: string): string {
  return text.replace(DATES, (found) => "_".repeat(found.length));
}

function blank(text: string, at: number, length: number): string {
  return text.slice(0, at) + "_".repeat(length) + text.slice(at + length);
}
