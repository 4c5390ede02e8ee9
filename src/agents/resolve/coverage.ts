import { addDays, daysBetween } from "../../calendar/day.js";
import type { IsoDate } from "../../contracts/dates.js";
import type { ViewProfile } from "../../contracts/metadata.js";
import type { Period } from "../../contracts/metric-query.js";

/** How a period lies against the loaded days. `first` and `last` are the loaded days; null where nothing is loaded. */
export type Coverage =
  | { kind: "inside" }
  | { kind: "partly"; first: IsoDate; last: IsoDate }
  | { kind: "outside"; first: IsoDate | null; last: IsoDate | null };

/** Days without rows at an end of a period that may be a weekend or a quiet week rather than missing data. */
export const QUIET_DAYS = 3;
const QUIET_SHARE = 0.1;

/** Compares one period with the days that the view has before `asOf`. */
export function coverageOf(period: Period, profile: ViewProfile | null, asOf: IsoDate): Coverage {
  const first = profile?.firstDay ?? null;
  const last = profile?.lastDay ?? null;
  if (profile === null) return { kind: "inside" };
  if (first === null || last === null) return { kind: "outside", first, last };
  const start = period.start ?? first;
  const end = period.end ?? asOf;
  if (end <= first || start > last) {
    const quiet = start > last && start < asOf && daysBetween(last, start) <= QUIET_DAYS;
    return quiet ? { kind: "inside" } : { kind: "outside", first, last };
  }
  const length = daysBetween(start, end);
  const allowed = Math.max(QUIET_DAYS, length * QUIET_SHARE);
  const before = daysBetween(start, first);
  const after = daysBetween(addDays(last, 1), end);
  const unfinished = end > asOf;
  return before > allowed || after > allowed || unfinished
    ? { kind: "partly", first, last }
    : { kind: "inside" };
}
