import { createHash } from "node:crypto";
import type { Judged } from "./calibration.js";
import { expectedCalibrationError } from "./calibration.js";

/** A rising map from raw to calibrated confidence: knots joined by straight lines, flat outside. */
export interface ConfidenceMap {
  version: 1;
  method: "isotonic";
  knots: { raw: number; calibrated: number }[];
  /** How many answers it was fitted on, and their SHA-256, so that a stale map shows. */
  fittedOn: number;
  dataHash: string;
  /** On the half that was not fitted. */
  ece: { before: number | null; after: number | null };
}

/**
 * Isotonic regression by pool-adjacent-violators (Barlow et al., 1972) on a fixed half of the answers, reported on the other.
 * One pseudo-answer of each kind is added to a block (Laplace), so that a small clean block does not claim certainty.
 */
export function fitConfidenceMap(answers: readonly Judged[]): ConfidenceMap {
  const fitted = answers.filter((_, index) => isFitted(index));
  const rest = answers.filter((_, index) => !isFitted(index));
  const map = { knots: knotsOf(poolViolators(fitted)) };
  const after = rest.map(({ confidence, right }) => ({
    confidence: applyConfidenceMap(map, confidence),
    right,
  }));
  return {
    version: 1,
    method: "isotonic",
    ...map,
    fittedOn: fitted.length,
    dataHash: createHash("sha256").update(JSON.stringify(answers)).digest("hex"),
    ece: { before: expectedCalibrationError(rest), after: expectedCalibrationError(after) },
  };
}

/** The calibrated confidence of a raw one. Without knots, unchanged. */
export function applyConfidenceMap({ knots }: Pick<ConfidenceMap, "knots">, raw: number): number {
  const right = knots.findIndex((knot) => knot.raw >= raw);
  const above = right < 0 ? knots.at(-1) : knots[right];
  const below = right <= 0 ? above : knots[right - 1];
  if (above === undefined || below === undefined) return raw;
  if (above.raw === below.raw) return above.calibrated;
  const part = (raw - below.raw) / (above.raw - below.raw);
  return below.calibrated + part * (above.calibrated - below.calibrated);
}

/** Half of the positions, mixed: neighbours are often variants of one question, so every second one would be no sample. */
function isFitted(index: number): boolean {
  return ((Math.imul(index + 1, 0x9e3779b1) >>> 16) & 1) === 0;
}

interface Block {
  weight: number;
  right: number;
  rawSum: number;
}

function poolViolators(answers: readonly Judged[]): Block[] {
  const sorted = [...answers].sort((a, b) => a.confidence - b.confidence);
  const blocks: Block[] = [];
  for (const { confidence, right } of sorted) {
    const last = blocks.at(-1);
    if (last !== undefined && last.rawSum / last.weight === confidence) {
      last.weight++;
      last.right += right ? 1 : 0;
      last.rawSum += confidence;
    } else blocks.push({ weight: 1, right: right ? 1 : 0, rawSum: confidence });
  }
  const pooled: Block[] = [];
  for (const block of blocks) {
    pooled.push(block);
    for (let last = pooled.at(-1), before = pooled.at(-2); last && before && rate(before) >= rate(last); ) {
      pooled.splice(-2, 2, {
        weight: before.weight + last.weight,
        right: before.right + last.right,
        rawSum: before.rawSum + last.rawSum,
      });
      last = pooled.at(-1);
      before = pooled.at(-2);
    }
  }
  return pooled;
}

function rate(block: Block): number {
  return block.right / block.weight;
}

function knotsOf(blocks: readonly Block[]): ConfidenceMap["knots"] {
  let highest = 0;
  return blocks.map((block) => {
    // Shrinking may turn a small block below its neighbour; the map must not fall.
    highest = Math.max(highest, (block.right + 1) / (block.weight + 2));
    return { raw: block.rawSum / block.weight, calibrated: highest };
  });
}
