import { ask } from "../clarify.js";
import { refuse } from "../deny.js";
import type { RunState, Work } from "../state.js";
import { askNarrower } from "./ask-narrower.js";

const RIGHTS = ["relation_not_allowed", "column_denied"];

/** What a person gets where a reading came to nothing: a refusal where it may not be, else the reader's own question, else one that says what is unclear. */
export function giveUp(work: Work, { readerAsked }: Pick<RunState, "readerAsked">): Partial<RunState> {
  const { problem } = work;
  if (problem?.outcome === "deny" && work.source !== "model") return refuse("not_allowed", problem.message);
  if (problem?.outcome === "deny") {
    const code = RIGHTS.includes(problem.code) ? "not_allowed" : "unsafe";
    return refuse(
      code,
      `A language model read this in a way that may not run, so nothing was sent: ${problem.message}`,
    );
  }
  return work.source === "model" && readerAsked ? ask(readerAsked) : askNarrower(work);
}
