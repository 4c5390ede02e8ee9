import type { MetricQuery } from "../../contracts/metric-query.js";
import type { ResultSet } from "../../contracts/result.js";
import { numberOf } from "../respond/derivation.js";
import { filterWords } from "../respond/scope-words.js";
import type { RunScope } from "../run-scope.js";
import { callOptions } from "../run-scope.js";
import type { Extracted, Work } from "../state.js";

const MOST_TRIED = 3;

/** Where nothing came back: which of the conditions it is that leaves no rows. Empty where there are rows or no conditions. */
export async function explainEmpty(
  { query }: Work,
  extracted: Extracted,
  scope: RunScope,
): Promise<string[]> {
  if (!query || query.filters.length === 0 || !isEmpty(extracted)) return [];
  const all = query.filters.map((filter) => filterWords(filter));
  const guilty: string[] = [];
  for (const [index, filter] of query.filters.slice(0, MOST_TRIED).entries()) {
    const without = { ...query, filters: query.filters.filter((_, at) => at !== index) };
    if (await hasRows(without, extracted, scope)) guilty.push(filterWords(filter));
  }
  const together = `Nothing is there ${all.join(" ")}`;
  if (guilty.length === 0 || query.filters.length === 1) return [`${together}.`];
  return [`${together}: there are rows without "${guilty.join('", or without "')}".`];
}

async function hasRows(query: MetricQuery, { columns }: Extracted, scope: RunScope): Promise<boolean> {
  const { rooms, ports, set, asOf, meter } = scope;
  const compiled = rooms.compile(query, ports.workspace, { asOf });
  if (compiled.kind !== "compiled") return false;
  const verdict = rooms.gate(compiled.sql, compiled.parameters, set, ports.catalog);
  if (verdict.verdict === "deny") return false;
  const key = { workspaceHash: ports.workspace.hash, asOf };
  const { result } = await scope.results.rows(verdict.approved, key, callOptions(scope));
  meter.databaseMs += result.databaseMs;
  return !isEmpty({ result, columns });
}

/** No row, or no number in any of them: a sum or a count of nothing is 0 or null. */
function isEmpty({ result, columns }: { result: ResultSet; columns: Extracted["columns"] }): boolean {
  const numbers = columns.flatMap(({ role }, index) => (role === "measure" ? [index] : []));
  if (numbers.length === 0) return result.rows.length === 0;
  return result.rows.every((row) => numbers.every((at) => (numberOf(row[at] ?? null) ?? 0) === 0));
}
