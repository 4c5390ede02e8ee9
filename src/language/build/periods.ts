import { toDatePeriod, unitPeriod } from "../../calendar/period.js";
import type { DateRange, IsoDate } from "../../contracts/dates.js";
import type { Period } from "../../contracts/metric-query.js";
import { type Frame, problem, refusing } from "../frame.js";
import { partOfYear } from "./part-of-year.js";

/** Bounds time by the periods that were named; one of them or, side by side, several. */
export function buildPeriods(frame: Frame): void {
  const placed = partOfYear(frame);
  const asked = frame.items.flatMap((item) =>
    item.kind === "period" && item.role === "free" && item.match.kind === "period"
      ? (placed.get(item) ?? item.match.periods)
      : [],
  );
  const timed = frame.items.some((item) => item.kind === "period" && item.role !== "used");
  if (timed && frame.view.timeField === null) {
    frame.problem = problem(`${frame.view.name} has no dates, so it cannot be asked by time.`);
    return;
  }
  const seen = new Set<string>();
  const distinct = asked.filter((period) => {
    if (period.start === null && period.end === null) return false;
    const key = `${period.start} ${period.end}`;
    return !seen.has(key) && seen.add(key);
  });
  const loaded = frame.lexicon.loaded.get(frame.view.name);
  if (distinct.length > 0 && distinct.every((period) => isOutside(period, loaded, frame.asOf))) {
    const names = distinct.map(({ label }) => label).join(" and ");
    frame.problem = refusing({
      code: "no_such_data",
      message: `There is no data for ${names}: it goes from ${loaded?.start} to ${loaded?.end}.`,
    });
    return;
  }
  const before = frame.flags.has("all time") ? [] : (frame.base?.periods ?? []);
  const shifted = frame.flags.get("shifted period") as Period | undefined;
  if (shifted !== undefined && distinct.length === 0) distinct.push(shifted);
  const kept = distinct.length > 0 ? before : widened(frame, before);
  const versus = frame.items.some(
    (item) =>
      item.kind === "period" &&
      item.match.kind === "period" &&
      item.match.periods.length === 1 &&
      item.match.joined === "versus",
  );
  const beside = versus || frame.flags.has("beside period") || frame.flags.has("also") ? kept : [];
  const further = distinct.filter((period) => !beside.some((other) => isSame(period, other)));
  frame.draft.periods.push(...beside, ...(beside.length > 0 || distinct.length > 0 ? further : kept));
}

function isSame(a: Period, b: Period): boolean {
  return a.start === b.start && a.end === b.end;
}

/** "By week" after a single day: the unit that was asked for holds the kept period, so all of it is shown, and said. */
function widened(frame: Frame, kept: readonly Period[]): Period[] {
  const [only] = kept;
  const unit = frame.items.find(
    (item) => item.kind === "period" && item.match.kind === "grain" && item.role !== "used",
  );
  const grain = unit?.kind === "period" && unit.match.kind === "grain" ? unit.match.grain : null;
  if (grain === null || kept.length !== 1 || !only?.start || only.end === null) return [...kept];
  const rules = frame.lexicon.calendar;
  const whole = unitPeriod(only.start, grain, rules);
  if (whole.start === null || whole.end === null || whole.end < only.end) return [...kept];
  const running = whole.start < frame.asOf && frame.asOf < whole.end;
  const period = running ? toDatePeriod(frame.asOf, grain, rules) : whole;
  if (isSame(period, only)) return [...kept];
  frame.notes.push(`"${unit?.words}" is longer than ${only.label}, so ${period.label} is shown.`);
  return [period];
}

function isOutside(period: Period, loaded: DateRange | undefined, asOf: IsoDate): boolean {
  if (loaded?.start == null || loaded.end === null) return false;
  if (period.start !== null && (period.start > loaded.end || period.start >= asOf)) return true;
  return period.end !== null && period.end <= loaded.start;
}
