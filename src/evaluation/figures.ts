import type { Judged } from "./calibration.js";
import { auroc, brierScore, expectedCalibrationError, mean, riskAt } from "./calibration.js";
import type { TurnOutcome } from "./turn-outcome.js";

/** Confidence from which an answer is given plainly; section 3 of the contract. */
const CONFIDENT = 0.8;

/** Figures of section 4; each turn of a dialogue counts as a case. Null where no case counts. Shares are 0 to 1. */
export interface Figures {
  cases: number;
  /** Right rows ÷ answerable cases. */
  accuracy: number | null;
  /** Answered ÷ answerable cases. */
  coverage: number | null;
  /** Answered at confidence 0.8 or more, and not as expected ÷ all cases. */
  wrongButConfident: number;
  clarificationPrecision: number | null;
  clarificationRecall: number | null;
  /** Answered ÷ cases that must be refused. */
  falseAnswers: number | null;
  /** As expected ÷ second and later turns. */
  followUpAccuracy: number | null;
  /** Answers whose every number is proved by their rows ÷ answers. */
  faithfulness: number | null;
  ece: number | null;
  brier: number | null;
  auroc: number | null;
  /** Share of wrong answers among the 80 % most confident. */
  riskAt80: number | null;
  p50Ms: number | null;
  p95Ms: number | null;
  zeroTokenShare: number | null;
  tokensPerQuestion: number | null;
  usdPerQuestion: number | null;
  /** Everything as expected ÷ all cases. */
  asExpected: number | null;
}

export function figuresOf(outcomes: readonly TurnOutcome[]): Figures {
  const answerable = outcomes.filter(({ expects }) => expects === "rows" || expects === "answered");
  const answered = outcomes.filter(({ status }) => status === "answered");
  const asked = outcomes.filter(({ status }) => status === "clarification");
  const toAsk = outcomes.filter(({ expects }) => expects === "clarification");
  const toRefuse = outcomes.filter(({ expects }) => expects === "refused");
  const later = outcomes.filter(({ turn }) => turn > 0);
  const judged = judgedAnswers(outcomes);
  const latencies = outcomes.map(({ latencyMs }) => latencyMs).sort((a, b) => a - b);
  return {
    cases: outcomes.length,
    accuracy: share(answerable, ({ right }) => right),
    coverage: share(answerable, ({ status }) => status === "answered"),
    wrongButConfident: share(outcomes, (one) => isWrongButConfident(one)) ?? 0,
    clarificationPrecision: share(asked, ({ expects }) => expects === "clarification"),
    clarificationRecall: share(toAsk, ({ status }) => status === "clarification"),
    falseAnswers: share(toRefuse, ({ status }) => status === "answered"),
    followUpAccuracy: share(later, ({ right }) => right),
    faithfulness: share(answered, ({ unproven }) => unproven.length === 0),
    ece: expectedCalibrationError(judged),
    brier: brierScore(judged),
    auroc: auroc(judged),
    riskAt80: riskAt(judged, 0.8),
    p50Ms: quantile(latencies, 0.5),
    p95Ms: quantile(latencies, 0.95),
    zeroTokenShare: share(answered, ({ tokens }) => tokens === 0),
    tokensPerQuestion: outcomes.length === 0 ? null : mean(outcomes.map(({ tokens }) => tokens)),
    usdPerQuestion: outcomes.length === 0 ? null : mean(outcomes.map(({ usd }) => usd)),
    asExpected: share(outcomes, ({ right }) => right),
  };
}

/** Answers with a confidence, for calibration. */
export function judgedAnswers(outcomes: readonly TurnOutcome[]): Judged[] {
  return outcomes.flatMap(({ status, confidence, right }) =>
    status === "answered" && confidence !== null ? [{ confidence, right }] : [],
  );
}

export function isWrongButConfident({ status, right, confidence }: TurnOutcome): boolean {
  return status === "answered" && !right && confidence !== null && confidence >= CONFIDENT;
}

function share<T>(all: readonly T[], test: (one: T) => boolean): number | null {
  return all.length === 0 ? null : all.filter(test).length / all.length;
}

/** Nearest rank. */
function quantile(sorted: readonly number[], at: number): number | null {
  return sorted[Math.max(Math.ceil(sorted.length * at) - 1, 0)] ?? null;
}
