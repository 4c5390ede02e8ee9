import type { LedgerEntry } from "../contracts/reading.js";
import { describeBinding } from "./describe.js";
import type { Frame, Item } from "./frame.js";
import { isFunctionWord, isSoftWord } from "./function-words.js";

const KINDS: Record<Item["kind"], LedgerEntry["kind"]> = {
  measure: "measure",
  field: "field",
  value: "value",
  term: "term",
  view: "ignorable",
  hidden: "ignorable",
  ignorable: "ignorable",
  period: "period",
  number: "number",
  operation: "operation",
  link: "operation",
  unknown: "ignorable",
};

/** One entry for every run of words that means something; words of a corrected spelling stand as typed. */
export function ledgerOf(frame: Frame): LedgerEntry[] {
  return [...boundWords(frame), ...unreadWords(frame)];
}

/** Everyday words with a meaning that the question does not depend on ("show", "made"): shown as left unread. */
function unreadWords(frame: Frame): LedgerEntry[] {
  const bound = new Set(
    frame.items.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i)),
  );
  return frame.words.flatMap((word, at): LedgerEntry[] =>
    bound.has(at) || !isSoftWord(word.norm)
      ? []
      : [
          {
            words: word.text,
            span: { from: at, to: at + 1 },
            kind: "ignorable",
            as: word.text,
            strength: "exact",
            score: 1,
          },
        ],
  );
}

function boundWords(frame: Frame): LedgerEntry[] {
  return frame.items
    .filter((item) => item.kind !== "link" && item.kind !== "unknown")
    .map((item) => ({
      words: item.words,
      span: { from: item.from, to: item.to },
      kind: item.as === "" ? "ignorable" : KINDS[item.kind],
      as: item.as === "" ? item.words : describeBinding(item, frame.view),
      strength: item.kind === "period" ? item.match.strength : item.strength,
      score: item.score,
    }));
}

/** Sentences on what was corrected or assumed for single words. */
export function notesOf(frame: Frame): string[] {
  const notes: string[] = [];
  for (const item of frame.items) {
    if (item.kind === "period") notes.push(...item.match.notes);
    else if (item.strength === "fuzzy" && item.kind !== "operation" && item.kind !== "link")
      notes.push(`Read "${item.words}" as ${itemName(item, frame)}.`);
  }
  return [...new Set([...notes, ...valuesInSmallWords(frame), ...frame.notes])];
}

/** "How to tickets", where "How to" is a value: small words stay small words, but not without a word about it. */
function valuesInSmallWords({ words, items, lexicon, view }: Frame): string[] {
  const notes: string[] = [];
  for (let from = 0; from < words.length; from++)
    for (let to = from + 2; to <= words.length && isFunctionWord(words[to - 1]?.norm ?? ""); to++) {
      const run = words.slice(from, to);
      if (!isFunctionWord(run[0]?.norm ?? "")) break;
      if (items.some((item) => item.kind === "value" && item.from < to && item.to > from)) continue;
      const typed = run.map(({ norm }) => norm).join(" ");
      const value = lexicon.phrases
        .find(run.map(({ stem }) => stem).join(" "))
        .find((entry) => entry.kind === "value" && entry.view === view.name && entry.norm === typed);
      if (value === undefined) continue;
      notes.push(
        `"${typed}" was not read as the ${value.name} "${value.value}"; put it in quotes to mean that.`,
      );
    }
  return notes;
}

function itemName(item: Item, frame: Frame): string {
  if (item.kind === "measure") return item.measure.name;
  if (item.kind === "field") return item.field.name;
  return item.kind === "value" ? item.value : describeBinding(item, frame.view);
}
