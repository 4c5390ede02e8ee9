import { createHash } from "node:crypto";
import { CONFIDENCE_VERSION, type ConfidenceFile, confidenceSeal } from "../contracts/confidence.js";
import type { Judged } from "./calibration.js";
import { auroc, brierScore, expectedCalibrationError, reliabilityTable, riskAt } from "./calibration.js";
import { fitLogistic, type Outcome, predicted } from "./logistic.js";

/** One answer of a suite, with the signals that its confidence is made of. */
export interface ConfidenceSample extends Outcome {
  suite: string;
  /** From a suite made to measure confidence. Others are all fitted, since such questions are asked most, and not reported. */
  measured: boolean;
  /** Variants of one question share it, and fall into the same half. */
  question: string;
}

const FOLDS = 5;
/** From here on an answer is given. */
const GIVEN = 0.5;
const COVERAGES = [0.2, 0.4, 0.6, 0.8, 0.9, 1];

/** Fits the confidence on a fixed half of the measured questions, with all others, and reports on the other half. `suites` names each suite's own hash. */
export function fitConfidence(
  samples: readonly ConfidenceSample[],
  names: readonly string[],
  suites: Readonly<Record<string, string>>,
): ConfidenceFile {
  const fitted = samples.filter((sample) => !sample.measured || isFitted(sample));
  const measured = samples.filter((sample) => sample.measured);
  const rest = measured.filter((sample) => !isFitted(sample));
  const model = fitLogistic(fitted, names);
  const judged = rest.map(
    ({ signals, right }): Judged => ({ confidence: round(predicted(model, signals)), right }),
  );
  const file: ConfidenceFile = {
    version: CONFIDENCE_VERSION,
    ...model,
    data: {
      hash: createHash("sha256").update(JSON.stringify(samples)).digest("hex"),
      suites: { ...suites },
      fitted: fitted.length,
      answers: measured.length,
      wrong: measured.filter(({ right }) => !right).length,
    },
    report: {
      answers: judged.length,
      wrong: judged.filter(({ right }) => !right).length,
      auroc: rounded(auroc(judged)),
      ece: rounded(expectedCalibrationError(judged)),
      brier: rounded(brierScore(judged)),
      reliability: reliabilityTable(judged).map(({ from, count, meanConfidence, accuracy }) => ({
        from,
        answers: count,
        confidence: round(meanConfidence),
        right: round(accuracy),
      })),
      riskAt: COVERAGES.map((coverage) => ({ coverage, risk: round(riskAt(judged, coverage) ?? 0) })),
      inUse: inUse(judged),
    },
    crossFitted: crossFitted(fitted, names),
    seal: "",
  };
  return { ...file, seal: confidenceSeal(file) };
}

/** What is given in use: the rest is asked about. */
function inUse(judged: readonly Judged[]): ConfidenceFile["report"]["inUse"] {
  const given = judged.filter(({ confidence }) => confidence >= GIVEN);
  return {
    answers: given.length,
    wrong: given.filter(({ right }) => !right).length,
    auroc: rounded(auroc(given)),
  };
}

/** The plain suites, each answer scored by a model that saw none of its question: their figures under the shipped model are those of a fit. */
function crossFitted(
  fitted: readonly ConfidenceSample[],
  names: readonly string[],
): ConfidenceFile["crossFitted"] {
  const judged = Array.from({ length: FOLDS }, (_, fold) => {
    const model = fitLogistic(
      fitted.filter((sample) => foldOf(sample) !== fold),
      names,
    );
    return fitted
      .filter((sample) => !sample.measured && foldOf(sample) === fold)
      .map(({ suite, signals, right }) => ({ suite, confidence: round(predicted(model, signals)), right }));
  }).flat();
  const suites = [...new Set(judged.map(({ suite }) => suite))].sort();
  return Object.fromEntries(
    suites.map((suite) => {
      const own = judged.filter((one) => one.suite === suite);
      const wrong = own.filter(({ right }) => !right).length;
      return [suite, { answers: own.length, wrong, ece: rounded(expectedCalibrationError(own)) }];
    }),
  );
}

function foldOf({ suite, question }: ConfidenceSample): number {
  return (createHash("sha256").update(`${suite}/${question}`).digest()[1] ?? 0) % FOLDS;
}

/** Half of the questions, by a hash, so that the halves don't depend on their order. */
function isFitted({ suite, question }: ConfidenceSample): boolean {
  return (createHash("sha256").update(`${suite}/${question}`).digest()[0] ?? 0) % 2 === 0;
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

function rounded(value: number | null): number | null {
  return value === null ? null : round(value);
}
