/** An answer that was given: what it claimed and whether it was right. */
export interface Judged {
  confidence: number;
  right: boolean;
}

export interface ReliabilityBin {
  from: number;
  to: number;
  count: number;
  meanConfidence: number;
  accuracy: number;
}

/** Ten bins of equal width; empty ones are left out. */
export function reliabilityTable(answers: readonly Judged[], bins = 10): ReliabilityBin[] {
  return Array.from({ length: bins }, (_, index) => {
    const inside = answers.filter(
      ({ confidence }) => Math.min(Math.floor(confidence * bins), bins - 1) === index,
    );
    return {
      from: index / bins,
      to: (index + 1) / bins,
      count: inside.length,
      meanConfidence: mean(inside.map(({ confidence }) => confidence)),
      accuracy: mean(inside.map(({ right }) => (right ? 1 : 0))),
    };
  }).filter(({ count }) => count > 0);
}

/** Expected calibration error: the mean gap between confidence and accuracy over the bins, weighted by their size. Null without answers. */
export function expectedCalibrationError(answers: readonly Judged[]): number | null {
  if (answers.length === 0) return null;
  const gaps = reliabilityTable(answers).map(
    ({ count, meanConfidence, accuracy }) => count * Math.abs(meanConfidence - accuracy),
  );
  return sum(gaps) / answers.length;
}

/** Mean squared gap between confidence and outcome. */
export function brierScore(answers: readonly Judged[]): number | null {
  if (answers.length === 0) return null;
  return mean(answers.map(({ confidence, right }) => (confidence - (right ? 1 : 0)) ** 2));
}

/** Probability that a right answer is more confident than a wrong one, ties half (Mann-Whitney). Null unless both kinds exist. */
export function auroc(answers: readonly Judged[]): number | null {
  const right = answers.filter((answer) => answer.right).map(({ confidence }) => confidence);
  const wrong = answers.filter((answer) => !answer.right).map(({ confidence }) => confidence);
  if (right.length === 0 || wrong.length === 0) return null;
  let wins = 0;
  for (const a of right) for (const b of wrong) wins += a > b ? 1 : a === b ? 0.5 : 0;
  return wins / (right.length * wrong.length);
}

export interface RiskPoint {
  coverage: number;
  risk: number;
}

/** Share of wrong answers among the most confident ones, at each level of confidence; equally confident answers come together. */
export function riskCoverageCurve(answers: readonly Judged[]): RiskPoint[] {
  const levels = [...new Set(answers.map(({ confidence }) => confidence))].sort((a, b) => b - a);
  return levels.map((level) => {
    const kept = answers.filter(({ confidence }) => confidence >= level);
    return { coverage: kept.length / answers.length, risk: mean(kept.map(({ right }) => (right ? 0 : 1))) };
  });
}

/** Risk among the most confident `coverage` of the answers; within a tie, its average. Null without answers. */
export function riskAt(answers: readonly Judged[], coverage: number): number | null {
  if (answers.length === 0) return null;
  const room = answers.length * coverage;
  let kept = 0;
  let wrong = 0;
  for (const level of [...new Set(answers.map(({ confidence }) => confidence))].sort((a, b) => b - a)) {
    const tied = answers.filter(({ confidence }) => confidence === level);
    const taken = Math.min(tied.length, room - kept);
    wrong += (tied.filter(({ right }) => !right).length * taken) / tied.length;
    kept += taken;
    if (kept >= room) break;
  }
  return wrong / kept;
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
