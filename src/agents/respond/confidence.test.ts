import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LedgerEntry } from "../../contracts/reading.js";
import { workOfReading } from "../resolve/work-of-plan.js";
import { entryOf, PLAIN_CONFIDENCE, queryOf, readingOf } from "../testing/stand-ins.js";
import { confidenceOf, FITTED_SIGNALS, ledgerSignals, signalsOf } from "./confidence.js";

const exact = entryOf("amount");
const fuzzy = (score: number): LedgerEntry => entryOf("amuont", { strength: "fuzzy", score });

function confidence(ledger: LedgerEntry[], change: Partial<Parameters<typeof signalsOf>[0]> = {}): number {
  const work = workOfReading(readingOf(queryOf({}), { ledger }));
  const result = {
    columns: [{ name: "Amount", type: "number" as const }],
    rows: [[1]],
    truncated: false,
    executedSql: "",
    databaseMs: 0,
  };
  const extracted = { result, columns: [], checks: [], versions: {}, boundedSql: "", cachedAt: null };
  const facts = {
    work: { ...work, extracted },
    doubts: [],
    rival: 0,
    partlyCovered: false,
    grounded: true,
    weakSearch: false,
  };
  return confidenceOf(signalsOf({ ...facts, ...change }), PLAIN_CONFIDENCE);
}

describe("confidence", () => {
  it("is plain for exact words, and falls with every kind of doubt", () => {
    const sure = confidence([exact]);
    expect(sure).toBeGreaterThanOrEqual(0.95);
    expect(confidence([exact, fuzzy(0.9)])).toBeLessThan(sure);
    expect(confidence([exact, fuzzy(0.7)])).toBeLessThan(confidence([exact, fuzzy(0.9)]));
    expect(confidence([exact, entryOf("", { strength: "default" })])).toBeLessThan(sure);
    expect(confidence([exact], { rival: 0.9 })).toBeLessThan(sure);
    expect(confidence([exact], { grounded: false })).toBeLessThan(sure);
    expect(confidence([exact], { weakSearch: true })).toBeLessThan(sure);
  });

  it("doubts a split by what a filter holds, but not where the turn before made it", () => {
    const query = queryOf({
      groupBy: [{ kind: "field", field: "District" }],
      filters: [{ kind: "values", field: "District", values: ["West"], negated: false }],
    });
    const value = entryOf("West", { kind: "value", as: "District is West" });
    const split = entryOf("district", { kind: "field", as: "by District" });
    const doubt = (ledger: LedgerEntry[]) => {
      const work = workOfReading(readingOf(query, { ledger }));
      return signalsOf({
        work,
        doubts: [],
        rival: 0,
        partlyCovered: false,
        grounded: true,
        weakSearch: false,
      }).ownGroup;
    };
    expect(doubt([split, value])).toBe(1);
    expect(doubt([value])).toBe(0);
  });

  it("is no plain answer where a check failed", () => {
    const work = workOfReading(readingOf(queryOf({}), { ledger: [exact] }));
    const failed = {
      result: { columns: [], rows: [[1]], truncated: false, executedSql: "", databaseMs: 0 },
      columns: [],
      checks: [{ name: "parts sum to total", passed: false }],
      versions: {},
      boundedSql: "",
      cachedAt: null,
    };
    expect(confidence([exact], { work: { ...work, extracted: failed } })).toBeLessThan(0.8);
  });

  it("is the logistic of the base less what the doubts weigh, and never certain", () => {
    const model = { base: 2, weights: { fuzzy: -0.5, distance: -2 } };
    const logit = 2 - 0.5 - 2 * (1 - 0.8);
    expect(confidenceOf(ledgerSignals([exact, fuzzy(0.8)]), model)).toBeCloseTo(
      1 / (1 + Math.exp(-logit)),
      3,
    );
    expect(confidenceOf(ledgerSignals([exact]), { base: 50, weights: {} })).toBe(0.995);
  });

  it("never rises with a doubt more", () => {
    const names = [...FITTED_SIGNALS];
    const counts = fc.dictionary(fc.constantFrom(...names), fc.nat(3));
    fc.assert(
      fc.property(counts, fc.constantFrom(...names), (signals, more) => {
        const doubted = { ...signals, [more]: (signals[more] ?? 0) + 1 };
        expect(confidenceOf(doubted, PLAIN_CONFIDENCE)).toBeLessThanOrEqual(
          confidenceOf(signals, PLAIN_CONFIDENCE),
        );
      }),
    );
  });
});
