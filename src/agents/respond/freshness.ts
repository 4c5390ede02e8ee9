import type { RunScope } from "../run-scope.js";
import { profileOf, viewOf } from "../run-scope.js";

const DAY_MS = 86_400_000;

/** The newest loaded day of a view, and whether it is older than its overlay allows. Age counts from the end of that day. */
export function freshnessOf(
  viewName: string | null,
  scope: RunScope,
): { newest: string | null; stale: boolean } | null {
  if (viewName === null) return null;
  const profile = profileOf(scope, viewName);
  const hours = viewOf(scope, viewName)?.freshnessHours ?? null;
  if (!profile) return null;
  const newest = profile.lastDay;
  if (hours === null || newest === null) return { newest, stale: false };
  const age = scope.ports.clock.now() - (Date.parse(`${newest}T00:00:00Z`) + DAY_MS);
  return { newest, stale: age > hours * 3_600_000 };
}

/** The sentence that a stale answer carries. */
export function staleNote(viewName: string, newest: string | null, scope: RunScope): string {
  const hours = viewOf(scope, viewName)?.freshnessHours ?? 0;
  return `The newest row is of ${newest ?? "no day"}, which is older than the ${hours} hours that are allowed here.`;
}
