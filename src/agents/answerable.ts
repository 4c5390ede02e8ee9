import type { MetricQuery } from "../contracts/metric-query.js";
import { EMPTY_THREAD } from "../contracts/reading.js";
import { coverageOf } from "./resolve/coverage.js";
import { sameQuery } from "./resolve/same-query.js";
import type { Lexicon } from "./rooms.js";
import type { RunScope } from "./run-scope.js";
import { profileOf } from "./run-scope.js";

/** What was found out for one lexicon, which is one set of rights and one date. */
const found = new WeakMap<Lexicon, Map<string, string | null>>();
const MOST_KEPT = 2000;
/** Each try reads a question, so there is a bound on those that lead nowhere. */
const MOST_FAILED = 5;

/** The question for a query, if it really answers: read again it gives this query alone, it compiles, and its period has data. Null otherwise. */
function answerableQuestion(query: MetricQuery, scope: RunScope): string | null {
  const known = found.get(scope.lexicon) ?? new Map<string, string | null>();
  found.set(scope.lexicon, known);
  const key = JSON.stringify(query);
  const kept = known.get(key);
  if (kept !== undefined) return kept;
  if (known.size >= MOST_KEPT) known.clear();
  const question = tryQuestion(query, scope);
  known.set(key, question);
  return question;
}

function tryQuestion(query: MetricQuery, scope: RunScope): string | null {
  const { rooms, lexicon, asOf, ports } = scope;
  const question = rooms.phrase(query, lexicon);
  if (question.trim() === "" || !isLoaded(query, scope)) return null;
  const read = rooms.read(question, lexicon, { asOf, thread: EMPTY_THREAD });
  if (read.kind !== "readings" || read.readings.length !== 1) return null;
  const [reading] = read.readings;
  if (!reading || !sameQuery(reading.query, query)) return null;
  const compiled = rooms.compile(query, ports.workspace, { asOf });
  return compiled.kind === "compiled" ? capitalisedQuestion(question) : null;
}

/** The first `count` questions that answer, in the order of the queries; equal ones once. */
export function answerableQuestions(
  queries: Iterable<MetricQuery>,
  count: number,
  scope: RunScope,
): string[] {
  const questions = new Set<string>();
  let left = count + MOST_FAILED;
  for (const query of queries) {
    if (questions.size >= count || left-- <= 0) break;
    const question = answerableQuestion(query, scope);
    if (question !== null) questions.add(question);
  }
  return [...questions];
}

function isLoaded(query: MetricQuery, scope: RunScope): boolean {
  const profile = profileOf(scope, query.view);
  const compared = query.comparison?.kind === "range" ? [query.comparison.period] : [];
  return [...query.periods, ...compared].every(
    (period) => coverageOf(period, profile, scope.asOf).kind !== "outside",
  );
}

/** With a capital at its start. */
export function capitalisedQuestion(question: string): string {
  return question.charAt(0).toUpperCase() + question.slice(1);
}
