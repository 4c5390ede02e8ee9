import { silentPhrases } from "../silent-phrases.js";

const VERBS =
  "carry|carries|carried|carrying|handle|handles|handled|handling|work|works|worked|working|use|uses|used|using|spend|spends|spent|spending|consume|consumes|consumed|serve|serves|served|serving|host|hosts|hosted|hosting|log|logs|logged|run|runs|ran|move|moves|moved|transport|transports|transported|process|processes|processed|deal|deals|dealt|collect|collects|collected|contribute|cost|costs|costing|pay|pays|paid|charge|charges|charged|bill|bills|billed|draw|draws|drew|yield|yields|yielded|book|books|booked|receive|receives|received|incur|incurs|incurred|accumulate|accumulated|rack|racked|clock|clocked|score|scored with|up|in?";
const ASKING = new Set("which what who how did does do that".split(" "));

/** "Which courier carried the most parcels?", "parcels moved by rail": what a thing does with a number, told by the number itself. */
export const plainVerbs = silentPhrases({
  name: "plain verbs",
  turn: 400,
  // A name of the workspace with the same word comes first, and a status in the past tense never reaches this.
  cost: 0.5,
  phrases: [[VERBS, null]],
  where: ({ words }, { from, to }) =>
    words.slice(0, from).some(({ norm }) => ASKING.has(norm)) ||
    (from > 0 && words[to]?.norm === "by" && !/^(not|no|never)$/.test(words[from - 1]?.norm ?? "")),
});
