import type { Construct } from "../claim.js";
import { type Frame, problem } from "../frame.js";
import { phraseTable } from "../phrase-table.js";

const ENDS = phraseTable([
  ["at? the? end|close of", null],
  ["at the? end|close", null],
]);

/** "Headcount at the end of June": a level that is read at its last day anyway; for sums the words would change the number. */
export const periodEnd: Construct = {
  name: "period end",
  turn: 380,
  propose: ({ words }) =>
    ENDS.matches(words).map(({ from, to }) => ({
      from,
      to,
      as: "at its last day",
      mark: (frame, at) => {
        const own = frame.items[at];
        const next = frame.items[at + 1];
        if (own === undefined) return;
        own.role = next?.kind === "period" && next.match.kind === "period" ? "used" : "open";
      },
      finish: checkLevels,
    })),
};

function checkLevels(frame: Frame, at: number): void {
  const own = frame.items[at];
  const levels = frame.draft.select.every((selection) => {
    const name = selection.kind === "measure" ? selection.measure : null;
    const measure = frame.view.measures.find((candidate) => candidate.name === name);
    return measure?.window.some(({ semiadditive }) => semiadditive === "last") ?? false;
  });
  if (levels || own === undefined) return;
  const words = `${own.words} ${frame.items[at + 1]?.words ?? ""}`.trim();
  frame.problem = problem(`Does "${words}" mean its last day, or all of it?`);
}
