import type { Expr } from "../ast.js";
import { formatDate, parseFormat } from "./date-format.js";
import { literal } from "./quoting.js";
import { refuse } from "./refusal.js";
import { byArity, type CallText, type FunctionWriter, momentOf } from "./writer.js";

const D = "CAST({0} AS DATE)";
const T = "CAST({0} AS TIMESTAMP)";
const one = (template: string) => byArity({ 1: template });

const UNITS: Record<string, string> = {
  year: "year",
  years: "year",
  yyyy: "year",
  yy: "year",
  quarter: "quarter",
  quarters: "quarter",
  month: "month",
  months: "month",
  mm: "month",
  mon: "month",
  week: "week",
  weeks: "week",
  day: "day",
  days: "day",
  dd: "day",
  hour: "hour",
  hours: "hour",
  minute: "minute",
  minutes: "minute",
  second: "second",
  seconds: "second",
  millisecond: "millisecond",
  microsecond: "microsecond",
};

function unitOf(c: CallText, e: Expr | undefined): string {
  const written = e?.kind === "unit" ? e.unit : e?.kind === "string" ? e.value : null;
  const unit = written === null ? undefined : UNITS[written.toLowerCase()];
  if (unit === undefined) throw refuse(c.call.name, "the unit must be a plain, known one.");
  return unit;
}

const dateTrunc: FunctionWriter = (c) =>
  `date_trunc('${unitOf(c, c.exprs[0])}', CAST(${c.args[1]} AS TIMESTAMP))`;

const trunc: FunctionWriter = (c) => {
  const unit = unitOf(c, c.exprs[1]);
  if (!/^(year|quarter|month|week)$/.test(unit))
    throw refuse("trunc", "dates are cut to year, quarter, month or week.");
  return `CAST(date_trunc('${unit}', CAST(${c.args[0]} AS DATE)) AS DATE)`;
};

/** `date_add(d, n)` and `dateadd(UNIT, n, t)`. */
const dateAdd: FunctionWriter = (c) => {
  if (c.args.length === 2) return `(CAST(${c.args[0]} AS DATE) + CAST(${c.args[1]} AS INTEGER))`;
  const unit = unitOf(c, c.exprs[0]);
  const n = `CAST(${c.args[1]} AS INTEGER)`;
  const times = unit === "quarter" ? ` * 3` : unit === "week" ? " * 7" : "";
  const made = unit === "quarter" ? "months" : unit === "week" ? "days" : `${unit}s`;
  const kind = c.exprs[2] ? c.w.kind(c.exprs[2]) : null;
  const sum = `(${c.args[2]} + to_${made}(${n}${times}))`;
  const isDate = kind === "date" && /^(years|months|days)$/.test(made);
  return isDate ? `CAST(${sum} AS DATE)` : sum;
};

/** Whole elapsed units, as Spark's timestampdiff counts them. */
const dateDiff: FunctionWriter = (c) => {
  if (c.args.length === 2) return `(CAST(${c.args[0]} AS DATE) - CAST(${c.args[1]} AS DATE))`;
  return `datesub('${unitOf(c, c.exprs[0])}', CAST(${c.args[1]} AS TIMESTAMP), CAST(${c.args[2]} AS TIMESTAMP))`;
};

const dateFormat: FunctionWriter = (c) => {
  const [, pattern] = c.exprs;
  if (pattern?.kind !== "string") throw refuse("date_format", "the pattern must be a plain text.");
  return formatDate(`CAST(${c.args[0]} AS TIMESTAMP)`, pattern.value);
};

const parseDate =
  (type: "DATE" | "TIMESTAMP", lenient: boolean): FunctionWriter =>
  (c) => {
    const [value, format] = c.exprs;
    const open = lenient ? "TRY_CAST" : "CAST";
    if (format === undefined) return `${open}(${c.args[0]} AS ${type})`;
    if (format.kind !== "string") throw refuse(c.call.name, "the pattern must be a plain text.");
    if (value && c.w.kind(value) === "date") return `CAST(${c.args[0]} AS ${type})`;
    const read = lenient ? "try_strptime" : "strptime";
    return `CAST(${read}(${c.args[0]}, ${literal(parseFormat(format.value))}) AS ${type})`;
  };

const PARTS: Record<string, string> = {
  year: `year(${D})`,
  years: `year(${D})`,
  yr: `year(${D})`,
  yearofweek: `isoyear(${D})`,
  quarter: `quarter(${D})`,
  qtr: `quarter(${D})`,
  month: `month(${D})`,
  months: `month(${D})`,
  mon: `month(${D})`,
  week: `week(${D})`,
  weeks: `week(${D})`,
  day: `day(${D})`,
  days: `day(${D})`,
  dayofweek: `(dayofweek(${D}) + 1)`,
  dow: `(dayofweek(${D}) + 1)`,
  dayofweek_iso: `isodow(${D})`,
  dow_iso: `isodow(${D})`,
  doy: `dayofyear(${D})`,
  hour: `hour(${T})`,
  hours: `hour(${T})`,
  minute: `minute(${T})`,
  minutes: `minute(${T})`,
};

const extract: FunctionWriter = (c) => {
  const [unit, value] = c.exprs;
  const written = unit?.kind === "unit" ? unit.unit : unit?.kind === "string" ? unit.value : "";
  const template = PARTS[written.toLowerCase()];
  if (template === undefined || (value && c.w.kind(value) === "interval")) {
    throw refuse(c.call.name, "this part of a date is not known to the embedded engine.");
  }
  return template.replaceAll("{0}", c.args[1] ?? "");
};

const second: FunctionWriter = (c) => `CAST(second(CAST(${c.args[0]} AS TIMESTAMP)) AS INTEGER)`;

