import type { LedgerEntry } from "../../contracts/reading.js";
import type { Work } from "../state.js";
import type { SignalName } from "./confidence-weights.js";
import { CONFIDENCE_WEIGHTS } from "./confidence-weights.js";

/** What is known about how an answer came to be; each counts or measures one kind of doubt. */
export type Signals = Record<SignalName, number>;

export interface AnswerFacts {
  work: Work;
  /** Weight of the next reading relative to this one's, 0 where there was none. */
  rival: number;
  partlyCovered: boolean;
  grounded: boolean;
}

/** Signals of an answer, for the confidence and for its calibration. */
export function signalsOf({ work, rival, partlyCovered, grounded }: AnswerFacts): Signals {
  const { ledger, extracted } = work;
  const rows = extracted?.result.rows ?? [];
  const words = ledgerSignals(ledger);
  return {
    ...words,
    assumption: Math.max(0, work.notes.length - words.fuzzy),
    rival,
    model: work.source === "model" ? 1 : 0,
    generatedSql: work.given && work.verified === null ? 1 : 0,
    noRows: rows.length === 0 ? 1 : 0,
    nullResult: rows.length === 1 && rows[0]?.every((cell) => cell === null) ? 1 : 0,
    partlyCovered: partlyCovered ? 1 : 0,
    failedCheck: (extracted?.checks ?? []).filter(({ passed }) => !passed).length,
    ungrounded: grounded ? 0 : 1,
    verified: work.verified === null ? 0 : 1,
  };
}

/** Signals of the binding of words alone. */
export function ledgerSignals(ledger: readonly LedgerEntry[]) {
  const count = (strength: LedgerEntry["strength"]): number =>
    ledger.filter((entry) => entry.strength === strength).length;
  return {
    synonym: count("synonym"),
    inflection: count("inflection"),
    alias: count("alias"),
    fuzzy: count("fuzzy"),
    distance: ledger.reduce((sum, { score, strength }) => sum + (strength === "fuzzy" ? 1 - score : 0), 0),
    default: count("default"),
    context: ledger.filter(({ kind }) => kind === "context").length,
  };
}

/** Probability (0..1, three decimals) that an answer with these signals is right: the logistic of their weighted sum, then calibrated. */
export function confidenceOf(signals: Partial<Signals>, calibrate: ((raw: number) => number) | null): number {
  const logit = Object.entries(signals).reduce<number>(
    (sum, [name, value]) => sum + value * CONFIDENCE_WEIGHTS[name as SignalName],
    CONFIDENCE_WEIGHTS.base,
  );
  const raw = 1 / (1 + Math.exp(-logit));
  return Math.round(1000 * (calibrate ? calibrate(raw) : raw)) / 1000;
}
