import type { ReadResult } from "../contracts/reading.js";
import type { Frame } from "./frame.js";
import { ledgerOf } from "./ledger.js";
import type { ReadState } from "./read-state.js";

/** What to say where all words are understood, but do not make a query. */
export function problemResult(frame: Frame, _state: ReadState): ReadResult {
  const ledger = ledgerOf(frame);
  const { problem } = frame;
  if (problem?.refusal) return { kind: "refusal", ...problem.refusal, ledger };
  return {
    kind: "clarification",
    question: problem?.question ?? "What should be shown?",
    options: problem?.options ?? [],
    ledger,
  };
}
