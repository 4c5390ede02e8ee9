import type { Figures } from "./figures.js";

/** Gate in a suite -> figure, and whether the figure must be at least or at most the limit. */
export const GATE_NAMES: Readonly<Record<string, { figure: keyof Figures; bound: "min" | "max" }>> = {
  accuracy: { figure: "accuracy", bound: "min" },
  coverage: { figure: "coverage", bound: "min" },
  wrong_but_confident: { figure: "wrongButConfident", bound: "max" },
  clarification_precision: { figure: "clarificationPrecision", bound: "min" },
  clarification_recall: { figure: "clarificationRecall", bound: "min" },
  false_answers: { figure: "falseAnswers", bound: "max" },
  follow_up_accuracy: { figure: "followUpAccuracy", bound: "min" },
  faithfulness: { figure: "faithfulness", bound: "min" },
  ece: { figure: "ece", bound: "max" },
  auroc: { figure: "auroc", bound: "min" },
  risk_at_80: { figure: "riskAt80", bound: "max" },
  p50_ms: { figure: "p50Ms", bound: "max" },
  p95_ms: { figure: "p95Ms", bound: "max" },
  zero_token_share: { figure: "zeroTokenShare", bound: "min" },
};

export interface GateResult {
  gate: string;
  limit: number;
  /** Null where the suite has no case that the figure counts; such a gate passes. */
  value: number | null;
  passed: boolean;
}

/** Compares the figures with the suite's gates. */
export function checkGates(gates: Readonly<Record<string, number>>, figures: Figures): GateResult[] {
  return Object.entries(gates).map(([gate, limit]) => {
    const known = GATE_NAMES[gate];
    const value = known === undefined ? null : (figures[known.figure] as number | null);
    const passed = value === null || (known?.bound === "max" ? value <= limit : value >= limit);
    return { gate, limit, value, passed };
  });
}
