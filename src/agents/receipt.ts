import { createHash } from "node:crypto";
import type { Answer } from "../contracts/answer.js";
import type { Receipt } from "../contracts/ports.js";
import type { Cell, ResultSet } from "../contracts/result.js";
import type { RunScope } from "./run-scope.js";
import type { Work } from "./state.js";

/** Everything needed to prove the answer again. `work` is null where no statement ran. */
export function receiptOf(answer: Answer, work: Work | null, scope: RunScope): Receipt {
  const { ports, question, set, asOf } = scope;
  return {
    ...unprovedReceipt(answer, scope),
    asOf,
    policyKey: set.key,
    thread: question.thread,
    query: work?.query ?? null,
    verifiedQuery: work?.verified ?? null,
    sql: work?.statement?.sql ?? null,
    parameters: work?.statement?.parameters ?? {},
    tableVersions: work?.extracted?.versions ?? {},
    resultHash: work?.extracted ? resultHash(work.extracted.result) : null,
    workspaceHash: ports.workspace.hash,
    retrieval: scope.retrieved?.stages ?? null,
  };
}

/** The receipt of a question that met a fault before its rights and date were known. */
export function unprovedReceipt(
  answer: Answer,
  { ports, question }: Pick<RunScope, "ports" | "question">,
): Receipt {
  return {
    version: 1,
    answerId: answer.id,
    createdAt: new Date(ports.clock.now()).toISOString(),
    workspace: ports.workspace.name,
    workspaceHash: ports.workspace.hash,
    user: question.user,
    policyKey: "",
    thread: question.thread,
    question: question.text,
    asOf: question.asOf ?? "",
    query: null,
    verifiedQuery: null,
    sql: null,
    parameters: {},
    tableVersions: {},
    resultHash: null,
    retrieval: null,
    answer,
  };
}

/** SHA-256 over columns and rows. Doubles are hashed by 12 digits: sums in another order may differ beyond. */
export function resultHash({ columns, rows }: Pick<ResultSet, "columns" | "rows">): string {
  const head = columns.map(({ name, type }) => [name, type]);
  const body = rows.map((row) => row.map(canonicalCell));
  return createHash("sha256")
    .update(JSON.stringify([head, body]))
    .digest("hex");
}

function canonicalCell(cell: Cell): Cell {
  return typeof cell === "number" && !Number.isInteger(cell) ? Number(cell.toPrecision(12)) : cell;
}
