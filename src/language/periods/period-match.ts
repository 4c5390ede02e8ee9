import type { CalendarRules, Cycle, Grain, IsoDate } from "../../contracts/dates.js";
import type { Period } from "../../contracts/metric-query.js";

/** A word of a question as the period reader takes it. */
export interface PeriodWord {
  /** Lower case, without diacritics; inner `-`, `/`, `.`, `'` may stand in it or have split it. */
  text: string;
  /** As typed. */
  raw: string;
  /** What stands between the word before and this one; absent = unknown. "dash" tells "Jan-Mar" from "Jan, Mar"; no phrase crosses "sentence". */
  gap?: "none" | "dash" | "comma" | "slash" | "sentence";
}

export interface PeriodContext {
  asOf: IsoDate;
  rules: CalendarRules;
  /** First and last loaded day; decides whether a bare number may be a year. Null = unknown. */
  loaded: { first: IsoDate; last: IsoDate } | null;
  /** True for words that mean something else in the workspace: they are never corrected to a period word. */
  known?: (word: string) => boolean;
}

interface Found {
  /** Half-open range of word positions, prepositions that belong to the phrase included. */
  from: number;
  to: number;
  /** As typed. */
  words: string;
  /** `default`: something was assumed (a year, a sense); `fuzzy`: a spelling was corrected. A note says so where no rule of the calendar does. */
  strength: "exact" | "default" | "fuzzy";
  /** Sentences for the reader of the answer, each naming its own word or date. */
  notes: string[];
}

export interface PeriodPhrase extends Found {
  kind: "period";
  /** One, or several that are to be shown side by side ("Q1 vs Q2"). `start` and `end` null = everything loaded. */
  periods: Period[];
  /** Other readings of the same words, each as long as `periods` ("03/05/2017"). */
  alternatives: Period[][];
  /** The word that joins several periods; on a single period: the word that ties it to an earlier phrase. */
  joined: "and" | "or" | "versus" | null;
  /** Both ends of "from A to B" and "between A and B", for questions about the change between them. */
  ends: [Period, Period] | null;
}

export interface GrainPhrase extends Found {
  kind: "grain";
  /** Null = over time, in whatever unit suits. */
  grain: Grain | null;
  /** `bare`: a unit without "by" or "per" ("which month", "top 3 weeks", "region and month"). */
  bare: boolean;
}

export interface ComparisonPhrase extends Found {
  kind: "comparison";
  with: "previous period" | "last year";
  /** The unit that was named: "vs the previous month", MoM; null = that of the question's period. */
  unit: Grain | null;
  /** True where "vs", "than", "compared to" or the like was said; false for "MoM", "same period last year". */
  versus: boolean;
  /** The period to take where the question names none: the current unit to date, or the last complete one where that is empty. Null where no unit was named. */
  implied: Period | null;
}

export interface CycleFilterPhrase extends Found {
  kind: "cycle_filter";
  cycle: Cycle;
  values: number[];
}

export interface CycleGroupPhrase extends Found {
  kind: "cycle_group";
  cycle: Cycle;
}

/** A run of words that says something about time. */
export type PeriodMatch =
  | PeriodPhrase
  | GrainPhrase
  | ComparisonPhrase
  | CycleFilterPhrase
  | CycleGroupPhrase;
