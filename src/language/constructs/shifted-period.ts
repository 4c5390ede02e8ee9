import { previousPeriod, samePeriodLastYear } from "../../calendar/comparison-period.js";
import { addDays } from "../../calendar/day.js";
import { spanPeriod, unitPeriod } from "../../calendar/period.js";
import type { Grain } from "../../contracts/dates.js";
import type { Period } from "../../contracts/metric-query.js";
import type { Construct } from "../claim.js";
import type { Frame } from "../frame.js";
import { phraseTable } from "../phrase-table.js";

const SHIFTS = phraseTable<{ back: boolean; year: boolean }>([
  ["the? period|day|week|month|quarter before|earlier|prior", { back: true, year: false }],
  ["the? year before|earlier|prior", { back: true, year: true }],
  ["a year before|earlier|prior|ago", { back: true, year: true }],
  ["the? previous|preceding|prior|earlier period|one", { back: true, year: false }],
  ["the? period|day|week|month|quarter after|later|afterwards", { back: false, year: false }],
  ["the? following|next|subsequent period|day|week|month|quarter|one", { back: false, year: false }],
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

function markShift(frame: Frame, at: number, { back, year }: { back: boolean; year: boolean }): void {
  const own = frame.items[at];
  const [period] = frame.thread.queries.at(-1)?.periods ?? [];
  if (own === undefined) return;
  const moved = period === undefined ? null : move(frame, period, back, year);
  if (moved === null) {
    own.role = "open";
    return;
  }
  own.role = "used";
  own.as = moved.label;
  frame.flags.set("follow-up", true);
  frame.flags.set("shifted period", moved);
}

function move(frame: Frame, period: Period, back: boolean, year: boolean): Period | null {
  const rules = frame.lexicon.calendar;
  if (back)
    return year ? samePeriodLastYear(period, rules, frame.asOf) : previousPeriod(period, rules, frame.asOf);
  if (period.start === null || period.end === null) return null;
  if (period.grain !== null) return unitPeriod(period.end, period.grain satisfies Grain, rules);
  const days = Math.round((Date.parse(period.end) - Date.parse(period.start)) / 86_400_000);
  return spanPeriod({ start: period.end, end: addDays(period.end, days) }, rules);
}
