import type { Construct } from "../claim.js";
import { use } from "../frame.js";
import { phraseTable } from "../phrase-table.js";
import type { Word } from "../words.js";

interface Opening {
  flags: string[];
  /** Only as the first words of the question. */
  first: boolean;
}

const OPENINGS = phraseTable<Opening>([
  [
    "and|so|but|ok|okay|now? what|how about for|in|by|with|only|just|the?",
    { flags: ["follow-up"], first: true },
  ],
  ["alright|great|nice|cool|perfect|super|excellent", { flags: [], first: true }],
  ["and", { flags: ["follow-up"], first: true }],
  ["and for|in|by|with|only|just|what|now|of|at|on|per", { flags: ["follow-up"], first: true }],
  ["now|then|ok|okay|but show|do|for|by|only|just?", { flags: ["follow-up"], first: true }],
  ["the? same again? but|for|in|with|as?", { flags: ["follow-up"], first: true }],
  [
    "the? same thing|question|one|analysis|table|numbers again? but|for|in|with|as?",
    { flags: ["follow-up"], first: true },
  ],
  ["again", { flags: ["follow-up", "again"], first: false }],
  ["once again|more", { flags: ["follow-up", "again"], first: false }],
  [
    "and|so|but|ok|okay|now|then now|then? the? same for|in|with|but|again",
    { flags: ["follow-up"], first: true },
  ],
  ["do|show|give me? the same for|in|with|but|again", { flags: ["follow-up"], first: true }],
  ["instead", { flags: ["follow-up", "instead"], first: false }],
  ["switch|change|swap|replace it|that|this? to|with|by", { flags: ["follow-up", "instead"], first: true }],
  ["make it|that|this", { flags: ["follow-up"], first: true }],
  [
    "show|give|do|break|split|group|sort|filter|slice|compare|drill it|that|this|them|those|these",
    { flags: ["follow-up"], first: true },
  ],
  ["show|give me that|this|it|them|those|these", { flags: ["follow-up"], first: true }],
  ["also|too", { flags: ["follow-up", "also"], first: false }],
  ["as well", { flags: ["follow-up", "also"], first: false }],
  ["and also|additionally|plus", { flags: ["follow-up", "also"], first: true }],
  ["add|include|incl|including", { flags: ["follow-up", "also", "included"], first: true }],
  [
    "add|bring|put|take|get|include|restore back|again? in|on|into?",
    { flags: ["follow-up", "also", "included"], first: true },
  ],
  ["back|again in|on|into", { flags: ["follow-up", "also", "included"], first: false }],
  ["back", { flags: ["follow-up", "also", "included"], first: false }],
  ["go? back to", { flags: ["follow-up"], first: true }],
  ["next|beside|alongside to? it|that|this|them|these|those", { flags: ["follow-up", "also"], first: false }],
  ["alongside", { flags: ["follow-up", "also"], first: false }],
  ["in addition", { flags: ["follow-up", "also"], first: false }],
  ["additionally|plus", { flags: ["follow-up", "also"], first: true }],
]);

const INTERJECTIONS = new Set(
  "and but so then now ok okay alright right great good nice fine thanks well yes please hm hmm ah oh".split(
    " ",
  ),
);

/** "And …", "what about …", "instead", "also": the question edits the one before. */
export const followUpWords: Construct = {
  name: "follow-up",
  turn: 40,
  propose: ({ words, thread }) =>
    OPENINGS.matches(words)
      .filter(
        ({ from, to, value }) =>
          thread.queries.length > 0 &&
          (value.first ? opens(words, from) : from > 0 || words[from]?.norm !== "back") &&
          !isHalf(words, from, to),
      )
      .map(({ from, to, value }) => ({
        from,
        to,
        as: "as before",
        mark: (frame, at) => {
          use(frame, at);
          for (const flag of value.flags) frame.flags.set(flag, true);
        },
      })),
};

/** "Ok now the same for …": words that people start with stand before it. */
function opens(words: readonly Word[], from: number): boolean {
  return words.slice(0, from).every(({ norm, quoted }) => !quoted && INTERJECTIONS.has(norm));
}

/** "Put … back" needs both: "take" and "put" alone order nothing. */
function isHalf(words: readonly Word[], from: number, to: number): boolean {
  return (
    to === from + 1 &&
    /^(bring|put|take|get|restore)$/.test(words[from]?.norm ?? "") &&
    !words.slice(to).some(({ norm }) => norm === "back" || norm === "again")
  );
}
