import { previousPeriod, samePeriodLastYear } from "../../calendar/comparison-period.js";
import { addDays, addMonths, daysBetween } from "../../calendar/day.js";
import { spanPeriod, unitPeriod } from "../../calendar/period.js";
import { startOf, unitsIn } from "../../calendar/unit.js";
import type { Grain } from "../../contracts/dates.js";
import type { MetricQuery, Period } from "../../contracts/metric-query.js";
import { type Frame, groupIndex, problem } from "../frame.js";
import type { ComparisonPhrase } from "../periods/period-match.js";

type Comparison = NonNullable<MetricQuery["comparison"]>;

const MONTHS: Partial<Record<Grain, number>> = {
  month: 1,
  quarter: 3,
  half: 6,
  year: 12,
  fiscal_quarter: 3,
  fiscal_half: 6,
  fiscal_year: 12,
};
const SIZE: Record<Grain, number> = {
  day: 1,
  week: 7,
  month: 30,
  quarter: 91,
  fiscal_quarter: 91,
  half: 182,
  fiscal_half: 182,
  year: 365,
  fiscal_year: 365,
};

/** Adds the comparison that words of time ("vs last year") or of change ("growth") ask for. */
export function buildComparison(frame: Frame): void {
  const said = saidComparison(frame);
  const { draft } = frame;
  if (said === null && !frame.flags.has("change")) {
    if (frame.base?.comparison) keepComparison(frame, frame.base.comparison);
    return;
  }
  const ends = endsOf(frame);
  if (ends !== null && said === null) {
    draft.periods.splice(0, draft.periods.length, ends[1]);
    draft.comparison = { kind: "range", period: ends[0], shift: null, label: "previous period" };
    return;
  }
  if (draft.periods.length > 1) {
    if (draft.periods.length === 2 && said === null) {
      const [earlier, later] = [...draft.periods].sort((a, b) =>
        (a.start ?? "") < (b.start ?? "") ? -1 : 1,
      );
      if (earlier !== undefined && later !== undefined) {
        draft.periods.splice(0, 2, later);
        draft.comparison = { kind: "range", period: earlier, shift: null, label: "previous period" };
        return;
      }
    }
    frame.problem = problem("Which one of these periods should be compared?");
    return;
  }
  const time = draft.groupBy.find((grouping) => grouping.kind === "time");
  if (time !== undefined) {
    overTime(frame, said, time.grain);
    return;
  }
  const [period] = draft.periods;
  if (said?.unit && period && finer(said.unit, period)) {
    groupIndex(draft, { kind: "time", field: frame.view.timeField ?? "", grain: said.unit });
    draft.comparison = { kind: "bucket", back: 1, label: `previous ${said.unit.replace("_", " ")}` };
    return;
  }
  if (said === null && period !== undefined && isSeveralUnits(frame, period)) {
    groupIndex(draft, { kind: "time", field: frame.view.timeField ?? "", grain: period.grain ?? "year" });
    draft.comparison = {
      kind: "bucket",
      back: 1,
      label: `previous ${(period.grain ?? "year").replace("_", " ")}`,
    };
    return;
  }
  compareRange(frame, said, period ?? said?.implied ?? null);
}

function saidComparison(frame: Frame): ComparisonPhrase | null {
  for (const item of frame.items)
    if (item.kind === "period" && item.role === "free" && item.match.kind === "comparison") return item.match;
  return null;
}

function endsOf(frame: Frame): [Period, Period] | null {
  for (const item of frame.items)
    if (
      item.kind === "period" &&
      item.role === "free" &&
      item.match.kind === "period" &&
      item.match.ends !== null
    )
      return item.match.ends;
  return null;
}

/** "How did sales change over the last 3 years": from year to year, not against the three years before. */
function isSeveralUnits(frame: Frame, { start, end, grain }: Period): boolean {
  if (frame.draft.groupBy.length > 0 || frame.flags.has("why") || frame.flags.has("yes or no")) return false;
  if (start === null || end === null || grain === null || grain === "day") return false;
  return (unitsIn({ start, end }, grain, frame.lexicon.calendar) ?? 0) > 1;
}

function finer(unit: Grain, period: Period): boolean {
  return period.grain !== null && SIZE[unit] < SIZE[period.grain];
}

/** A trend: each bucket with the one before it, or with the same one a year ago. */
function overTime(frame: Frame, said: ComparisonPhrase | null, grain: Grain): void {
  const { draft } = frame;
  // "Vs the same month last year" names the unit of the trend itself, and still goes back a year.
  const yearly = said?.with === "last year" && MONTHS[grain] !== 12;
  const [period] = draft.periods;
  if (!yearly) {
    draft.comparison = { kind: "bucket", back: 1, label: `previous ${grain.replace("_", " ")}` };
    return;
  }
  const earlier = period ? samePeriodLastYear(period, frame.lexicon.calendar, frame.asOf) : null;
  const months = MONTHS[grain];
  if (earlier !== null && months !== undefined) {
    draft.comparison = {
      kind: "range",
      period: earlier,
      shift: { count: 12, unit: "month" },
      label: "last year",
    };
  } else if (months !== undefined) {
    draft.comparison = { kind: "bucket", back: Math.max(1, 12 / months), label: "last year" };
  } else if (earlier !== null && grain === "day") {
    draft.comparison = {
      kind: "range",
      period: earlier,
      shift: { count: 12, unit: "month" },
      label: "last year",
    };
  } else frame.problem = problem(`Name a period to compare ${grain.replace("_", " ")}s with last year.`);
}

