import type { ConfidenceModel, Signals } from "../../contracts/confidence.js";
import type { MetricQuery } from "../../contracts/metric-query.js";
import type { LedgerEntry } from "../../contracts/reading.js";
import type { Work } from "../state.js";
import { WORD_SIGNALS, type WordDoubt } from "./word-doubts.js";

const LEDGER_SIGNALS = [
  "synonym",
  "inflection",
  "alias",
  "fuzzy",
  "distance",
  "shortFuzzy",
  "default",
  "context",
  "unread",
] as const;
const ANSWER_SIGNALS = [
  ...LEDGER_SIGNALS,
  "assumption",
  "rival",
  "noPeriod",
  "noRows",
  "nullResult",
  "partlyCovered",
  "strain",
  "nextReading",
  "stuckReading",
  "ownGroup",
  "loosePeriods",
] as const;

/** Doubts that no stress question raises, with weights set by hand: a binding that only a model vouches for is best effort. */
const UNFITTED = {
  model: -2.4,
  generatedSql: -0.9,
  failedCheck: -3.2,
  ungrounded: -0.4,
  weakSearch: -0.4,
} as const;

type LedgerSignal = (typeof LEDGER_SIGNALS)[number];
type Counted = Record<
  (typeof ANSWER_SIGNALS)[number] | (typeof WORD_SIGNALS)[number] | keyof typeof UNFITTED,
  number
>;

/** The signals that a calibration fits; a file for any others is of another version of the program. */
export const FITTED_SIGNALS: readonly string[] = [...ANSWER_SIGNALS, ...WORD_SIGNALS];

const JOINED = /^(vs|versus|and|or|than|compared|against|to)\b/i;
/** A binding of fewer letters than this may have been many other words. */
const SHORT = 5;
/** Highest confidence: no reading is certain. */
const MOST = 0.995;

export interface AnswerFacts {
  work: Work;
  /** Doubts that the words raise. */
  doubts: readonly WordDoubt[];
  /** Weight of the next reading relative to this one's, 0 where there was none. */
  rival: number;
  partlyCovered: boolean;
  grounded: boolean;
  /** A model read it while the vector index was out. */
  weakSearch: boolean;
}

/** Signals of an answer, each counting or measuring one kind of doubt: for the confidence, and for its calibration. */
export function signalsOf({
  work,
  doubts,
  rival,
  partlyCovered,
  grounded,
  weakSearch,
}: AnswerFacts): Counted {
  const { ledger, extracted, query } = work;
  const rows = extracted?.result.rows ?? [];
  const words = ledgerSignals(ledger);
  const shape = Object.fromEntries(
    WORD_SIGNALS.map((signal) => [signal, doubts.filter((doubt) => doubt.signal === signal).length]),
  ) as Record<(typeof WORD_SIGNALS)[number], number>;
  return {
    ...words,
    ...shape,
    assumption: Math.max(0, work.notes.length - words.fuzzy),
    rival,
    noPeriod:
      query !== null && query.mode === "aggregate" && query.periods.length === 0 && !boundsDays(query)
        ? 1
        : 0,
    noRows: rows.length === 0 ? 1 : 0,
    nullResult: rows.length > 0 && rows.every((row) => row.every((cell) => cell === null)) ? 1 : 0,
    partlyCovered: partlyCovered ? 1 : 0,
    strain: work.strain.own,
    nextReading: work.strain.next,
    stuckReading: work.strain.stuck,
    ownGroup: query === null ? 0 : ownGroups(query, ledger),
    loosePeriods: query !== null && query.periods.length > 1 ? loosePeriods(ledger) : 0,
    model: work.source === "model" ? 1 : 0,
    generatedSql: work.given && work.verified === null ? 1 : 0,
    failedCheck: (extracted?.checks ?? []).filter(({ passed }) => !passed).length,
    ungrounded: grounded ? 0 : 1,
    weakSearch: weakSearch ? 1 : 0,
  };
}

/**
 * Fields that a question both splits by and holds to one value: a row of its own says what the filter does. A field that
 * the turn before split by is not of its words: "only Spain" there picks a row.
 */
function ownGroups({ groupBy, filters, share, rank }: MetricQuery, ledger: readonly LedgerEntry[]): number {
  if (share !== null || rank !== null) return 0;
  const said = groupBy.filter(({ field }) =>
    ledger.some(({ kind, as }) => kind !== "value" && as.includes(field)),
  );
  return said.filter((grouping) =>
    filters.some(
      (filter) =>
        filter.kind === "values" &&
        !filter.negated &&
        filter.values.length === 1 &&
        filter.field === grouping.field,
    ),
  ).length;
}

/** Periods that became a row each although no word joins them. */
function loosePeriods(ledger: readonly LedgerEntry[]): number {
  const periods = ledger.filter(({ kind, as }) => kind === "period" && / (from|before) /.test(as));
  return periods.slice(1).filter(({ words }) => !JOINED.test(words)).length;
}

/** "Booked in May": days are bounded, on another date than the usual one. */
function boundsDays({ filters }: MetricQuery): boolean {
  return filters.some(
    (filter) => filter.kind === "range" && [filter.min, filter.max].some((bound) => isIsoDay(bound?.value)),
  );
}

function isIsoDay(value: unknown): boolean {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
}

/** Signals of the binding of words alone. */
export function ledgerSignals(ledger: readonly LedgerEntry[]): Record<LedgerSignal, number> {
  const count = (test: (entry: LedgerEntry) => boolean): number => ledger.filter(test).length;
  const strong = (strength: LedgerEntry["strength"]): number => count((entry) => entry.strength === strength);
  const fuzzy = ledger.filter(({ strength }) => strength === "fuzzy");
  return {
    synonym: strong("synonym"),
    inflection: strong("inflection"),
    alias: strong("alias"),
    fuzzy: fuzzy.length,
    distance: fuzzy.reduce((sum, { score }) => sum + (1 - score), 0),
    shortFuzzy: fuzzy.filter(({ words }) => words.length < SHORT).length,
    default: strong("default"),
    context: count(({ kind }) => kind === "context"),
    unread: count(({ kind, span }) => kind === "ignorable" && span !== null),
  };
}

/** Probability (0..1, three decimals) that an answer with these signals is right: the logistic of their weighted sum. */
export function confidenceOf(signals: Signals, model: ConfidenceModel): number {
  const weights: Record<string, number> = { ...model.weights, ...UNFITTED };
  const logit = Object.entries(signals).reduce(
    (sum, [name, value]) => sum + value * (weights[name] ?? 0),
    model.base,
  );
  return Math.round(1000 * Math.min(MOST, 1 / (1 + Math.exp(-logit)))) / 1000;
}
