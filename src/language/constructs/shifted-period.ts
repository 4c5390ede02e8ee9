import { previousPeriod, samePeriodLastYear } from "../../calendar/comparison-period.js";
import { addDays, daysBetween } from "../../calendar/day.js";
import { spanPeriod, unitPeriod } from "../../calendar/period.js";
import { addUnits } from "../../calendar/unit.js";
import type { Grain } from "../../contracts/dates.js";
import type { Period } from "../../contracts/metric-query.js";
import type { Construct } from "../claim.js";
import type { Frame } from "../frame.js";
import { phraseTable } from "../phrase-table.js";

interface Shift {
  back: boolean;
  /** The unit that was named; null = the period's own. */
  unit: Grain | null;
  /** "A week before": as many days, a week earlier. */
  whole: boolean;
}

const UNITS = ["day", "week", "month", "quarter", "year"] as const;
const SHIFTS = phraseTable<Shift>([
  ["the? period before|earlier|prior", { back: true, unit: null, whole: false }],
  ["the? previous|preceding|prior|earlier period|one", { back: true, unit: null, whole: false }],
  ["the? period after|later|afterwards", { back: false, unit: null, whole: false }],
  ["the? following|next|subsequent period|one", { back: false, unit: null, whole: false }],
  ...UNITS.flatMap((unit): (readonly [string, Shift])[] => [
    [`the? ${unit} before|earlier|prior that?`, { back: true, unit, whole: unit === "year" }],
    [`a|one ${unit} before|earlier|prior that?`, { back: true, unit, whole: true }],
    [`the? ${unit} after|later|afterwards that?`, { back: false, unit, whole: false }],
    [`the? following|next|subsequent ${unit}`, { back: false, unit, whole: false }],
    [`a|one ${unit} after|later that?`, { back: false, unit, whole: true }],
  ]),
  ["a year ago", { back: true, unit: "year", whole: true }],
]);

/** "And the month before?": moves the period of the turn before. */
export const shiftedPeriod: Construct = {
  name: "shifted period",
  turn: 70,
  propose: ({ words, thread }) =>
    thread.queries.at(-1)?.periods.length !== 1
      ? []
      : SHIFTS.matches(words).map(({ from, to, value }) => ({
          from,
          to,
          as: value.back ? "the period before" : "the period after",
          mark: (frame, at) => markShift(frame, at, value),
        })),
};

function markShift(frame: Frame, at: number, shift: Shift): void {
  const own = frame.items[at];
  const [period] = frame.thread.queries.at(-1)?.periods ?? [];
  if (own === undefined) return;
  const moved = period === undefined ? null : move(frame, period, shift);
  if (moved === null) {
    own.role = "open";
    return;
  }
  own.role = "used";
  own.as = moved.label;
  frame.flags.set("follow-up", true);
  frame.flags.set("shifted period", moved);
}

/** A longer unit than the period's own moves the period by it; a shorter one is the one just beside the period. */
function move(frame: Frame, period: Period, { back, unit, whole }: Shift): Period | null {
  const rules = frame.lexicon.calendar;
  const own = unit === null || (unit === period.grain && !whole);
  if (own) return back ? previousPeriod(period, rules, frame.asOf) : following(period, frame);
  if (period.start === null) return null;
  const end = period.end ?? frame.asOf;
  if (!whole && daysBetween(period.start, end) > daysBetween(period.start, addUnits(period.start, 1, unit)))
    return back ? unitPeriod(period.start, unit, rules, -1) : unitPeriod(end, unit, rules);
  if (unit === "year" && back) return samePeriodLastYear(period, rules, frame.asOf);
  const count = back ? -1 : 1;
  return spanPeriod(
    { start: addUnits(period.start, count, unit), end: addUnits(end, count, unit) },
    rules,
    period.grain,
  );
}

function following({ start, end, grain }: Period, frame: Frame): Period | null {
  const rules = frame.lexicon.calendar;
  if (start === null || end === null) return null;
  if (grain !== null) return unitPeriod(end, grain, rules);
  return spanPeriod({ start: end, end: addDays(end, daysBetween(start, end)) }, rules);
}
