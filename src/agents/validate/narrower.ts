import { toDatePeriod, unitPeriod } from "../../calendar/period.js";
import type { Grain } from "../../contracts/dates.js";
import type { MetricQuery } from "../../contracts/metric-query.js";
import { answerableQuestions } from "../answerable.js";
import type { RunScope } from "../run-scope.js";
import { profileOf } from "../run-scope.js";

const COUNT = 3;

/** Questions near a query that read less: the same over its last loaded year, quarter and month. */
export function shorterQuestions(query: MetricQuery | null, scope: RunScope): string[] {
  const last = query ? profileOf(scope, query.view)?.lastDay : null;
  if (!query || !last) return [];
  const rules = scope.ports.workspace.calendar;
  const periods = (["year", "quarter", "month"] as Grain[]).map((grain) => {
    const whole = unitPeriod(last, grain, rules);
    return whole.end !== null && whole.end <= scope.asOf ? whole : toDatePeriod(scope.asOf, grain, rules);
  });
  const queries = periods.map((period) => ({ ...query, periods: [period], comparison: null }));
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
