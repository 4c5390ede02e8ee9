import type { Check } from "../../contracts/answer.js";
import type { ModelJoin } from "../../contracts/semantic-model.js";
import { numberOf } from "../respond/derivation.js";
import type { RunScope } from "../run-scope.js";
import { callOptions, viewOf } from "../run-scope.js";
import type { Extracted, Work } from "../state.js";

/** Is the key of every joined table unique, as its cardinality promises? Else rows were doubled. Asked once a table version. */
export async function checkJoins(
  { query }: Work,
  { versions }: Extracted,
  scope: RunScope,
): Promise<Check[]> {
  const view = query ? viewOf(scope, query.view) : null;
  const used = allJoins(view?.joins ?? []).filter(
    ({ source, cardinality }) => source in versions && cardinality !== "one_to_many",
  );
  const keyed = used.flatMap((join) => {
    const column = keyColumn(join);
    return column === null ? [] : [{ join, column }];
  });
  if (keyed.length === 0) return [];
  const doubled: string[] = [];
  for (const { join, column } of keyed) {
    const id = `${join.source}.${column}@${versions[join.source]}/${scope.set.key}`;
    const unique = await scope.results.once(id, () => isUnique(join.source, column, scope));
    if (!unique) doubled.push(`${join.source} has several rows for one ${column}`);
  }
  const check = { name: "joins are row-neutral", passed: doubled.length === 0 };
  return [doubled.length === 0 ? check : { ...check, detail: `${doubled.join("; ")}.` }];
}

async function isUnique(relation: string, column: string, scope: RunScope): Promise<boolean> {
  const sql = `SELECT COUNT(${column}) AS held, COUNT(DISTINCT ${column}) AS distinct_held FROM ${relation}`;
  const verdict = scope.rooms.gate(sql, {}, scope.set, scope.ports.catalog);
  if (verdict.verdict === "deny") return true;
  const key = { workspaceHash: scope.ports.workspace.hash, asOf: scope.asOf };
  const { result } = await scope.results.rows(verdict.approved, key, callOptions(scope));
  scope.meter.databaseMs += result.databaseMs;
  const [held, distinct] = (result.rows[0] ?? []).map(numberOf);
  return held === distinct;
}

function allJoins(joins: ModelJoin[]): ModelJoin[] {
  return joins.flatMap((join) => [join, ...allJoins(join.joins)]);
}

/** The joined table's column in `source.a = name.b`, either way round; null for any other condition. */
function keyColumn({ name, on, using }: ModelJoin): string | null {
  if (using.length === 1) return using[0] ?? null;
  const sides = /^\s*(\w+)\.(\w+)\s*=\s*(\w+)\.(\w+)\s*$/.exec(on ?? "");
  if (!sides) return null;
  if (sides[3] === name) return sides[4] ?? null;
  return sides[1] === name ? (sides[2] ?? null) : null;
}
