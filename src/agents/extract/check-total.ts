import type { Check } from "../../contracts/answer.js";
import { numberOf } from "../respond/derivation.js";
import type { RunScope } from "../run-scope.js";
import { callOptions } from "../run-scope.js";
import type { Extracted, Work } from "../state.js";

const TOLERANCE = 1e-6;

/** Do the parts of a breakdown add up to the same number asked without groups? The total reads no join that only a group needs, so it also finds rows that a join doubled. */
export async function checkTotal(work: Work, extracted: Extracted, scope: RunScope): Promise<Check[]> {
  const reconcile = work.statement?.reconcile;
  if (!reconcile || extracted.result.truncated || hidesJoined(work, scope)) return [];
  const totals = await totalsOf(reconcile.query, scope);
  if (!totals) return [];
  const failed = reconcile.sums.flatMap(({ select, total }) => {
    const column = extracted.columns.findIndex(({ of }) => of.kind === "select" && of.index === select);
    const parts = extracted.result.rows.map((row) => numberOf(row[column] ?? null) ?? 0);
    const sum = parts.reduce((a, b) => a + b, 0);
    const size = parts.reduce((a, b) => a + Math.abs(b), 0);
    const whole = numberOf(totals[total] ?? null) ?? 0;
    return Math.abs(sum - whole) > TOLERANCE * Math.max(1, size)
      ? [`${extracted.columns[column]?.name ?? "a number"} adds up to ${sum}, and is ${whole} as a whole.`]
      : [];
  });
  const check = { name: "parts sum to total", passed: failed.length === 0 };
  return [failed.length === 0 ? check : { ...check, detail: failed.join(" ") }];
}

/** A row rule on a joined table keeps rows out of a breakdown that the total, which reads no join, may count. */
function hidesJoined({ query }: Work, { set, views }: RunScope): boolean {
  const view = views.find(({ name }) => name === query?.view);
  return (view?.relations ?? []).some((relation) => relation !== view?.source && relation in set.rowRules);
}

async function totalsOf(query: NonNullable<Work["query"]>, scope: RunScope) {
  const { rooms, ports, set, asOf, meter } = scope;
  const compiled = rooms.compile(query, ports.workspace, { asOf });
  if (compiled.kind !== "compiled") return null;
  const verdict = rooms.gate(compiled.sql, compiled.parameters, set, ports.catalog);
  if (verdict.verdict === "deny") return null;
  const key = { workspaceHash: ports.workspace.hash, asOf };
  const { result } = await scope.results.rows(verdict.approved, key, callOptions(scope));
  meter.databaseMs += result.databaseMs;
  return result.rows[0] ?? null;
}
