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
