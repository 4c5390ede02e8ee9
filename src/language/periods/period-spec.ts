import { addDays, dayOf, earlier, later, partsOf } from "../../calendar/day.js";
import { fiscalPartStart, fiscalYearOf, fiscalYearStart } from "../../calendar/fiscal.js";
import { isoWeekOf, isoWeekStart } from "../../calendar/iso-week.js";
import { spanPeriod, unitPeriod } from "../../calendar/period.js";
import type { DaySpan } from "../../calendar/unit.js";
import { addUnits } from "../../calendar/unit.js";
import type { Grain } from "../../contracts/dates.js";
import { assertUnreachable } from "../../contracts/errors.js";
import type { Period } from "../../contracts/metric-query.js";
import type { PeriodContext } from "./period-match.js";
import { fiscalGrain } from "./vocabulary.js";

export interface YearHint {
  year: number;
  fiscal: boolean;
}

export type PartGrain = "day" | "week" | "month" | "quarter" | "half" | "fiscal_quarter" | "fiscal_half";

/** Units of a period: its first or last `count`, or the `count`-th alone. */
export interface Slice {
  grain: Grain;
  side: "first" | "last" | "nth";
  count: number;
}

/** What words say of a stretch of time, before a missing year is known. */
export type PeriodSpec =
  | { kind: "fixed"; period: Period }
  | { kind: "year"; year: number; fiscal: boolean }
  /** `index` counts from 1 within the year; for a day it is the month. */
  | { kind: "part"; grain: PartGrain; index: number; day: number; year: YearHint | null }
  | { kind: "slice"; of: PeriodSpec; slice: Slice }
  | { kind: "range"; from: PeriodSpec; to: PeriodSpec };

export interface ResolvedSpec {
  period: Period;
  /** True where the year is the latest that fits, since none was said. */
  assumed: boolean;
  /** Of a range: its two ends. */
  ends: [Period, Period] | null;
}

/** Does any part of it still lack a year? */
export function lacksYear(spec: PeriodSpec): boolean {
  switch (spec.kind) {
    case "part":
      return spec.year === null;
    case "slice":
      return lacksYear(spec.of);
    case "range":
      return lacksYear(spec.from) && lacksYear(spec.to);
    default:
      return false;
  }
}

/** The year that a spec names, for its neighbours in a list. */
export function yearOf(spec: PeriodSpec): YearHint | null {
  switch (spec.kind) {
    case "part":
      return spec.year;
    case "slice":
      return yearOf(spec.of);
    case "range":
      return yearOf(spec.to) ?? yearOf(spec.from);
    default:
      return null;
  }
}

/** The same with its year set. `replace` overrides a year that it has ("Q1 2016 vs 2017"). */
export function withYear(spec: PeriodSpec, year: YearHint, replace = false): PeriodSpec {
  switch (spec.kind) {
    case "part":
      return spec.year === null || replace ? { ...spec, grain: partGrain(spec.grain, year), year } : spec;
    case "slice":
      return { ...spec, of: withYear(spec.of, year, replace) };
    case "range":
      return { ...spec, from: withYear(spec.from, year, replace), to: withYear(spec.to, year, replace) };
    default:
      return spec;
  }
}

/** The days of a spec; without a year, the latest that has begun before `as_of`. Null where the calendar has no such days. */
export function resolveSpec(spec: PeriodSpec, context: PeriodContext): ResolvedSpec | null {
  switch (spec.kind) {
    case "fixed":
      return { period: spec.period, assumed: false, ends: null };
    case "year":
      return certain(yearPeriod(spec, context));
    case "part":
      return resolvePart(spec, context);
    case "slice":
      return resolveSlice(spec, context);
    case "range":
      return resolveRange(spec.from, spec.to, context);
    default:
      return assertUnreachable(spec);
  }
}

function partGrain(grain: PartGrain, year: YearHint): PartGrain {
  return year.fiscal ? (fiscalGrain(grain) as PartGrain) : grain;
}

function certain(period: Period | null): ResolvedSpec | null {
  return period === null ? null : { period, assumed: false, ends: null };
}

function yearPeriod({ year, fiscal }: YearHint, { rules }: PeriodContext): Period | null {
  const start = fiscal ? fiscalYearStart(year, rules) : dayOf(year, 1, 1);
  return start === null ? null : unitPeriod(start, fiscal ? "fiscal_year" : "year", rules);
}

function resolvePart(spec: PeriodSpec & { kind: "part" }, context: PeriodContext): ResolvedSpec | null {
  if (spec.year !== null) return certain(partPeriod(spec, spec.year, context));
  const fiscal = spec.grain.startsWith("fiscal");
  const latest = fiscal
    ? fiscalYearOf(context.asOf, context.rules)
    : Math.max(isoWeekOf(context.asOf).year, partsOf(context.asOf).year);
  // 29 February may lie eight years back.
  for (let year = latest; year >= latest - 8; year--) {
    const period = partPeriod(spec, { year, fiscal }, context);
    if (period?.start && period.start < context.asOf) return { period, assumed: true, ends: null };
  }
  return null;
}

