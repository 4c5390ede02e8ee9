import { silentPhrases } from "../silent-phrases.js";

/** "Roughly how many orders": the exact number answers it. Before a number it would loosen a bound, so there it stays unread. */
export const approximately = silentPhrases({
  name: "approximately",
  turn: 390,
  cost: 0,
  phrases: [
    ["roughly|approximately|approx|ballpark speaking?", null],
    ["more or less", null],
    ["give or take", null],
    ["a|the? rough|ballpark figure|number|idea|estimate of|for?", null],
  ],
  where: ({ numberAt }, { to }) => numberAt(to) === null,
});
