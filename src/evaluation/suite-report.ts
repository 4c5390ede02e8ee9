import type { ReliabilityBin, RiskPoint } from "./calibration.js";
import type { Figures } from "./figures.js";
import type { GateResult } from "./gates.js";
import type { TurnOutcome } from "./turn-outcome.js";

/** Result of one suite: plain data, written as JSON as it is. */
export interface SuiteReport {
  suite: string;
  /** All gates hold, every gold statement ran, and there was at least one case. */
  passed: boolean;
  figures: Figures;
  perTag: Record<string, Figures>;
  /** The held-back tenth, only ever looked at as a total. */
  heldBack: Figures;
  gates: GateResult[];
  reliability: ReliabilityBin[];
  riskCoverage: RiskPoint[];
  outcomes: TurnOutcome[];
  /** Cases whose gold SQL failed. */
  broken: { id: string; message: string }[];
  /** Cases left out because they need a language model. */
  skipped: string[];
}

/** The report for JSON: outcomes of held-back cases lose everything that could be tuned to. */
export function withoutHeldBack(report: SuiteReport): SuiteReport {
  return { ...report, outcomes: report.outcomes.filter(({ heldBack }) => !heldBack) };
}
