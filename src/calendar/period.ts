import type { CalendarRules, Grain, IsoDate } from "../contracts/dates.js";
import type { Period } from "../contracts/metric-query.js";
import { spanLabel, unitLabel } from "./label.js";
import type { DaySpan } from "./unit.js";
import { addUnits, startOf, unitSpan, unitsIn } from "./unit.js";

/** The whole unit that holds `date`, or the one `offset` units after it. */
export function unitPeriod(date: IsoDate, grain: Grain, rules: CalendarRules, offset = 0): Period {
  const { start, end } = unitSpan(date, grain, rules, offset);
  return { start, end, label: unitLabel(start, grain, rules), grain, toDate: false };
}

/** The current unit from its start up to `asOf`, which is not inside. Empty where `asOf` is its first day. */
export function toDatePeriod(asOf: IsoDate, grain: Grain, rules: CalendarRules): Period {
  const start = startOf(asOf, grain, rules);
  return { start, end: asOf, label: `${unitLabel(start, grain, rules)} to date`, grain, toDate: true };
}

/** The `count` complete units before the one that holds `asOf`. */
export function lastUnitsPeriod(asOf: IsoDate, count: number, grain: Grain, rules: CalendarRules): Period {
  const end = startOf(asOf, grain, rules);
  const start = addUnits(end, -count, grain);
  const label = count === 1 ? unitLabel(start, grain, rules) : `last ${count} ${unitWord(grain)}s`;
  return { start, end, label, grain, toDate: false };
}

/** The `count` units that end at `asOf`, wherever in its unit that lies ("past 3 months"). */
export function rollingPeriod(asOf: IsoDate, count: number, grain: Grain): Period {
  const start = addUnits(asOf, -count, grain);
  const label = `past ${count === 1 ? "" : `${count} `}${unitWord(grain)}${count === 1 ? "" : "s"}`;
  return { start, end: asOf, label, grain: grain === "day" ? "day" : null, toDate: false };
}

/** Any range of days; a range that is exactly whole units of `grain` keeps it. */
export function spanPeriod(span: DaySpan, rules: CalendarRules, grain: Grain | null = null): Period {
  const whole = grain !== null && unitsIn(span, grain, rules) !== null;
  const single = whole && unitsIn(span, grain, rules) === 1;
  const label = single ? unitLabel(span.start, grain, rules) : spanLabel(span, rules);
  return { ...span, label, grain: whole ? grain : null, toDate: false };
}

/** "quarter" for fiscal quarters too: a word for people. */
export function unitWord(grain: Grain): string {
  return grain.replace("_", " ");
}
