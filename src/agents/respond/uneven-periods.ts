import { addDays, daysBetween, earlier, later } from "../../calendar/day.js";
import { spanLabel } from "../../calendar/label.js";
import type { DaySpan } from "../../calendar/unit.js";
import type { Period } from "../../contracts/metric-query.js";
import { QUIET_DAYS } from "../resolve/coverage.js";
import { growsWithDays } from "./part-bucket.js";
import type { Prose } from "./prose.js";
import { NOTHING, say } from "./prose.js";
import type { LoadedDays, Scene } from "./scene.js";
import { measuresOf } from "./scene.js";

/** A difference in days below this share of the longer period makes no difference to a comparison. */
const NEGLIGIBLE = 0.04;

/** Said beside numbers that grow with the days: ten months were set against twelve. */
export function unevenSentence(scene: Scene): Prose {
  const names = measuresOf(scene).some((column) => growsWithDays(scene, column)) ? unevenNames(scene) : [];
  return names.length === 0 ? NOTHING : say`Not equally long: ${names.join(" and ")}.`;
}

/** The same as a note, for averages and ratios too. */
export function unevenNotes(scene: Scene): string[] {
  const names = unevenNames(scene);
  if (names.length === 0) return [];
  return [`The periods compared are not equally long: ${names.join(" and ")}.`];
}

/** The compared periods with the days that count of each; empty where they are alike. */
function unevenNames(scene: Scene): string[] {
  const field = scene.view?.timeField ?? null;
  const loaded = field === null ? undefined : scene.loaded?.days[field];
  const periods = comparedPeriods(scene);
  if (periods.length < 2 || loaded === undefined || scene.loaded === null) return [];
  const { asOf } = scene.loaded;
  const counted = periods.map((period) => ({ period, span: countedDays(period, loaded, asOf) }));
  if (counted.every(({ period, span }) => isWhole(period, span) && period.grain === periods[0]?.grain))
    return [];
  const days = counted.map(({ span }) => Math.max(0, daysBetween(span.start, span.end)));
  const apart = Math.max(...days) - Math.min(...days);
  if (apart <= QUIET_DAYS || apart <= Math.max(...days) * NEGLIGIBLE || days.includes(0)) return [];
  return counted.map(({ period, span }) => {
    const words = spanLabel(span, scene.rules);
    return words === period.label ? words : `${period.label} (${words})`;
  });
}

function comparedPeriods({ query }: Scene): Period[] {
  const comparison = query?.comparison;
  const [period] = query?.periods ?? [];
  if (comparison?.kind === "range") return period ? [period, comparison.period] : [];
  return query?.periods ?? [];
}

function countedDays(period: Period, loaded: LoadedDays["days"][string], asOf: string): DaySpan {
  const end = earlier(period.end ?? asOf, asOf);
  const start = period.start ?? loaded.first;
  const after = addDays(loaded.last, 1);
  return {
    start: daysBetween(start, loaded.first) > QUIET_DAYS ? later(start, loaded.first) : start,
    end: daysBetween(after, end) > QUIET_DAYS ? earlier(end, after) : end,
  };
}

function isWhole({ start, end, grain, toDate }: Period, span: DaySpan): boolean {
  return grain !== null && !toDate && start === span.start && end === span.end;
}
