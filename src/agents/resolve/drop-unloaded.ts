import type { Period } from "../../contracts/metric-query.js";
import { refuse } from "../deny.js";
import type { RunScope } from "../run-scope.js";
import { profileOf } from "../run-scope.js";
import type { RunState, Work } from "../state.js";
import { coverageOf } from "./coverage.js";

/** Goes on with the works whose periods have loaded days; refuses, naming the loaded range, where none has. */
export function dropUnloaded(works: Work[], scope: RunScope): Partial<RunState> {
  const loaded = works.filter((work) => !liesOutside(work, scope));
  if (loaded.length > 0) return { work: loaded, at: 0, next: "validate" };
  const [first] = works;
  return refuse("no_such_data", first ? unloadedMessage(first, scope) : "There is nothing to read there.");
}

/** "2014-01-03 to 2017-12-30", or null where the view has no rows for this user. */
export function loadedRange(view: string, scope: RunScope): string | null {
  const profile = profileOf(scope, view);
  if (!profile?.firstDay || !profile.lastDay) return null;
  return `${profile.firstDay} to ${profile.lastDay}`;
}

function liesOutside({ query }: Work, scope: RunScope): boolean {
  if (!query || query.periods.length === 0) return false;
  const profile = profileOf(scope, query.view);
  return query.periods.every((period) => coverageOf(period, profile, scope.asOf).kind === "outside");
}

function unloadedMessage({ query }: Work, scope: RunScope): string {
  const labels = (query?.periods ?? []).map(periodName).join(" and ");
  const range = query ? loadedRange(query.view, scope) : null;
  return range === null
    ? `There are no rows that you may see for ${labels}.`
    : `There is no data for ${labels}: what is loaded runs from ${range}.`;
}

function periodName({ label, start, end }: Period): string {
  return label || `${start ?? "the beginning"} to before ${end ?? "today"}`;
}
