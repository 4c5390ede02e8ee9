import { phraseTable } from "./phrase-table.js";
import { splitWords } from "./words.js";

/**
 * What a question wants explained, in its own words: "what does churn mean?" asks for "churn". Null where it does not ask for
 * a meaning, as far as its wording tells.
 */
export function definitionSubject(text: string): string | null {
  const words = splitWords(text);
  const [before] = DEFINITION_BEFORE.matches(words)
    .filter(({ from }) =>
      words.slice(0, from).every(({ norm }) => /^(please|so|and|hi|hello|can|could|you)$/.test(norm)),
    )
    .sort((a, b) => b.to - a.to);
  if (!before) return null;
  const after = DEFINITION_AFTER.matches(words).find(({ from }) => from >= before.to);
  const subject = words.slice(before.to, after?.from ?? words.length).map((word) => word.text);
  return subject.length === 0 ? null : subject.join(" ");
}

/** `sure` phrases ask for a definition whatever follows; "what is" only where nothing but one name follows. */
export const DEFINITION_BEFORE = phraseTable<"sure" | "bare">([
  ["define|definition|meaning|describe|explain of? the?", "sure"],
  ["the? definition|meaning|description of the?", "sure"],
  ["what is|are? the? definition|meaning of the?", "sure"],
  ["what is meant by", "sure"],
  ["what do you mean by", "sure"],
  ["what do|does|did", "sure"],
  ["how is|are|do|does|was", "sure"],
  ["how do|does|did you|we|it", "sure"],
  ["what is|are a|an?", "bare"],
  ["whats", "bare"],
  ["tell me about", "bare"],
  ["what about the meaning of", "sure"],
]);
export const DEFINITION_AFTER = phraseTable([
  ["mean|means|meant|stand|stands for?", null],
  ["calculate|calculated|compute|computed|defined|define|derived|measured|worked out?", null],
]);
