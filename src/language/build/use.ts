import { type Frame, type Item, lacksMeasure, problem } from "../frame.js";
import { isBindingLink } from "../function-words.js";
import { countsItself } from "./self-count.js";

/** Holds the ledger: whatever an item means must have reached the query, or the reading has a problem. */
export function checkUse(frame: Frame): void {
  if (frame.draft.select.length === 0 && frame.draft.mode === "aggregate") {
    frame.problem = lacksMeasure("Which measure should be shown?");
    return;
  }
  if (countsItself(frame)) {
    frame.problem = lacksMeasure("Which measure should be shown?");
    return;
  }
  if (countsByTwoDates(frame)) {
    frame.problem = problem("Only one date can be counted by at a time. By which of them?");
    return;
  }
  const hanging = hangingWords(frame);
  if (hanging !== null) {
    frame.problem = problem(`Something seems to be missing after "${hanging}".`);
    return;
  }
  for (const [at, item] of frame.items.entries()) {
    if (
      item.kind === "field" &&
      item.strength === "fuzzy" &&
      item.score === 1 &&
      item.cost > GUESSED &&
      item.role === "group"
    ) {
      frame.problem = problem(`By "${item.words}", do you mean ${item.field.name}?`, []);
      return;
    }
    if (item.kind === "value" && isOperatorWord(item.words) && !isNamedBeside(frame, item.field.name)) {
      frame.problem = problem(`What does "${item.words}" refer to?`);
      return;
    }
    if (item.role !== "free" && item.role !== "open") continue;
    if (item.kind === "link" && item.word === "or" && joinsAlike(frame, at)) continue;
    if (item.kind === "field" || item.kind === "number") {
      frame.problem = problem(`What should be done with "${item.words}"?`);
      return;
    }
    if (item.role === "open" || (item.kind === "link" && isBindingLink(item.word))) {
      frame.problem = problem(`What does "${item.words}" refer to?`);
      return;
    }
  }
}

/** "Opened per month vs closed per month": each by its own date, which no one table holds. */
function countsByTwoDates({ draft, items }: Frame): boolean {
  const dates = new Set(
    draft.groupBy.flatMap((grouping) => (grouping.kind === "time" ? [grouping.field] : [])),
  );
  return (
    dates.size > 1 &&
    items.some((item) => item.kind === "operation" && item.operation.construct === "side by side")
  );
}

/** Prepositions that rightly stand together: "in between", "from within". */
const PAIRS =
  /^(in between|in to|on to|off of|out of|from (within|inside|under|over|between|among)|up (to|until))$/;

/**
 * "Sales in", "sales by region and", "sales of in March": a preposition or "and" right after a name, with nothing that it
 * leads to. After a verb ("which region do sales come from") or in a question for a thing it may end the sentence.
 */
function hangingWords({ items, flags, words }: Frame): string | null {
  for (const [at, item] of items.entries()) {
    if (item.kind !== "link" || item.role !== "free") continue;
    const before = items[at - 1];
    const after = items[at + 1];
    if (after?.kind === "link" && after.from === item.to && after.role === "free") {
      const joined = item.word === "and" || item.word === "or" || after.word === "and";
      if (!joined && !PAIRS.test(`${item.word} ${after.word}`)) return item.words;
    }
    const last = item.to === words.length;
    const named = before !== undefined && before.to === item.from && before.kind !== "operation";
    const asking = flags.has("which groups") && item.word !== "and" && item.word !== "or";
    if (last && named && !asking) return item.words;
  }
  return null;
}

/** Above this a field was named by a word of its name that is not its head: fit to qualify a value, not to group. */
const GUESSED = 1;

/** A value called "No" or "All" is meant only beside its field: "helmet is no". */
function isOperatorWord(words: string): boolean {
  return /^(no|not|none|non|yes|all|any|other|others|only|total|without|and|or|in)$/.test(words);
}

function isNamedBeside(frame: Frame, field: string): boolean {
  return frame.items.some(
    (item) => item.kind === "field" && item.field.name === field && item.role === "used",
  );
}

/** "Or" between values of one field, between things left out, or between periods lists them. */
function joinsAlike(frame: Frame, at: number): boolean {
  const left = beside(frame, at, -1);
  const right = beside(frame, at, 1);
  if (left === undefined || right === undefined || left.role !== right.role) return false;
  if (left.kind === "value" && right.kind === "value")
    return left.role === "excluded" || left.field.name === right.field.name;
  return (
    left.kind === right.kind && (left.kind === "period" || left.kind === "term") && left.role === "excluded"
  );
}

function beside(frame: Frame, at: number, step: 1 | -1): Item | undefined {
  let i = at + step;
  while (
    frame.items[i]?.kind === "link" ||
    (frame.items[i]?.kind === "field" && frame.items[i]?.role === "used")
  )
    i += step;
  return frame.items[i];
}