/** Names of the time-zone database; abbreviations and offsets mean different things to the two engines. */
const ZONE = /^(UTC|GMT|[A-Z][A-Za-z_]+(\/[A-Z][A-Za-z0-9_+-]*)+)$/;

/**
 * Both functions move an instant by the offset that the zone has then, and show it on the session's clock {s}
 * (DateTimeUtils.convertTz). Where clocks go back an hour comes twice: Spark means the first one, DuckDB the second.
 */
const AT_UTC = "(({0} AT TIME ZONE {s}) AT TIME ZONE 'UTC')";
const FROM_UTC = "(((({0} AT TIME ZONE {s}) AT TIME ZONE {1}) AT TIME ZONE 'UTC') AT TIME ZONE {s})";
const LATE = `(${AT_UTC} AT TIME ZONE {1})`;
const EARLY = `(${LATE} - INTERVAL 1 HOUR)`;
const TO_UTC = `(CASE WHEN (${EARLY} AT TIME ZONE {1}) = ${AT_UTC} THEN ${EARLY} ELSE ${LATE} END AT TIME ZONE {s})`;

const shiftZone =
  (template: string): FunctionWriter =>
  (c) => {
    const [, zone] = c.exprs;
    if (c.args.length !== 2 || zone?.kind !== "string" || !ZONE.test(zone.value))
      throw refuse(c.call.name, "the time zone must be a plain text such as 'Europe/Paris'.");
    return template
      .replaceAll("{s}", literal(c.w.timeZone))
      .replaceAll("{1}", literal(zone.value))
      .replaceAll("{0}", `CAST(${c.args[0]} AS TIMESTAMP)`);
  };

/** The session's clock is the workspace's, whatever the machine's is. */
const present: FunctionWriter = (c) => `(now() AT TIME ZONE ${literal(c.w.timeZone)})`;
const today: FunctionWriter = (c) => `CAST(now() AT TIME ZONE ${literal(c.w.timeZone)} AS DATE)`;

const unixTime: FunctionWriter = (c) => {
  if (c.args.length !== 1)
    throw refuse(c.call.name, "only a date or timestamp is known to the embedded engine.");
  return `CAST(floor(epoch(${momentOf(c.w, `CAST(${c.args[0]} AS TIMESTAMP)`)})) AS BIGINT)`;
};

export const DATE_FUNCTIONS: Record<string, FunctionWriter> = {
  date_trunc: dateTrunc,
  trunc,
  date_add: dateAdd,
  dateadd: dateAdd,
  timestampadd: dateAdd,
  date_sub: byArity({ 2: `(${D} - CAST({1} AS INTEGER))` }),
  datediff: dateDiff,
  date_diff: dateDiff,
  timestampdiff: dateDiff,
  timediff: dateDiff,
  date_format: dateFormat,
  to_date: parseDate("DATE", false),
  try_to_date: parseDate("DATE", true),
  date: one(D),
  to_timestamp: parseDate("TIMESTAMP", false),
  to_timestamp_ntz: parseDate("TIMESTAMP", false),
  try_to_timestamp: parseDate("TIMESTAMP", true),
  timestamp: one(T),
  year: one(`year(${D})`),
  quarter: one(`quarter(${D})`),
  month: one(`month(${D})`),
  day: one(`day(${D})`),
  dayofmonth: one(`day(${D})`),
  dayofyear: one(`dayofyear(${D})`),
  dayofweek: one(`(dayofweek(${D}) + 1)`),
  weekday: one(`(isodow(${D}) - 1)`),
  weekofyear: one(`week(${D})`),
  dayname: one(`strftime(${D}, '%a')`),
  monthname: one(`strftime(${D}, '%b')`),
  hour: one(`hour(${T})`),
  minute: one(`minute(${T})`),
  second,
  extract,
  date_part: extract,
  datepart: extract,
  last_day: one(`last_day(${D})`),
  next_day: byArity({ 2: "dbx_next_day({0}, {1})" }),
  add_months: byArity({ 2: "dbx_add_months({0}, {1})" }),
  months_between: (c) => {
    const [a, b, rounds] = c.args;
    const value = `dbx_months_between(CAST(${a} AS TIMESTAMP), CAST(${b} AS TIMESTAMP))`;
    return rounds === undefined || /^true$/i.test(rounds) ? `round(${value}, 8)` : value;
  },
  make_date: byArity({ 3: "make_date({0}, {1}, {2})" }),
  make_timestamp: byArity({ 6: "make_timestamp({0}, {1}, {2}, {3}, {4}, {5})" }),
  current_date: today,
  curdate: today,
  current_timestamp: present,
  now: present,
  localtimestamp: present,
  getdate: present,
  from_utc_timestamp: shiftZone(FROM_UTC),
  to_utc_timestamp: shiftZone(TO_UTC),
  unix_timestamp: unixTime,
  to_unix_timestamp: unixTime,
  unix_seconds: unixTime,
  unix_date: one(`(${D} - DATE '1970-01-01')`),
  date_from_unix_date: one("(DATE '1970-01-01' + CAST({0} AS INTEGER))"),
  timestamp_seconds: one("make_timestamp(CAST({0} AS BIGINT) * 1000000)"),
  timestamp_millis: one("make_timestamp(CAST({0} AS BIGINT) * 1000)"),
  timestamp_micros: one("make_timestamp(CAST({0} AS BIGINT))"),
  make_interval: byArity({
    1: "to_years({0})",
    2: "(to_years({0}) + to_months({1}))",
    3: "(to_years({0}) + to_months({1}) + to_weeks({2}))",
    4: "(to_years({0}) + to_months({1}) + to_weeks({2}) + to_days({3}))",
  }),
};
