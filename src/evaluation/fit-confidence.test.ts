import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CONFIDENCE_VERSION, confidenceSeal } from "../contracts/confidence.js";
import { type ConfidenceSample, fitConfidence } from "./fit-confidence.js";
import { fitLogistic, predicted } from "./logistic.js";

/** Answers of which those with the doubt are right 2 times in 10, the others 9 times in 10. */
const mixed = (count: number): ConfidenceSample[] =>
  Array.from({ length: count }, (_, index) => {
    const doubted = index % 3 === 0;
    return {
      suite: "s",
      measured: true,
      question: `Q${index}`,
      signals: { doubt: doubted ? 1 : 0, noise: index % 2 },
      right: Math.floor(index / 3) % 10 < (doubted ? 2 : 9),
    };
  });

describe("fitting the confidence", () => {
  it("finds how often answers with and without a doubt are right", () => {
    const model = fitLogistic(mixed(900), ["doubt", "noise"]);
    expect(predicted(model, { doubt: 0, noise: 0 })).toBeCloseTo(0.9, 1);
    expect(predicted(model, { doubt: 1, noise: 0 })).toBeCloseTo(0.2, 1);
  });

  it("reports on the half that it was not fitted on", () => {
    const { report, data, weights } = fitConfidence(mixed(900), ["doubt", "noise"], {});
    expect(report.answers).toBeGreaterThan(350);
    expect(report.answers).toBeLessThan(550);
    expect(report.ece).toBeLessThan(0.05);
    expect(report.auroc).toBeGreaterThan(0.75);
    expect(data).toMatchObject({ answers: 900, wrong: 900 - 60 - 540 });
    expect(weights["doubt"]).toBeLessThan(-2);
    const [first, last] = [report.riskAt[0], report.riskAt.at(-1)];
    expect(first?.risk).toBeLessThan(last?.risk ?? 0);
  });

  it("scores the plain suites by models that saw none of the question", () => {
    // One question is always wrong, and nothing but the question itself tells it from the others.
    const plain = mixed(200).map((sample, index) => ({
      ...sample,
      measured: false,
      signals: { own: index === 7 ? 1 : 0 },
      right: index !== 7,
    }));
    const { crossFitted } = fitConfidence(plain, ["own"], {});
    expect(crossFitted["s"]).toMatchObject({ answers: 200, wrong: 1 });
    const seen = fitLogistic(plain, ["own"]);
    expect(predicted(seen, { own: 1 })).toBeLessThan(predicted(seen, { own: 0 }));
    expect(crossFitted["s"]?.ece).toBeGreaterThan(0);
    expect(crossFitted["s"]?.ece).toBeLessThan(0.02);
  });

  it("puts all variants of a question into one half", () => {
    const variants = Array.from({ length: 50 }, () => ({
      suite: "s",
      measured: true,
      question: "Q",
      signals: {},
      right: true,
    }));
    expect([0, 50]).toContain(fitConfidence(variants, [], {}).report.answers);
  });

  it("lets no doubt raise the confidence, whatever the data", () => {
    const outcome = fc.record({
      signals: fc.record({ a: fc.nat(2), b: fc.double({ min: 0, max: 1, noNaN: true }) }),
      right: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 40 }), (outcomes) => {
        const { base, weights } = fitLogistic(outcomes, ["a", "b"]);
        expect(Number.isFinite(base)).toBe(true);
        for (const weight of Object.values(weights)) expect(weight).toBeLessThanOrEqual(0);
      }),
      { numRuns: 50 },
    );
  });

  it("is sealed, and its hash follows its data", () => {
    const one = fitConfidence(mixed(60), ["doubt"], { s: "x" });
    expect(one.version).toBe(CONFIDENCE_VERSION);
    expect(one.seal).toBe(confidenceSeal(one));
    const other = fitConfidence(mixed(61), ["doubt"], { s: "x" });
    expect(other.data.hash).not.toBe(one.data.hash);
    expect(fitConfidence(mixed(60), ["doubt"], { s: "x" })).toEqual(one);
  });
});
