import type { MetricQuery } from "../../contracts/metric-query.js";
import { coverageOf } from "../resolve/coverage.js";
import { loadedRange } from "../resolve/drop-unloaded.js";
import type { RunScope } from "../run-scope.js";
import { profileOf, viewOf } from "../run-scope.js";
import type { Work } from "../state.js";
import { inPeriod } from "./grammar.js";
import { restRow } from "./rest-row.js";

/** Sentences on what a reader of the answer should know; each names its own word, number or date. Empty for a clean answer. */
export function uncertaintyOf(work: Work, scope: RunScope): string[] {
  const notes = [
    ...work.vouched,
    ...work.notes,
    ...periodNotes(work.query, scope),
    ...rowNotes(work),
    ...(work.extracted?.checks ?? [])
      .filter(({ passed }) => !passed)
      .map(({ name, detail }) => `The check "${name}" failed${detail ? `: ${detail}` : "."}`),
  ];
  return [...new Set(notes)];
}

/** Is any period of the query only partly loaded? */
export function isPartlyCovered({ query }: Work, scope: RunScope): boolean {
  if (!query) return false;
  const profile = profileOf(scope, query.view);
  return query.periods.some((period) => coverageOf(period, profile, scope.asOf).kind !== "inside");
}

function periodNotes(query: MetricQuery | null, scope: RunScope): string[] {
  if (!query) return [];
  const profile = profileOf(scope, query.view);
  const range = loadedRange(query.view, scope);
  if (query.periods.length === 0 && query.mode === "list") return [];
  if (query.periods.length === 0)
    return range === null || boundsTime(query, scope)
      ? []
      : [`No period was named, so all loaded days count: ${range}.`];
  const compared = query.comparison?.kind === "range" ? [query.comparison.period] : [];
  return [...query.periods, ...compared].flatMap((period) => {
    const coverage = coverageOf(period, profile, scope.asOf);
    if (coverage.kind === "inside") return [];
    if (coverage.kind === "outside" || range === null)
      return [`Nothing is loaded ${inPeriod(period.label)}: the data runs from ${range ?? "no day"}.`];
    return [`The data covers ${range}, so not all of ${period.label} is in it.`];
  });
}

/** Does a filter (a term, a range) bound the days although no period was named? */
function boundsTime(query: MetricQuery, scope: RunScope): boolean {
  const view = viewOf(scope, query.view);
  const time = view?.timeField ?? null;
  if (time === null) return true;
  const dates = new Set(view?.fields.flatMap(({ name, type }) => (type === "date" ? [name] : [])));
  const { terms } = scope.ports.workspace.words;
  const leaves = query.filters.flatMap((filter) => (filter.kind === "any" ? filter.filters : [filter]));
  return leaves.some((leaf) =>
    leaf.kind === "term"
      ? (terms[leaf.term] ?? "").includes(time)
      : leaf.kind !== "cycle" && dates.has(leaf.field),
  );
}

function rowNotes({ query, extracted }: Work): string[] {
  if (!extracted) return [];
  const { result } = extracted;
  const notes: string[] = [];
  if (result.truncated) notes.push(`Only the first ${result.rows.length} rows are shown; there are more.`);
  const top = query?.top;
  const shown = result.rows.length - (restRow(query, result.rows) < 0 ? 0 : 1);
  if (top && top.per.length === 0 && !result.truncated && shown > placesOf(top)) {
    const which = top.from === undefined ? `the first ${top.count}` : `place ${top.from}`;
    const ends = top.both ? `${which} and the last ${top.count}` : which;
    notes.push(`${shown} rows are shown for ${ends}, because of a tie at place ${top.count}.`);
  }
  return notes;
}

/** Rows of a ranking without ties. */
function placesOf({ count, from, both }: NonNullable<MetricQuery["top"]>): number {
  if (both) return 2 * count;
  return from === undefined ? count : count - from + 1;
}