function compareRange(frame: Frame, said: ComparisonPhrase | null, asked: Period | null): void {
  const { draft } = frame;
  const rules = frame.lexicon.calendar;
  if (asked === null || asked.start === null) {
    withoutPeriod(frame);
    return;
  }
  if (draft.periods.length === 0) {
    draft.periods.push(asked);
    frame.notes.push(`No period was named, so ${asked.label} is compared.`);
  }
  const lastYear = said?.with === "last year";
  const period = lastYear ? samePeriodLastYear(asked, rules, frame.asOf) : before(asked, said, frame);
  if (period === null) {
    withoutPeriod(frame);
    return;
  }
  draft.comparison = {
    kind: "range",
    period,
    shift: null,
    label: lastYear ? "last year" : "previous period",
  };
}

/** The period before; a unit longer than the period's own ("yesterday vs last week") moves it back by that unit. */
function before(asked: Period, said: ComparisonPhrase | null, frame: Frame): Period | null {
  const rules = frame.lexicon.calendar;
  const unit = said?.unit ?? null;
  if (unit === null || asked.start === null || !isWithin(asked, unit, frame))
    return previousPeriod(asked, rules, frame.asOf);
  const months = MONTHS[unit];
  const moved = (date: string) =>
    months === undefined ? addDays(date, -SIZE[unit]) : addMonths(date, -months);
  return spanPeriod({ start: moved(asked.start), end: moved(asked.end ?? frame.asOf) }, rules);
}

/** Is the period shorter than the unit that was named? */
function isWithin({ start, end, grain }: Period, unit: Grain, frame: Frame): boolean {
  if (grain !== null) return SIZE[unit] > SIZE[grain];
  return start !== null && daysBetween(start, end ?? frame.asOf) < SIZE[unit];
}

/** Change with no period: year by year where one number is asked; otherwise a question, for the choice of years changes it. */
function withoutPeriod(frame: Frame): void {
  const { draft } = frame;
  const field = frame.view.timeField;
  if (field === null) {
    frame.problem = problem(`${frame.view.name} has no dates, so a change cannot be given.`);
    return;
  }
  if (draft.groupBy.length === 0 && !frame.flags.has("why") && !frame.flags.has("yes or no")) {
    groupIndex(draft, { kind: "time", field, grain: "year" });
    draft.comparison = { kind: "bucket", back: 1, label: "previous year" };
    frame.notes.push("No period was named, so the change is given year by year.");
    return;
  }
  const rules = frame.lexicon.calendar;
  const complete = (["year", "quarter", "month"] as const).map((grain) =>
    unitPeriod(startOf(frame.asOf, grain, rules), grain, rules, -1),
  );
  const text = frame.words.map((word) => word.text).join(" ");
  frame.problem = problem(
    "The change over which period?",
    complete.map(({ label }) => ({ label, question: `${text} in ${label}`, query: null })),
  );
}

/** In a follow-up the comparison moves along with a new period. */
function keepComparison(frame: Frame, kept: Comparison): void {
  const { draft } = frame;
  const time = draft.groupBy.find((grouping) => grouping.kind === "time");
  const [period] = draft.periods;
  if (draft.periods.length > 1) {
    frame.notes.push(`With several periods side by side, the comparison (${kept.label}) is left out.`);
    return;
  }
  if (kept.kind === "bucket") {
    if (time !== undefined) draft.comparison = kept;
    return;
  }
  if (period === undefined) return;
  const rules = frame.lexicon.calendar;
  const moved =
    kept.label === "last year"
      ? samePeriodLastYear(period, rules, frame.asOf)
      : previousPeriod(period, rules, frame.asOf);
  const same = JSON.stringify(period) === JSON.stringify(frame.base?.periods[0]);
  if (same && (kept.shift !== null) === (time !== undefined)) draft.comparison = kept;
  else if (time !== undefined && kept.label === "last year") overTime(frame, lastYear(), time.grain);
  else if (time !== undefined)
    draft.comparison = { kind: "bucket", back: 1, label: `previous ${time.grain}` };
  else if (moved !== null) draft.comparison = { ...kept, period: moved, shift: null };
}

function lastYear(): ComparisonPhrase {
  return {
    kind: "comparison",
    with: "last year",
    unit: null,
    versus: true,
    implied: null,
    from: 0,
    to: 0,
    words: "",
    strength: "exact",
    notes: [],
  };
}
