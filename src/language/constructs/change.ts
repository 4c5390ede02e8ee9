import { boundByChange } from "../build/bound-by-change.js";
import type { Construct } from "../claim.js";
import { type Frame, use } from "../frame.js";
import { isFunctionWord, isLink } from "../function-words.js";
import { phraseTable } from "../phrase-table.js";
import type { Word } from "../words.js";

interface Change {
  direction: "up" | "down" | null;
  /** A verb says that something moved ("grew"); a noun asks by how much ("growth"). */
  verb: boolean;
  ratio: boolean;
}

const UP_NOUN: Change = { direction: null, verb: false, ratio: false };
const DOWN_NOUN: Change = { direction: "down", verb: false, ratio: false };
const UP_VERB: Change = { direction: "up", verb: true, ratio: false };
const DOWN_VERB: Change = { direction: "down", verb: true, ratio: false };

const CHANGES = phraseTable<Change>([
  [
    "the? growth|change|changes|difference|diff|delta|variance|development|evolution in|of|for|from?",
    UP_NOUN,
  ],
  ["the? increase|rise|gain|improvement|uptick|jump in|of?", UP_NOUN],
  ["the? decrease|decline|drop|fall|reduction|dip|downturn|loss|slump in|of?", DOWN_NOUN],
  ["decrease|decline|drop|fall|reduction|dip|slump", DOWN_NOUN],
  [
    "the? percent|percentage|pct|%|relative growth|change|increase|difference|diff|gain in|of?",
    { ...UP_NOUN, ratio: true },
  ],
  ["the? percent|percentage|pct|%|relative decrease|decline|drop|fall in|of?", { ...DOWN_NOUN, ratio: true }],
  ["the? growth rate|percentage|percent|% of|in?", { ...UP_NOUN, ratio: true }],
  [
    "grew|grow|grown|growing|increased|increase|increasing|rose|risen|rising|gained|improved|improve|improving|climbed|jumped",
    UP_VERB,
  ],
  ["went|gone|go|going up", UP_VERB],
  ["is|are|was|were up", UP_VERB],
  [
    "shrank|shrunk|shrinking|shrink|decreased|decrease|decreasing|declined|decline|declining|dropped|drop|dropping|fell|fall|fallen|falling|slipped|dipped",
    DOWN_VERB,
  ],
  ["went|gone|go|going down", DOWN_VERB],
  ["is|are|was|were down", DOWN_VERB],
  [
    "had|have|has|having|saw|see|seen|showed|show|with a|an|any? increase|rise|gain|growth|improvement|uptick in|of?",
    UP_VERB,
  ],
  [
    "had|have|has|having|saw|see|seen|showed|show|with a|an|any? decrease|decline|drop|fall|reduction|dip|downturn|slump in|of?",
    DOWN_VERB,
  ],
  ["changed|change|changing|developed|evolved", { direction: null, verb: true, ratio: false }],
]);
/** Absolute and relative change rank differently: both are read, and asked about where they disagree. */
const RELATIVE_INSTEAD = 0.1;

/** "Growth", "which region grew the most", "did sales drop": compares with the period before. */
export const change: Construct = {
  name: "change",
  turn: 220,
  propose: ({ words, thread }) => {
    const relative = words.some(({ norm }) =>
      /^(fastest|slowest|percent|percentage|%|rate|relative)$/.test(norm),
    );
    const changes = CHANGES.matches(words).filter(
      ({ from, to }) => thread.queries.length === 0 || !isOrder(words, from, to),
    );
    return changes.flatMap(({ from, to, value }) => {
      const ratios = value.ratio || relative ? [true] : [false, true];
      return ratios.map((ratio, i) => ({
        from,
        to,
        cost: i * RELATIVE_INSTEAD,
        as: "compared with the period before",
        mark: (frame: Frame, at: number) => markChange(frame, at, { ...value, ratio }, i > 0),
        finish: (frame: Frame) => finishChange(frame, { ...value, ratio }),
      }));
    });
  },
};

/** "Drop the district" opens with an order to leave it out; "drop in revenue" names a fall. */
function isOrder(words: readonly Word[], from: number, to: number): boolean {
  const next = words[to];
  return (
    to === from + 1 &&
    words[from]?.norm === "drop" &&
    next !== undefined &&
    !isLink(next.norm) &&
    words.slice(0, from).every(({ norm }) => norm !== "the" && norm !== "a" && isFunctionWord(norm))
  );
}

function markChange(frame: Frame, at: number, value: Change, second: boolean): void {
  use(frame, at);
  frame.flags.set("change", value);
  const of = value.ratio ? "change_ratio" : "change";
  frame.flags.set("order of", of);
  if (value.direction === "down" && frame.flags.has("ranking")) frame.flags.set("order reversed", true);
  // The second way to rank matters only where something is ranked by its change.
  if (second && !frame.flags.has("ranking")) frame.cost += 1;
}

function finishChange(frame: Frame, { verb, direction }: Change): void {
  if (verb && direction !== null) boundByChange(frame, direction);
}
