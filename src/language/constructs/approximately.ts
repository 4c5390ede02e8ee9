import type { Construct } from "../claim.js";
import { phraseTable } from "../phrase-table.js";

const ROUGHLY = phraseTable([
  ["roughly|approximately|approx|ballpark speaking?", null],
  ["more or less", null],
  ["give or take", null],
  ["a|the? rough|ballpark figure|number|idea|estimate of|for?", null],
]);

/** "Roughly how many orders": the exact number answers it. Before a number it would loosen a bound, so there it stays unread. */
export const approximately: Construct = {
  name: "approximately",
  turn: 390,
  propose: ({ words, numberAt }) =>
    ROUGHLY.matches(words)
      .filter(({ to }) => numberAt(to) === null)
      .map(({ from, to }) => ({
        from,
        to,
        as: "",
        mark: (frame, at) => {
          const own = frame.items[at];
          if (own !== undefined) own.role = "used";
        },
      })),
};
