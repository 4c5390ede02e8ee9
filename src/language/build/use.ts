import { type Frame, problem } from "../frame.js";
import { isBindingLink } from "../function-words.js";

/** Holds the ledger: whatever an item means must have reached the query, or the reading has a problem. */
export function checkUse(frame: Frame): void {
  for (const item of frame.items) {
    if (item.role !== "free" && item.role !== "open") continue;
    if (item.kind === "field" || item.kind === "number") {
      frame.problem = problem(`What should be done with "${item.words}"?`);
      return;
    }
    if (item.role === "open" || (item.kind === "link" && isBindingLink(item.word))) {
      frame.problem = problem(`What does "${item.words}" refer to?`);
      return;
    }
  }
  if (frame.draft.select.length === 0 && frame.draft.mode === "aggregate")
    frame.problem = problem("Which measure should be shown?");
}
