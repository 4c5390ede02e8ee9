import type { Construct } from "../claim.js";
import { use } from "../frame.js";

const OPENERS = new Set("is are was were do does did has have had".split(" "));

/** "Did sales grow …?", "is profit above …?": answered by the number that decides it. */
export const yesNo: Construct = {
  name: "yes or no",
  turn: 50,
  propose: ({ words }) =>
    OPENERS.has(words[0]?.norm ?? "") && words.length > 2 && words[1]?.norm !== "you"
      ? [
          {
            from: 0,
            to: 1,
            as: "asked whether",
            mark: (frame, at) => {
              use(frame, at);
              frame.flags.set("yes or no", true);
            },
          },
        ]
      : [],
};
