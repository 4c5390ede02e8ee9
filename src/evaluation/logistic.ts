import type { ConfidenceModel, Signals } from "../contracts/confidence.js";

export interface Outcome {
  signals: Signals;
  right: boolean;
}

const SWEEPS = 2000;
const SETTLED = 1e-7;
/** Strength of the pull of every weight towards 0, as that of half an answer. */
const RIDGE = 0.5;

/**
 * Logistic regression in which no doubt may raise the confidence: weights are 0 or less. Minimises the negative log-likelihood plus
 * RIDGE/2·‖w‖² by cyclic coordinate descent, each step bounded by the curvature 1/4 of the logistic (Böhning and Lindsay, 1988), so that
 * the loss never rises. Without a wrong answer among them, the model says what Laplace's rule says.
 */
export function fitLogistic(outcomes: readonly Outcome[], names: readonly string[]): ConfidenceModel {
  const right = outcomes.filter((outcome) => outcome.right).length;
  const columns = names.map((name) => outcomes.map(({ signals }) => signals[name] ?? 0));
  const weights = names.map(() => 0);
  let base = Math.log((right + 1) / (outcomes.length - right + 1));
  const logits = outcomes.map(() => base);
  const errorAt = (at: number): number => logistic(logits[at] ?? 0) - (outcomes[at]?.right ? 1 : 0);
  for (let sweep = 0, moved = 1; sweep < SWEEPS && moved > SETTLED; sweep++) {
    moved = 0;
    const shift = -sum(outcomes.map((_, at) => errorAt(at))) / (0.25 * outcomes.length + RIDGE);
    base += shift;
    for (let at = 0; at < logits.length; at++) logits[at] = (logits[at] ?? 0) + shift;
    moved = Math.max(moved, Math.abs(shift));
    columns.forEach((column, index) => {
      const weight = weights[index] ?? 0;
      let slope = RIDGE * weight;
      let curvature = RIDGE;
      column.forEach((value, at) => {
        if (value === 0) return;
        slope += value * errorAt(at);
        curvature += 0.25 * value * value;
      });
      const next = Math.min(0, weight - slope / curvature);
      if (next === weight) return;
      column.forEach((value, at) => {
        if (value !== 0) logits[at] = (logits[at] ?? 0) + value * (next - weight);
      });
      moved = Math.max(moved, Math.abs(next - weight));
      weights[index] = next;
    });
  }
  return {
    base: rounded(base),
    weights: Object.fromEntries(names.map((name, at) => [name, rounded(weights[at] ?? 0)])),
  };
}

/** What the model says of one answer, 0 to 1. */
export function predicted({ base, weights }: ConfidenceModel, signals: Signals): number {
  return logistic(base + sum(Object.entries(weights).map(([name, weight]) => weight * (signals[name] ?? 0))));
}

function logistic(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Four decimals; never −0. */
function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4 + 0;
}
