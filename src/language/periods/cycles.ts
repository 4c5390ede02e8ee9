import type { Cycle } from "../../contracts/dates.js";
import type { Phrase } from "./atom.js";
import { connects, skip, skipMaybe, textAt } from "./atom.js";
import { MONTHS, WEEKDAYS_BY_NAME } from "./vocabulary.js";
import { weekdayAt } from "./weekdays.js";

export interface CycleWords {
  cycle: Cycle;
  /** Null = group by it. */
  values: number[] | null;
  to: number;
}

const BY =
  "by|per|each|every|across|for|which|what|best|worst|busiest|slowest|quietest|strongest|weakest|highest|lowest|peak|top|bottom";

/** Recurring parts of dates: "on weekends", "Mondays and Fridays", "every December"; and "by weekday", "by month of the year". */
export function readCycle(phrase: Phrase, at: number): CycleWords | null {
  return readGroup(phrase, at) ?? readFilter(phrase, at);
}

const GROUPS: readonly [Cycle, string[]][] = [
  ["weekday", ["day|days", "of", "week"]],
  ["weekday", ["day|days", "of", "the", "week"]],
  ["weekday", ["weekday|dayofweek|dow"]],
  ["weekday", ["week", "day"]],
  ["month_of_year", ["month|months", "of", "year"]],
  ["month_of_year", ["month|months", "of", "the", "year"]],
  ["quarter_of_year", ["quarter|quarters", "of", "year"]],
  ["quarter_of_year", ["quarter|quarters", "of", "the", "year"]],
  ["hour", ["hour|hours", "of", "day"]],
  ["hour", ["hour|hours", "of", "the", "day"]],
  ["hour", ["hour"]],
];

function readGroup(phrase: Phrase, at: number): CycleWords | null {
  const by = skip(phrase, at, BY);
  const start = by === null ? at : skipMaybe(phrase, by, "the");
  if (by !== null && !connects(phrase, start)) return null;
  for (const [cycle, words] of GROUPS) {
    // A lone "weekday" or "hour" groups only after "by"; "day of the week" says it by itself.
    if (by === null && words.length === 1) continue;
    const to = skip(phrase, start, ...words);
    if (to !== null) return { cycle, values: null, to };
  }
  return null;
}

function readFilter(phrase: Phrase, at: number): CycleWords | null {
  const range = readWeekdays(phrase, at);
  if (range !== null) return range;
  const first = readOne(phrase, at);
  if (first === null) return null;
  let { to } = first;
  const values = new Set(first.values);
  for (;;) {
    const joint = skip(phrase, to, "and|or") ?? (phrase.words[to]?.gap === "comma" ? to : null);
    const next = joint === null || !connects(phrase, joint) ? null : readOne(phrase, joint);
    if (next === null || next.cycle !== first.cycle) break;
    // "weekdays and weekends" are two things side by side, not one filter.
    if (next.values.length > 1 || first.values.length > 1) break;
    for (const value of next.values) values.add(value);
    to = next.to;
  }
  return { cycle: first.cycle, values: [...values].sort((a, b) => a - b), to };
}

interface One {
  cycle: Cycle;
  values: number[];
  to: number;
}

function readOne(phrase: Phrase, at: number): One | null {
  const start = skipMaybe(phrase, skipMaybe(phrase, at, "on|in|at|during|over|for|of"), "the|all");
  if (!connects(phrase, start)) return null;
  const every = skip(phrase, start, "every|each");
  const name = every ?? start;
  return (
    readWeekpart(phrase, name) ??
    readPlural(phrase, name) ??
    (every === null ? readOfEachYear(phrase, name) : readSingular(phrase, name))
  );
}

/** "Monday to Thursday" holds the days between; "Friday to Monday" goes round. */
function readWeekdays(phrase: Phrase, at: number): CycleWords | null {
  const between = skip(phrase, at, "between");
  const start = between ?? skipMaybe(phrase, at, "on|from");
  const first = WEEKDAYS_BY_NAME.get(textAt(phrase, start));
  const dash = phrase.words[start + 1]?.gap === "dash" ? start + 1 : null;
  const joint = dash ?? skip(phrase, start + 1, between === null ? "to|through|thru|till|until" : "and");
  if (first === undefined || joint === null || !connects(phrase, joint)) return null;
  const last = WEEKDAYS_BY_NAME.get(textAt(phrase, joint));
  if (last === undefined || last === first || /^(last|this|next|past)$/.test(textAt(phrase, start - 1)))
    return null;
  const length = ((last - first + 7) % 7) + 1;
  const values = Array.from({ length }, (_, i) => ((first - 1 + i) % 7) + 1).sort((a, b) => a - b);
  return { cycle: "weekday", values, to: joint + 1 };
}

function readWeekpart(phrase: Phrase, at: number): One | null {
  const text = textAt(phrase, at);
  const business = skip(phrase, at, "business|working|week", "day|days");
  if (business !== null && text !== "week")
    return { cycle: "weekday", values: [1, 2, 3, 4, 5], to: business };
  if (text === "weekends" || text === "weekend") return { cycle: "weekday", values: [6, 7], to: at + 1 };
  if (text === "weekdays" || text === "weekday")
    return { cycle: "weekday", values: [1, 2, 3, 4, 5], to: at + 1 };
  return null;
}

/** "Mondays", "Decembers". */
function readPlural(phrase: Phrase, at: number): One | null {
  const match = /^([a-z]{3,}(?:day|[a-z]{3}|ch|st))s$/.exec(textAt(phrase, at));
  if (!match?.[1] || /['’]/.test(phrase.words[at]?.raw ?? "")) return null;
  const weekday = WEEKDAYS_BY_NAME.get(match[1]);
  if (weekday !== undefined && match[1].endsWith("day"))
    return { cycle: "weekday", values: [weekday], to: at + 1 };
  const month = match[1].length > 4 ? MONTHS.get(match[1]) : undefined;
  return month === undefined ? null : { cycle: "month_of_year", values: [month], to: at + 1 };
}

/** After "every" or "each". */
function readSingular(phrase: Phrase, at: number): One | null {
  const weekday = weekdayAt(phrase, at);
  if (weekday !== null) return { cycle: "weekday", values: [weekday], to: at + 1 };
  const month = MONTHS.get(textAt(phrase, at));
  if (month === undefined || /^(19|20)\d\d$/.test(textAt(phrase, at + 1))) return null;
  return { cycle: "month_of_year", values: [month], to: at + 1 };
}

/** "December of each year"; the words "each year" then group by year. */
function readOfEachYear(phrase: Phrase, at: number): One | null {
  const month = MONTHS.get(textAt(phrase, at));
  if (month === undefined) return null;
  const of = skipMaybe(phrase, at + 1, "of|in|for");
  return skip(phrase, of, "each|every", "year") === null
    ? null
    : { cycle: "month_of_year", values: [month], to: of };
}
