import { addDays } from "../calendar/day.js";
import type { IsoDate } from "../contracts/dates.js";
import type { MetricQuery } from "../contracts/metric-query.js";
import { EMPTY_THREAD } from "../contracts/reading.js";
import type { Lexicon } from "./lexicon.js";
import { composeQuestion } from "./phrase/compose.js";
import { STYLES } from "./phrase/style.js";
import { bestQueries } from "./read-frames.js";

/**
 * A question in plain English that reads back to exactly this query: the plainest of several ways to say it that does.
 * `asOf` is the day that relative periods count from; by default the day after the last loaded one. A query that no
 * words of the reader reach gets the most explicit phrase.
 */
export function phraseQuery(query: MetricQuery, lexicon: Lexicon, asOf: IsoDate = today(lexicon)): string {
  const view = lexicon.views.find(({ name }) => name === query.view);
  if (view === undefined) return query.view;
  const wanted = meaningOf(query);
  let first = "";
  for (const style of STYLES) {
    const text = composeQuestion(query, view, style);
    first ||= text;
    const [best, rival] = bestQueries(text, lexicon, { asOf, thread: EMPTY_THREAD });
    if (best !== undefined && rival === undefined && meaningOf(best) === wanted) return text;
  }
  return first;
}

/** A query as text, without the words that people use for its periods. */
export function meaningOf(query: MetricQuery): string {
  const plain = (period: MetricQuery["periods"][number]) => [period.start, period.end];
  const comparison =
    query.comparison?.kind === "range"
      ? { ...query.comparison, period: plain(query.comparison.period) }
      : query.comparison;
  return JSON.stringify({ ...query, periods: query.periods.map(plain), comparison });
}

function today(lexicon: Lexicon): IsoDate {
  const last = [...lexicon.loaded.values()]
    .flatMap(({ end }) => (end === null ? [] : [end]))
    .sort()
    .at(-1);
  return last === undefined ? "2000-01-01" : addDays(last, 1);
}
