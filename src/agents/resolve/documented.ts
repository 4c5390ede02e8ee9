import type { ReadResult } from "../../contracts/reading.js";
import type { RankedPassage } from "../../contracts/retrieval.js";
import { definitionSubject } from "../../language/definition-words.js";
import type { RunScope } from "../run-scope.js";
import type { RunState } from "../state.js";
import { search } from "./search.js";

const PASSAGE_TOKENS = 3000;

/**
 * A document's own words, where a question asks for the meaning of something that no name of the model is. Only a passage
 * that holds every telling word of the subject counts, one of them in its title: a near miss explains another thing.
 */
export async function documented(
  read: ReadResult,
  text: string,
  scope: RunScope,
): Promise<Partial<RunState> | null> {
  if (!isOpen(read)) return null;
  const subject = definitionSubject(text);
  if (subject === null) return null;
  // A meaning holds for every day, so no period narrows the search for it.
  const found = await search({ question: subject, period: null, maxTokens: PASSAGE_TOKENS }, scope);
  const [best] = (found?.passages ?? []).filter(explains).sort((a, b) => b.titled - a.titled);
  if (!best?.file) return null;
  const entry = {
    words: subject,
    span: null,
    kind: "term",
    as: `what ${best.title} says`,
    strength: "exact",
    score: 1,
  } as const;
  return {
    topic: { kind: "passage", title: best.title, text: best.text, file: best.file },
    ledger: [entry],
    next: "respond",
  };
}

/** Whether the reader has nothing of its own to say on it. */
function isOpen(read: ReadResult): boolean {
  if (read.kind === "clarification") return true;
  return read.kind === "refusal" && ["no_such_data", "not_a_data_question"].includes(read.code);
}

function explains({ kind, covered, titled }: RankedPassage): boolean {
  return ["kpi", "glossary", "summary"].includes(kind) && covered === 1 && titled > 0;
}
