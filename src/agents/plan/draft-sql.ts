import type { CalendarRules, IsoDate } from "../../contracts/dates.js";
import type { Period } from "../../contracts/metric-query.js";
import type { Parameters } from "../../contracts/policy.js";
import type { LedgerEntry } from "../../contracts/reading.js";
import type { ModelView } from "../../contracts/semantic-model.js";
import { readPeriods } from "../../language/periods/read-periods.js";
import { fold, splitWords } from "../../language/words.js";
import { droppedWords, type Ignorable, inventedWords } from "./draft-ledger.js";
import { bound, type Outcome, problem } from "./outcome.js";
import type { DraftBinding, SqlDraft } from "./plan-draft.js";

export interface SqlContext {
  views: readonly ModelView[];
  asOf: IsoDate;
  rules: CalendarRules;
  /** Whether a relation of the SQL has dates that `as_of` must bound. */
  dated(sql: string): boolean;
}

export interface SqlReading {
  sql: string;
  parameters: Parameters;
  ledger: LedgerEntry[];
  notes: string[];
  vouched: string[];
}

/**
 * SQL of a model with the dates of its period. Every content word is bound to something that stands in the SQL, the period is
 * read by the calendar, and nothing dated `asOf` or later may be read.
 */
export function readingOfSql(
  draft: SqlDraft,
  question: string,
  context: SqlContext,
  ignorable: Ignorable,
): Outcome<SqlReading> {
  const words = splitWords(question);
  const invented = inventedWords(draft.words, words);
  if (invented !== null) return problem(`"${invented}" does not stand in the question.`);
  const dropped = droppedWords(draft.words, words, ignorable);
  if (dropped.length > 0)
    return problem(
      `It is not clear what ${dropped.map((text) => `"${text}"`).join(" and ")} should mean here.`,
    );
  const unused = draft.words.find((binding) => !standsIn(binding, draft, ignorable));
  if (unused)
    return problem(`"${unused.words}" is bound to "${unused.name}", which does not stand in the SQL.`);
  if (
    /\b(?:date|timestamp)\s*'|'\d{4}-\d{2}-\d{2}|\bcurrent_(?:date|timestamp)\b|\bnow\s*\(/i.test(draft.sql)
  )
    return problem("The SQL has a date of its own; use :start and :end.");
  const period = periodOf(draft, context);
  if (!period.ok) return period;
  const parameters = boundsOf(draft.sql, period.value, context);
  if (!parameters.ok) return parameters;
  const vouched = [
    `A language model wrote this SQL, because no measure of the workspace says it: ${draft.reason || "no reason given"}`,
  ];
  return bound({
    sql: draft.sql,
    parameters: parameters.value,
    ledger: ledgerOf(draft, period.value),
    notes: [],
    vouched,
  });
}

function standsIn(
  { words, as, name }: DraftBinding,
  { sql, period }: SqlDraft,
  ignorable: Ignorable,
): boolean {
  const norms = splitWords(words).map(({ norm }) => norm);
  if (as === "filler") return norms.every(ignorable);
  if (as === "period") return period !== "" || /\b(?:date_trunc|year|quarter|month|week|day)\b/i.test(sql);
  if (as === "operation") return name !== "";
  const text = fold(sql);
  if (as === "number") return norms.some((word) => text.includes(word.replace(/[^\d.]/g, "") || word));
  return name !== "" && text.includes(fold(name));
}

function periodOf({ period }: SqlDraft, { asOf, rules }: SqlContext): Outcome<Period | null> {
  if (period.trim() === "") return bound(null);
  const words = splitWords(period).map((word) => ({ text: word.norm, raw: word.text, gap: word.gap }));
  const found = readPeriods(words, { asOf, rules, loaded: null });
  const [only] = found;
  const clear = only?.kind === "period" && only.periods.length === 1 && only.alternatives.length === 0;
  const whole = only?.from === 0 && only.to === words.length;
  const [value] = clear && whole && found.length === 1 ? only.periods : [];
  return value ? bound(value) : problem(`"${period}" is no single period that can be read.`);
}

function boundsOf(sql: string, period: Period | null, { asOf, dated }: SqlContext): Outcome<Parameters> {
  const [start, end] = [/:start\b/.test(sql), /:end\b/.test(sql)];
  const day = (value: string) => ({ type: "date" as const, value });
  const last = period?.end == null || period.end > asOf ? asOf : period.end;
  if (dated(sql) && !end) return problem("The SQL reads rows with dates and does not end at :end.");
  if (period?.start && !start)
    return problem(
      `The period "${period.label}" starts at ${period.start}, and the SQL does not use :start.`,
    );
  if (start && !period?.start) return problem("The SQL uses :start, and the question names no start.");
  if (period?.start && period.start >= last)
    return problem(`Nothing before ${asOf} lies in "${period.label}".`);
  return bound({
    ...(start && period?.start ? { start: day(period.start) } : {}),
    ...(end ? { end: day(last) } : {}),
  });
}

function ledgerOf({ words }: SqlDraft, period: Period | null): LedgerEntry[] {
  return words.map(({ words: said, as, name }) => ({
    words: said,
    span: null,
    kind: as === "filler" ? "ignorable" : as,
    as:
      as === "period" && period
        ? `${period.label} (from ${period.start ?? "the first day"} to before ${period.end ?? "today"})`
        : name || as,
    // That a model vouches for it is one doubt of the whole answer, not one more for each word.
    strength: "exact",
    score: 1,
  }));
}
