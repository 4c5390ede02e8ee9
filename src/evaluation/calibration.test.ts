import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Judged } from "./calibration.js";
import {
  auroc,
  brierScore,
  expectedCalibrationError,
  reliabilityTable,
  riskAt,
  riskCoverageCurve,
} from "./calibration.js";
import { applyConfidenceMap, fitConfidenceMap } from "./confidence-map.js";

const answers = (...pairs: [number, 0 | 1][]): Judged[] =>
  pairs.map(([confidence, right]) => ({ confidence, right: right === 1 }));

describe("calibration figures", () => {
  it("agree with values worked out by hand", () => {
    const four = answers([0.95, 1], [0.95, 0], [0.55, 1], [0.55, 0]);
    // Bins 0.9-1.0 and 0.5-0.6, each half right: gaps 0.45 and 0.05.
    expect(expectedCalibrationError(four)).toBeCloseTo(0.25);
    expect(brierScore(four)).toBeCloseTo((0.05 ** 2 + 0.95 ** 2 + 0.45 ** 2 + 0.55 ** 2) / 4);
    expect(auroc(four)).toBe(0.5);
    expect(auroc(answers([0.9, 1], [0.8, 1], [0.8, 0], [0.2, 0]))).toBe((1 + 1 + 0.5 + 1) / 4);
    expect(auroc(answers([0.9, 1]))).toBeNull();
    expect(expectedCalibrationError([])).toBeNull();
  });

  it("put every answer into one bin, certainty included", () => {
    const table = reliabilityTable(answers([1, 1], [0.999, 1], [0, 0], [0.1, 0]));
    expect(table.map(({ from, count }) => [from, count])).toEqual([
      [0, 1],
      [0.1, 1],
      [0.9, 2],
    ]);
  });

  it("measure risk among the most confident, sharing out ties", () => {
    const ten = answers(
      [0.9, 1],
      [0.9, 1],
      [0.9, 1],
      [0.9, 1],
      [0.5, 1],
      [0.5, 1],
      [0.5, 1],
      [0.5, 0],
      [0.5, 0],
      [0.5, 0],
    );
    // Eight of ten: four certain ones and four of six equal ones, half of which are wrong.
    expect(riskAt(ten, 0.8)).toBeCloseTo(2 / 8);
    expect(riskAt(ten, 0.4)).toBe(0);
    expect(riskCoverageCurve(ten)).toEqual([
      { coverage: 0.4, risk: 0 },
      { coverage: 1, risk: 0.3 },
    ]);
  });
});

describe("the confidence map", () => {
  it("brings an overconfident score near its accuracy on the half that was not fitted", () => {
    // Says 0.95 where 6 of 10 are right and 0.7 where 2 of 10 are, evenly spread over both halves.
    const many = Array.from({ length: 400 }, (_, index): Judged => {
      const sure = index % 4 < 2;
      return { confidence: sure ? 0.95 : 0.7, right: Math.floor(index / 4) % 10 < (sure ? 6 : 2) };
    });
    const map = fitConfidenceMap(many);
    expect(map.ece.before).toBeGreaterThan(0.3);
    expect(map.ece.after).toBeLessThan(0.03);
    expect(applyConfidenceMap(map, 0.95)).toBeCloseTo(0.6, 1);
  });

  it("never falls and stays between 0 and 1", () => {
    const judged = fc.record({ confidence: fc.double({ min: 0, max: 1, noNaN: true }), right: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(judged, { maxLength: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (all, a, b) => {
          const map = fitConfidenceMap(all);
          const low = applyConfidenceMap(map, Math.min(a, b));
          const high = applyConfidenceMap(map, Math.max(a, b));
          expect(low).toBeLessThanOrEqual(high + 1e-12);
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it("changes its hash with its data", () => {
    expect(fitConfidenceMap(answers([0.5, 1])).dataHash).not.toBe(
      fitConfidenceMap(answers([0.5, 0])).dataHash,
    );
  });
});
