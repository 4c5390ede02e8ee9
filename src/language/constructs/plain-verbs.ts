import type { Construct } from "../claim.js";
import { phraseTable } from "../phrase-table.js";

const VERBS = phraseTable([
  [
    "carry|carries|carried|carrying|handle|handles|handled|handling|work|works|worked|working|use|uses|used|using|spend|spends|spent|spending|consume|consumes|consumed|serve|serves|served|serving|host|hosts|hosted|hosting|log|logs|logged|run|runs|ran|move|moves|moved|transport|transports|transported|process|processes|processed|deal|deals|dealt|collect|collects|collected|contribute|cost|costs|costing|pay|pays|paid|charge|charges|charged|bill|bills|billed|draw|draws|drew|yield|yields|yielded|book|books|booked|receive|receives|received|incur|incurs|incurred|accumulate|accumulated|rack|racked|clock|clocked|score|scored with|up|in?",
    null,
  ],
]);
const ASKING = new Set("which what who how did does do that".split(" "));
/** A name of the workspace with the same word comes first, and a status in the past tense never reaches this. */
const COST = 0.5;

/** "Which courier carried the most parcels?": what a thing does with a number, told by the number itself. */
export const plainVerbs: Construct = {
  name: "plain verbs",
  turn: 400,
  propose: ({ words }) =>
    VERBS.matches(words)
      .filter(({ from }) => words.slice(0, from).some(({ norm }) => ASKING.has(norm)))
      .map(({ from, to }) => ({
        from,
        to,
        cost: COST,
        as: "",
        mark: (frame, at) => {
          const own = frame.items[at];
          if (own === undefined) return;
          own.role = "used";
          own.as = "";
        },
      })),
};
