import { describe, expect, it } from "vitest";
import type { LedgerEntry } from "../../contracts/reading.js";
import { workOfReading } from "../resolve/work-of-plan.js";
import { entryOf, queryOf, readingOf } from "../testing/stand-ins.js";
import { confidenceOf, ledgerSignals, signalsOf } from "./confidence.js";

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
  const facts = { work: { ...work, extracted }, rival: 0, partlyCovered: false, grounded: true };
  return confidenceOf(signalsOf({ ...facts, ...change }), null);
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

  it("goes through the calibration, where there is one", () => {
    expect(confidenceOf(ledgerSignals([exact]), (raw) => raw / 2)).toBeCloseTo(0.491, 3);
  });
});
