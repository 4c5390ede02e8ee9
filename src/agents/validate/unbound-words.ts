import { splitWords } from "../../language/words.js";
import { ignorableIn } from "../plan/draft-ledger.js";
import type { RunScope } from "../run-scope.js";
import type { Problem, Work } from "../state.js";

/** Words of the question that a model's reading does not account for: it must bind every one, as the reader does. Null where none is left. */
export function unboundProblem(work: Work, question: string, scope: RunScope): Problem | null {
  if (work.source !== "model") return null;
  const wordsOf = (text: string): string[] => splitWords(text).map(({ norm }) => norm);
  const bound = new Set(work.ledger.flatMap(({ words }) => wordsOf(words)));
  const follows = work.ledger.some(({ kind }) => kind === "context");
  const ignorable = ignorableIn(work.language ?? "en", scope.ports.workspace.words.ignore, follows);
  const left = splitWords(question)
    .filter(({ norm }) => !bound.has(norm) && !ignorable(norm))
    .map(({ text }) => `"${text}"`);
  if (left.length === 0) return null;
  const message = `It is not clear what ${left.join(" and ")} should mean here.`;
  return { stage: "compile", code: "words_left_over", message, outcome: "clarify", narrower: [] };
}
