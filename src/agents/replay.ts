import type { ReplayReport } from "../contracts/conversation.js";
import type { ApprovedSql, Parameters } from "../contracts/policy.js";
import type { CallOptions, Receipt, Warehouse } from "../contracts/ports.js";
import type { ResultColumn, ResultSet } from "../contracts/result.js";
import { dimensionsFirst, inferColumns } from "./extract/infer-columns.js";
import type { AgentPorts } from "./ports.js";
import { resultHash } from "./receipt.js";
import type { Rooms } from "./rooms.js";

/** Runs a receipt's statement again under today's rights of its user, on the data as it was where that can still be read, and says what differs. Throws AppError where the warehouse can't be reached. */
export async function replayReceipt(
  receipt: Receipt,
  ports: AgentPorts,
  rooms: Rooms,
  signal: AbortSignal,
): Promise<ReplayReport> {
  const differences =
    receipt.workspaceHash === ports.workspace.hash ? [] : ["The workspace's files have changed."];
  const report = (same: boolean, found: string[]): ReplayReport => ({
    answerId: receipt.answerId,
    same,
    differences: [...differences, ...found],
  });
  if (receipt.sql === null) return report(differences.length === 0, []);
  const set = ports.policySet(receipt.user);
  const rights = set.key === receipt.policyKey ? [] : [`The rights of ${receipt.user} have changed.`];
  const verdict = rooms.gate(receipt.sql, receipt.parameters as Parameters, set, ports.catalog);
  if (verdict.verdict === "deny")
    return report(false, [...rights, `The gate no longer allows it: ${verdict.message}`]);
  const options = { signal, timeoutMs: set.limits.statementTimeoutMs };
  const versions = await ports.warehouse.versions(verdict.approved.relations, options);
  const moved = Object.entries(versions).filter(
    ([table, version]) => receipt.tableVersions[table] !== version,
  );
  const then = moved.length === 0 ? null : await ports.warehouseAt?.(receipt.tableVersions, options);
  const data = moved.map(([table, version]) => {
    const before = receipt.tableVersions[table] ?? "unknown";
    const read = then ? "the old version was read" : `${before} can't be read any more`;
    return `${table} was at version ${before} and is at ${version}; ${read}.`;
  });
  const result = await runOnce(then ?? ports.warehouse, verdict.approved, options, then != null);
  const ordered = dimensionsFirst(result, columnsOf(receipt, result.columns, ports));
  const same = resultHash(ordered.result) === receipt.resultHash;
  const rows = same
    ? []
    : [`The rows differ: ${receipt.answer.rows.length} then, ${result.rows.length} now.`];
  return report(same, [...rights, ...data, ...rows]);
}

async function runOnce(
  warehouse: Warehouse,
  approved: ApprovedSql,
  options: CallOptions,
  close: boolean,
): Promise<ResultSet> {
  try {
    return await warehouse.run(approved, options);
  } finally {
    if (close) await warehouse.close();
  }
}

/** The answer's columns were put in order once; a compiled statement gives them so already. */
function columnsOf(receipt: Receipt, columns: ResultColumn[], ports: AgentPorts) {
  const inferred = inferColumns(columns, ports.workspace.views);
  if (receipt.query === null) return inferred;
  return inferred.map((column, index) => ({
    ...column,
    role: receipt.answer.columns[index]?.role ?? column.role,
  }));
}
