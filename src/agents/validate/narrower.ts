import { lastUnitsPeriod } from "../../calendar/period.js";
import type { Grain } from "../../contracts/dates.js";
import type { MetricQuery } from "../../contracts/metric-query.js";
import { answerableQuestions } from "../answerable.js";
import type { RunScope } from "../run-scope.js";

const COUNT = 3;

/** Questions near a query that read less and fit the limit: the same over the last complete year, quarter or month. */
export function shorterQuestions(
  query: MetricQuery | null,
  fits: (query: MetricQuery) => boolean,
  scope: RunScope,
): string[] {
  if (!query) return [];
  const rules = scope.ports.workspace.calendar;
  const periods = (["year", "quarter", "month"] as Grain[]).map((grain) =>
    lastUnitsPeriod(scope.asOf, 1, grain, rules),
  );
  const queries = periods.map((period) => ({ ...query, periods: [period], comparison: null })).filter(fits);
  return answerableQuestions(queries, COUNT, scope);
}

/** Questions near a query that ask less at once: without its groups, and each of its numbers alone. */
export function simplerQuestions(query: MetricQuery | null, scope: RunScope): string[] {
  if (!query) return [];
  const plain = { ...query, order: [], top: null, having: [], rank: null, share: null, comparison: null };
  const alone = query.select.map((selection) => ({ ...plain, select: [selection] }));
  const ungrouped = query.select.map((selection) => ({ ...plain, select: [selection], groupBy: [] }));
  return answerableQuestions([...(query.select.length > 1 ? alone : [plain]), ...ungrouped], COUNT, scope);
}
