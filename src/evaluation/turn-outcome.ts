import type { Answer } from "../contracts/answer.js";
import type { Cell } from "../contracts/result.js";
import type { Expectation } from "../contracts/suite.js";
import { unprovenNumbers } from "./faithfulness.js";
import { matchRows } from "./rows-match.js";

/** Result of gold SQL. */
export interface GoldRows {
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
}

/** How one question or turn went. Plain data for the figures and the report. */
export interface TurnOutcome {
  /** Case id, with the turn's number in a dialogue: "D01.2". */
  id: string;
  caseId: string;
  /** 0 for a single question and the first turn of a dialogue. */
  turn: number;
  tags: string[];
  heldBack: boolean;
  question: string;
  /** Null where asking itself failed. */
  answerId: string | null;
  expects: "rows" | Answer["status"];
  status: Answer["status"];
  /** Everything that was expected is so. */
  right: boolean;
  /** Why not; null where right. */
  reason: string | null;
  confidence: number | null;
  /** Numbers of headline and narrative that stand in no row and follow from none. */
  unproven: string[];
  latencyMs: number;
  tokens: number;
  usd: number;
}

/** Compares an answer with what its case expects. `gold` is needed where the expectation holds SQL. */
export function judge(
  expect: Expectation,
  answer: Answer,
  gold: GoldRows | null,
): Pick<TurnOutcome, "right" | "reason" | "expects" | "unproven"> {
  const expects = expectedKind(expect);
  const reason =
    statusReason(expects === "rows" ? "answered" : expects, answer) ??
    codeReason(expect, answer) ??
    rowsReason(expect, answer, gold) ??
    mentionsReason(expect, answer);
  const unproven = answer.status === "answered" ? unprovenNumbers(answer) : [];
  return { right: reason === null, reason, expects, unproven };
}

/** What a turn counts as in the figures. */
export function expectedKind(expect: Expectation): TurnOutcome["expects"] {
  if (expect.sql !== undefined || expect.rows !== undefined) return "rows";
  return expect.status ?? "answered";
}

function statusReason(wanted: Answer["status"], answer: Answer): string | null {
  if (answer.status === wanted) return null;
  const said =
    answer.refusal?.message ?? answer.clarification?.question ?? answer.error?.message ?? answer.headline;
  return `${wanted} expected, ${answer.status} given: ${said}`;
}

function codeReason({ code }: Expectation, answer: Answer): string | null {
  const given = answer.refusal?.code ?? answer.error?.code ?? null;
  return code === undefined || code === given ? null : `code ${code} expected, ${given} given`;
}

function rowsReason(expect: Expectation, answer: Answer, gold: GoldRows | null): string | null {
  const ordered = expect.ordered ?? false;
  for (const wanted of [gold, literalRows(expect)]) {
    if (wanted === null) continue;
    const verdict = matchRows({ rows: wanted.rows, width: wanted.columns.length, ordered }, answer);
    if (!verdict.right) return verdict.reason;
  }
  return null;
}

function literalRows({ rows }: Expectation): GoldRows | null {
  return rows === undefined ? null : { columns: (rows[0] ?? []).map(String), rows };
}

function mentionsReason({ mentions }: Expectation, answer: Answer): string | null {
  const text = JSON.stringify([
    answer.headline,
    answer.narrative,
    answer.uncertainty,
    answer.clarification,
    answer.refusal?.message,
    answer.error?.message,
    answer.interpretation,
  ]).toLowerCase();
  const lost = (mentions ?? []).filter(
    (word) => !text.includes(JSON.stringify(word.toLowerCase()).slice(1, -1)),
  );
  return lost.length === 0 ? null : `does not mention ${lost.join(", ")}`;
}
