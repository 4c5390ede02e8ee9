import type { Claim } from "./claim.js";
import { isEmptyWord, isFunctionWord, isLink, isSoftWord } from "./function-words.js";
import type { Word } from "./words.js";

/** Claims that do not overlap, in order, with one for every word that is no empty word. */
export interface Cover {
  claims: Claim[];
  cost: number;
}

const KEEP = 40;
const BASE: Record<Claim["meaning"]["kind"], number> = {
  measure: 1,
  field: 1,
  value: 1,
  term: 1,
  view: 1,
  period: 1,
  number: 1,
  ignorable: 0.6,
  operation: 0.4,
  link: 0.4,
  hidden: 1.5,
  unknown: 10,
};
const EMPTY_WORD = 0.5;
/** A name made of empty words ("Amount", "Kind") is taken rather than left unread. */
const SOFT_NAME = 0.3;
const LONGER = 0.35;

/** The cheapest ways to cover a question, best first: few, long and certain claims win. */
export function bestCovers(words: readonly Word[], claims: readonly Claim[]): Cover[] {
  const starting = words.map((): Claim[] => []);
  for (const claim of claims) starting[claim.from]?.push(claim);
  addLeftOver(words, starting);
  interface Partial {
    cost: number;
    last: Claim | null;
    before: Partial | null;
  }
  const table: Partial[][] = words.map(() => []);
  table.push([]);
  table[0]?.push({ cost: 0, last: null, before: null });
  const shouted = words.every(({ text }) => text === text.toUpperCase());
  const dated = new Set(
    claims.flatMap(({ meaning, from, to }) =>
      meaning.kind === "period" && to > from + 1 && isLink(words[from]?.norm ?? "") ? [to - 1] : [],
    ),
  );
  // Where a small word names a value, a month ("may") or what was shown ("its"), leaving it unread would lose a filter.
  const named = new Set(
    claims.flatMap(({ meaning, from, to }) => (to === from + 1 && isNaming(meaning) ? [from] : [])),
  );
  words.forEach((word, at) => {
    const here = (table[at] ?? []).sort((a, b) => a.cost - b.cost).slice(0, KEEP);
    for (const partial of here) {
      if (
        isEmptyWord(word.norm) &&
        !word.quoted &&
        !isWritten(word, shouted) &&
        !dated.has(at) &&
        !(named.has(at) && !isSoftWord(word.norm))
      )
        table[at + 1]?.push({ cost: partial.cost + EMPTY_WORD, last: null, before: partial });
      for (const claim of starting[at] ?? [])
        table[claim.to]?.push({ cost: partial.cost + price(claim, words), last: claim, before: partial });
    }
  });
  return (table[words.length] ?? [])
    .sort((a, b) => a.cost - b.cost)
    .slice(0, KEEP)
    .map((end) => {
      const chosen: Claim[] = [];
      for (let step: Partial | null = end; step !== null; step = step.before)
        if (step.last !== null) chosen.push(step.last);
      return { claims: chosen.reverse(), cost: end.cost };
    });
}

function isNaming(meaning: Claim["meaning"]): boolean {
  return (
    meaning.kind === "value" ||
    meaning.kind === "period" ||
    (meaning.kind === "operation" && meaning.operation.construct === "reference")
  );
}

/** "US" and "IT" in capitals are names, unless all is in capitals. */
function isWritten(word: Word, shouted: boolean): boolean {
  return !shouted && word.text.length > 1 && /^\p{Lu}+$/u.test(word.text);
}

function price(claim: Claim, words: readonly Word[]): number {
  const soft =
    "entries" in claim.meaning && words.slice(claim.from, claim.to).every((word) => isEmptyWord(word.norm));
  const base = soft ? SOFT_NAME : BASE[claim.meaning.kind];
  return base + claim.cost - LONGER * (claim.to - claim.from - 1);
}

/** A link for every preposition that no operation claims, and "unknown" for every word that could mean something. */
function addLeftOver(words: readonly Word[], starting: Claim[][]): void {
  const shouted = words.every(({ text }) => text === text.toUpperCase());
  words.forEach((word, at) => {
    const here = starting[at] ?? [];
    const claimed = here.some((claim) => claim.to === at + 1 && claim.meaning.kind === "operation");
    if (
      isLink(word.norm) &&
      !word.quoted &&
      !(isWritten(word, shouted) && word.norm !== "or" && word.norm !== "and" && word.norm !== "not")
    ) {
      if (!claimed || word.norm === "or") here.push(leftOver(at, { kind: "link", word: word.norm }));
    } else if (!isFunctionWord(word.norm) || word.quoted || isWritten(word, shouted))
      here.push(leftOver(at, { kind: "unknown" }));
  });
}

function leftOver(at: number, meaning: Claim["meaning"]): Claim {
  return { from: at, to: at + 1, meaning, cost: 0, strength: "exact", score: 1 };
}