function partPeriod(
  { grain, index, day }: PeriodSpec & { kind: "part" },
  { year, fiscal }: YearHint,
  { rules }: PeriodContext,
): Period | null {
  if (grain === "fiscal_quarter" || grain === "fiscal_half") {
    const start = fiscalPartStart(year, grain, index, rules);
    return start === null ? null : unitPeriod(start, grain, rules);
  }
  if (grain === "week") return weekPeriod(year, index, rules);
  const months = grain === "quarter" ? 3 : grain === "half" ? 6 : 1;
  const month = (index - 1) * months + 1;
  const inYear = fiscal && month >= rules.fiscalYearStarts && rules.fiscalYearStarts > 1 ? year - 1 : year;
  const start = dayOf(inYear, month, grain === "day" ? day : 1);
  return start === null ? null : unitPeriod(start, grain, rules);
}

function weekPeriod(year: number, week: number, rules: PeriodContext["rules"]): Period | null {
  const start = isoWeekStart(year, week);
  if (start === null) return null;
  const period = spanPeriod({ start, end: addDays(start, 7) }, rules, "week");
  return { ...period, label: `week ${week} of ${year}` };
}

function resolveSlice(spec: PeriodSpec & { kind: "slice" }, context: PeriodContext): ResolvedSpec | null {
  const base = resolveSpec(spec.of, context);
  if (base === null) return null;
  const grain = sliceGrain(spec.slice.grain, base.period);
  const span = cut(closedSpan(base.period, context), spec.slice, grain);
  if (span === null) return null;
  return { period: spanPeriod(span, context.rules, grain), assumed: base.assumed, ends: null };
}

/** Quarters and halves of something fiscal are fiscal. */
function sliceGrain(grain: Grain, base: Period): Grain {
  return base.grain?.startsWith("fiscal") ? fiscalGrain(grain) : grain;
}

/** Units counted from the start, or back from the end, of a span; weeks and days need not be calendar ones. */
function cut(span: DaySpan, slice: Slice, grain: Grain): DaySpan | null {
  if (slice.side === "last")
    return { start: later(addUnits(span.end, -slice.count, grain), span.start), end: span.end };
  const start = slice.side === "nth" ? addUnits(span.start, slice.count - 1, grain) : span.start;
  const end = earlier(addUnits(span.start, slice.count, grain), span.end);
  return start < end ? { start, end } : null;
}

function closedSpan(period: Period, { asOf, loaded }: PeriodContext): DaySpan {
  return { start: period.start ?? loaded?.first ?? asOf, end: period.end ?? asOf };
}

/** From the start of one to the end of the other. One year serves both; without any, the latest range whose end has begun. */
function resolveRange(from: PeriodSpec, to: PeriodSpec, context: PeriodContext): ResolvedSpec | null {
  const assumed = lacksYear(from) && lacksYear(to);
  const first = startOfRange(from, to, context);
  if (first === null) return null;
  const last = lacksYear(to) ? endAfter(first, to, context) : resolveSpec(to, context)?.period;
  if (!last || first.start === null) return null;
  // "until today" cannot hold today: rows of as_of are not seen.
  const end = last.start === context.asOf && last.grain === "day" ? context.asOf : (last.end ?? context.asOf);
  if (end <= first.start) return null;
  const grain = first.grain === last.grain ? first.grain : null;
  const period = spanPeriod({ start: first.start, end }, context.rules, grain);
  return { period, assumed, ends: [first, last] };
}

function startOfRange(from: PeriodSpec, to: PeriodSpec, context: PeriodContext): Period | null {
  if (!lacksYear(from)) return resolveSpec(from, context)?.period ?? null;
  const last = resolveSpec(to, context)?.period;
  const hint = yearOf(to) ?? hintOf(last, context);
  if (!last || hint === null) return resolveSpec(from, context)?.period ?? null;
  // "November to February 2017" starts in the year before.
  for (const year of [hint.year, hint.year - 1]) {
    const first = resolveSpec(withYear(from, { ...hint, year }), context)?.period;
    if (first?.start && first.start < (last.end ?? context.asOf)) return first;
  }
  return null;
}

function hintOf(period: Period | null | undefined, { rules }: PeriodContext): YearHint | null {
  if (!period?.start) return null;
  const fiscal = period.grain?.startsWith("fiscal") ?? false;
  return { year: fiscal ? fiscalYearOf(period.start, rules) : partsOf(period.start).year, fiscal };
}

function endAfter(first: Period, to: PeriodSpec, context: PeriodContext): Period | null {
  const hint = hintOf(first, context);
  if (hint === null) return null;
  for (const year of [hint.year, hint.year + 1]) {
    const last = resolveSpec(withYear(to, { ...hint, year }), context)?.period;
    if (last?.end && first.start && last.end > first.start && (last.start ?? "") >= first.start) return last;
  }
  return null;
}
