import type { Construct } from "../claim.js";
import { type Frame, problem } from "../frame.js";
import { phraseTable } from "../phrase-table.js";

const BETWEEN = phraseTable([
  ["between|of the two|both|pair of? them?", null],
  ["between|of them|these|those two|both?", null],
  ["from one to the other", null],
]);

/** "% diff between the two": two periods of the turn before become one compared with the other; a comparison stays. */
export const betweenTwo: Construct = {
  name: "between two",
  turn: 225,
  propose: ({ words, thread }) =>
    thread.queries.length === 0
      ? []
      : BETWEEN.matches(words).map(({ from, to }) => ({ from, to, as: "the two shown before", mark })),
};

function mark(frame: Frame, at: number): void {
  const own = frame.items[at];
  const last = frame.thread.queries.at(-1);
  if (own === undefined || last === undefined) return;
  if (!frame.flags.has("change")) {
    own.role = "open";
    return;
  }
  own.role = "used";
  frame.flags.set("follow-up", true);
  if (last.comparison !== null) {
    frame.flags.delete("change");
    frame.flags.delete("order of");
  } else if (last.periods.length !== 2) frame.problem = problem("The difference between which two periods?");
}
