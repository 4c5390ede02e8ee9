import { isDay } from "../../calendar/day.js";
import type { FieldValue } from "../../contracts/metric-query.js";
import type { RunScope } from "../run-scope.js";
import { profileOf, viewOf } from "../run-scope.js";
import type { LoadedDays } from "./scene.js";

/** First and last loaded day of every date field of a view, as this user may see them; null where nothing is known of the view. */
export function loadedDays(view: string, scope: RunScope): LoadedDays | null {
  const profile = profileOf(scope, view);
  if (profile === null) return null;
  const days: LoadedDays["days"] = {};
  for (const { field, min, max } of profile.fields) {
    const [first, last] = [dayOf(min), dayOf(max)];
    if (first !== null && last !== null) days[field] = { first, last };
  }
  const time = viewOf(scope, view)?.timeField ?? null;
  if (time !== null && profile.firstDay !== null && profile.lastDay !== null)
    days[time] = { first: profile.firstDay, last: profile.lastDay };
  return { asOf: scope.asOf, days };
}

/** The day of a date or of a timestamp. */
function dayOf(value: FieldValue): string | null {
  const day = typeof value === "string" ? value.slice(0, 10) : "";
  return isDay(day) ? day : null;
}
