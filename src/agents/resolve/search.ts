import type { Period } from "../../contracts/metric-query.js";
import type { RetrievalRequest, Retrieved } from "../../contracts/retrieval.js";
import { readPeriods } from "../../language/periods/read-periods.js";
import { splitWords } from "../../language/words.js";
import type { RunScope } from "../run-scope.js";
import { modelOptions } from "../run-scope.js";

/**
 * What of the workspace may help with these words; null where nothing can be searched. What each stage let through goes on the
 * receipt, and a weaker ranking is said, whatever comes of it.
 */
export async function search(
  { question, period, maxTokens }: Pick<RetrievalRequest, "question" | "period" | "maxTokens">,
  scope: RunScope,
): Promise<Retrieved | null> {
  const { ports, set, asOf } = scope;
  if (!ports.retriever) return null;
  const request = { question, set, asOf, period, maxTokens };
  const found = await ports.retriever.retrieve(request, modelOptions(scope));
  scope.retrieved = found;
  if (found.degraded !== null) scope.notices.push(found.degraded);
  return found;
}

/** Bound of what a prompt may hold of documents and examples. */
export const PROMPT_TOKENS = 1200;

/** The days that a question speaks of, from the first of its periods to the last; null where it names none, or none for certain. */
export function spokenDays(text: string, { asOf, ports }: RunScope): RetrievalRequest["period"] {
  const words = splitWords(text).map(({ norm, text: raw, gap }) => ({ text: norm, raw, gap }));
  const found = readPeriods(words, { asOf, rules: ports.workspace.calendar, loaded: null });
  const periods: Period[] = [];
  for (const match of found) {
    if (match.kind !== "period") continue;
    if (match.strength === "fuzzy" || match.alternatives.length > 0) return null;
    periods.push(...match.periods);
  }
  return daysOf(periods);
}

/** From the first day of all periods to the last; null where there is none. */
export function daysOf(periods: readonly Period[]): RetrievalRequest["period"] {
  if (periods.length === 0) return null;
  const starts = periods.map(({ start }) => start);
  const ends = periods.map(({ end }) => end);
  return {
    from: starts.some((start) => start === null) ? null : (starts.sort()[0] ?? null),
    to: ends.some((end) => end === null) ? null : (ends.sort().at(-1) ?? null),
  };
}
