import type { Construct } from "../claim.js";
import { phraseTable } from "../phrase-table.js";

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
  ["and", { flags: ["follow-up"], first: true }],
  ["and for|in|by|with|only|just|what|now|of|at|on|per", { flags: ["follow-up"], first: true }],
  ["now|then|ok|okay|but show|do|for|by|only|just?", { flags: ["follow-up"], first: true }],
  ["same|the-same but|for|in|with|thing|as|question|again", { flags: ["follow-up"], first: true }],
  ["the same but|for|in|with|thing|again|question", { flags: ["follow-up"], first: true }],
  ["the? same thing|question but|for|in|with|again", { flags: ["follow-up"], first: true }],
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
  ["add|include", { flags: ["follow-up", "also"], first: true }],
  ["in addition", { flags: ["follow-up", "also"], first: false }],
  ["additionally|plus", { flags: ["follow-up", "also"], first: true }],
]);

/** "And …", "what about …", "instead", "also": the question edits the one before. */
export const followUpWords: Construct = {
  name: "follow-up",
  turn: 40,
  propose: ({ words, thread }) =>
    OPENINGS.matches(words)
      .filter(({ from, value }) => (from === 0 || !value.first) && thread.queries.length > 0)
      .map(({ from, to, value }) => ({
        from,
        to,
        as: "as before",
        mark: (frame, at) => {
          const own = frame.items[at];
          if (own !== undefined) own.role = "used";
          for (const flag of value.flags) frame.flags.set(flag, true);
        },
      })),
};
