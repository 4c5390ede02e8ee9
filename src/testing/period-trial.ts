import type { CalendarRules, IsoDate } from "../contracts/dates.js";
import type { Period } from "../contracts/metric-query.js";
import type { PeriodContext, PeriodMatch, PeriodWord } from "../language/periods/period-match.js";
import { readPeriods } from "../language/periods/read-periods.js";

export interface Trial {
  asOf?: IsoDate;
  rules?: Partial<CalendarRules>;
  loaded?: PeriodContext["loaded"];
}

/** Words as a person types them, cut at spaces; commas and sentence ends become gaps. */
export function periodWords(text: string): PeriodWord[] {
  const raws = text.split(/\s+/).filter((raw) => raw !== "");
  return raws.map((raw, index) => {
    const before = raws[index - 1] ?? "";
    const gap = /,$/.test(before) ? "comma" : /[.?!]$/.test(before) ? "sentence" : "none";
    return { raw, text: raw.toLowerCase(), gap };
  });
}

/** Matches in a question. By default `as_of` is 2018-02-14 (a Wednesday), weeks start on Monday, fiscal years in April, and 2014-2018 is loaded. */
export function matchesIn(text: string, trial: Trial = {}): PeriodMatch[] {
  return readPeriods(periodWords(text), {
    asOf: trial.asOf ?? "2018-02-14",
    rules: { weekStarts: "monday", fiscalYearStarts: 4, ...trial.rules },
    loaded: trial.loaded === undefined ? { first: "2014-01-03", last: "2018-02-13" } : trial.loaded,
  });
}

/** "2017-01-01..2018-01-01" for each period of a question that holds nothing else about time; several joined by " & ". */
export function periodsIn(text: string, trial: Trial = {}): string {
  return matchesIn(text, trial)
    .map((match) => (match.kind === "period" ? match.periods.map(rangeText).join(" & ") : match.kind))
    .join(" + ");
}

function rangeText(period: Period): string {
  return `${period.start ?? ""}..${period.end ?? ""}`;
}
