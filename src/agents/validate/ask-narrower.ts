import { ask } from "../clarify.js";
import type { RunState, Work } from "../state.js";

/** The question back where a reading can't be run as it stands: what is wrong, and questions that would go through. */
export function askNarrower(work: Work): Partial<RunState> {
  const problem = work.problem?.message ?? "This question can't be answered as it stands.";
  const options = (work.problem?.narrower ?? []).map((question) => ({
    label: question,
    question,
    query: null,
  }));
  return ask({
    shown: {
      question: `${problem} How shall I narrow it?`,
      options: options.map(({ label, question }) => ({ label, question })),
    },
    options,
  });
}
