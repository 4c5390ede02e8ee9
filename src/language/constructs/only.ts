import type { Construct } from "../claim.js";
import { phraseTable } from "../phrase-table.js";
import { opensSentence } from "../words.js";

const MARKERS = phraseTable([
  ["only|just|solely|exclusively|purely", null],
  ["only|just in|for|from|at|on|the|with|those|include|including|show|of", null],
  ["nothing but", null],
  ["limited|restricted|limit|restrict|narrow|narrowed|zoom|focus|focused|focusing down|in? to|on|by", null],
  ["filter|filtered|filtering down? to|on|for|by|in", null],
  ["where|whose|with the?", null],
  ["specifically|especially|namely|particularly", null],
  ["is|are|equals|equal|=|named|called|being", null],
  ["equal to", null],
  ["that|which|who is|are|was|were|have|has|had in|from|the|a|an?", null],
  ["in the case of", null],
]);

/** "Only Furniture", "where the region is West": values filter anyway; these words just say so. */
export const only: Construct = {
  name: "only",
  turn: 360,
  propose: ({ words }) =>
    MARKERS.matches(words)
      // "Who are …" at the start asks for people; after a noun it only says more of them.
      .filter(({ from }) => words[from]?.norm !== "who" || !opensSentence(words, from))
      .map(({ from, to }) => ({
        from,
        to,
        as: "only",
        mark: (frame, at) => {
          const own = frame.items[at];
          if (own !== undefined) own.role = "used";
          if (/\bonly\b|\bjust\b/i.test(own?.words ?? "")) frame.flags.set("only", true);
        },
      })),
};
