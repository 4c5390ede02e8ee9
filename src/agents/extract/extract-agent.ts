import { hasNext } from "../rival.js";
import type { RunScope } from "../run-scope.js";
import { callOptions } from "../run-scope.js";
import type { Extracted, RunState, Work } from "../state.js";
import { currentWork, withCurrent } from "../state.js";
import { crossChecks } from "./cross-checks.js";
import { explainEmpty } from "./explain-empty.js";
import { dimensionsFirst, inferColumns } from "./infer-columns.js";

/** Fetches the rows of the reading in hand and cross-checks them as far as the budget goes. */
export async function extract(state: RunState, scope: RunScope): Promise<Partial<RunState>> {
  const work = currentWork(state);
  const fetched = await fetchRows(work, state.at, scope);
  const isReading = work.role === "reading";
  const checks = isReading ? await crossChecks(work, fetched, scope) : [];
  const empty = isReading ? await explainEmpty(work, fetched, scope) : [];
  return {
    work: withCurrent(state, { extracted: { ...fetched, checks }, notes: [...work.notes, ...empty] }),
    next: hasNext(state) ? "rival" : "respond",
  };
}

async function fetchRows(work: Work, at: number, scope: RunScope): Promise<Extracted> {
  const approved = scope.approved.get(at);
  if (!approved || !work.statement) throw new TypeError(`Work ${at} was not validated.`);
  const { workspace } = scope.ports;
  const key = { workspaceHash: workspace.hash, asOf: scope.asOf };
  const { result, versions, cachedAt } = await scope.results.rows(approved, key, callOptions(scope));
  scope.meter.databaseMs += result.databaseMs;
  const columns = work.statement.columns ?? inferColumns(result.columns, scope.views);
  const ordered = dimensionsFirst(result, columns);
  return { ...ordered, checks: [], versions, boundedSql: approved.sql, cachedAt };
}
