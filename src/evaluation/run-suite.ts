import { createHash } from "node:crypto";
import type { Answer } from "../contracts/answer.js";
import { AppError } from "../contracts/errors.js";
import type { Suite, SuiteTurn } from "../contracts/suite.js";
import { reliabilityTable, riskCoverageCurve } from "./calibration.js";
import { figuresOf, judgedAnswers } from "./figures.js";
import { checkGates } from "./gates.js";
import type { SuiteReport } from "./suite-report.js";
import type { GoldRows, TurnOutcome } from "./turn-outcome.js";
import { expectedKind, judge } from "./turn-outcome.js";

/** A question of a suite, ready to be asked. */
export interface AskedTurn {
  question: string;
  /** Turns of one case share it; each case has its own. */
  thread: string;
  as: string | null;
  asOf: string | null;
}

/** How a suite reaches the product. */
export interface SuitePorts {
  ask(turn: AskedTurn, signal: AbortSignal): Promise<Answer>;
  /** Runs gold SQL on the same engine, without row rules. */
  gold(sql: string, signal: AbortSignal): Promise<GoldRows>;
}

export interface SuiteOptions {
  signal: AbortSignal;
  /** Deadline of one question or one gold statement. */
  timeoutMs: number;
  /** Also ask the cases marked `model`, which need a language model. */
  withModel: boolean;
  onTurn?: (outcome: TurnOutcome) => void;
}

/**
 * Asks every case, turn by turn, and scores the answers. A fault in an answer is that case's failure; a fault in gold
 * SQL makes the case broken, and a suite with broken cases does not pass. Throws only when `signal` aborts.
 */
export async function runSuite(suite: Suite, ports: SuitePorts, options: SuiteOptions): Promise<SuiteReport> {
  const outcomes: TurnOutcome[] = [];
  const broken: SuiteReport["broken"] = [];
  const skipped: string[] = [];
  for (const one of suite.cases) {
    if (one.model === true && !options.withModel) {
      skipped.push(one.id);
      continue;
    }
    const shared = { as: one.as, as_of: one.as_of };
    const turns = "turns" in one ? one.turns : [one];
    const frame = { caseId: one.id, tags: one.tags ?? [], heldBack: isHeldBack(suite.name, one.id) };
    for (const [turn, asked] of turns.entries()) {
      options.signal.throwIfAborted();
      const id = turns.length > 1 ? `${one.id}.${turn + 1}` : one.id;
      const result = await runTurn({ ...shared, ...asked }, `eval:${suite.name}:${one.id}`, ports, options);
      if (result.kind === "broken") {
        broken.push({ id, message: result.message });
        continue;
      }
      const outcome: TurnOutcome = { id, turn, question: asked.ask, ...frame, ...result.outcome };
      outcomes.push(outcome);
      options.onTurn?.(outcome);
    }
  }
  return reportOf(suite, outcomes, broken, skipped);
}

/** A fixed tenth of the cases, by their ids: counted in every figure, but never listed one by one. */
export function isHeldBack(suite: string, caseId: string): boolean {
  const digest = createHash("sha256").update(`${suite}/${caseId}`).digest();
  return digest.readUInt32BE(0) % 10 === 0;
}

type TurnResult =
  | {
      kind: "judged";
      outcome: Omit<TurnOutcome, "id" | "caseId" | "turn" | "tags" | "heldBack" | "question">;
    }
  | { kind: "broken"; message: string };

async function runTurn(
  turn: SuiteTurn,
  thread: string,
  ports: SuitePorts,
  options: SuiteOptions,
): Promise<TurnResult> {
  const deadline = () => AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs)]);
  let gold: GoldRows | null = null;
  if (turn.expect.sql !== undefined) {
    try {
      gold = await ports.gold(turn.expect.sql, deadline());
    } catch (error) {
      options.signal.throwIfAborted();
      return { kind: "broken", message: `gold SQL failed: ${messageOf(error)}` };
    }
  }
  const started = performance.now();
  const asked = { question: turn.ask, thread, as: turn.as ?? null, asOf: turn.as_of ?? null };
  try {
    const answer = await ports.ask(asked, deadline());
    const verdict = judge(turn.expect, answer, gold);
    const latencyMs = answer.timings.totalMs > 0 ? answer.timings.totalMs : performance.now() - started;
    return {
      kind: "judged",
      outcome: {
        ...verdict,
        answerId: answer.id,
        status: answer.status,
        confidence: answer.confidence,
        latencyMs,
        tokens: answer.usage.inputTokens + answer.usage.outputTokens,
        usd: answer.usage.usd,
      },
    };
  } catch (error) {
    options.signal.throwIfAborted();
    const none = {
      answerId: null,
      confidence: null,
      unproven: [],
      tokens: 0,
      usd: 0,
      latencyMs: performance.now() - started,
    };
    const expects = expectedKind(turn.expect);
    return {
      kind: "judged",
      outcome: { ...none, expects, status: "failed", right: false, reason: messageOf(error) },
    };
  }
}

function reportOf(
  suite: Suite,
  outcomes: TurnOutcome[],
  broken: SuiteReport["broken"],
  skipped: string[],
): SuiteReport {
  const figures = figuresOf(outcomes);
  const tags = [...new Set(outcomes.flatMap((one) => one.tags))].sort();
  const gates = checkGates(suite.gates ?? {}, figures);
  const judged = judgedAnswers(outcomes);
  return {
    suite: suite.name,
    passed: broken.length === 0 && outcomes.length > 0 && gates.every(({ passed }) => passed),
    figures,
    perTag: Object.fromEntries(
      tags.map((tag) => [tag, figuresOf(outcomes.filter((one) => one.tags.includes(tag)))]),
    ),
    heldBack: figuresOf(outcomes.filter((one) => one.heldBack)),
    gates,
    reliability: reliabilityTable(judged),
    riskCoverage: riskCoverageCurve(judged),
    outcomes,
    broken,
    skipped,
  };
}

function messageOf(error: unknown): string {
  if (error instanceof AppError) return `${error.message} ${error.remedy}`;
  return error instanceof Error ? error.message : String(error);
}
