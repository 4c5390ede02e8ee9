import type { IsoDate } from "../contracts/dates.js";
import type { MetricQuery } from "../contracts/metric-query.js";
import type { Parameters } from "../contracts/policy.js";
import type { Workspace } from "../contracts/semantic-model.js";
import { fromLines, rowConditions, whereLines } from "./aggregate-block.js";
import { baseBlock, fragmentOf } from "./block-text.js";
import { CompileFault } from "./compile-fault.js";
import { manyJoins } from "./fan-out.js";
import { chainOf, type JoinNode } from "./join-tree.js";
import { needsWindow } from "./plan-value.js";
import { planQuery } from "./query-plan.js";
import { joined } from "./sql-fragment.js";
import { indent } from "./statement-builder.js";

/**
 * A statement of one row, `rows_before` and `rows_after`: rows of the source in the query's first period without and
 * with the joins that the query uses. They differ only where a join that is declared as many_to_one finds several
 * rows, and then every sum of the answer is wrong. Null where no such join is used.
 */
export function compileJoinNeutrality(
  query: MetricQuery,
  workspace: Workspace,
  context: { asOf: IsoDate },
): { sql: string; parameters: Parameters } | null {
  try {
    const plan = planQuery({ ...query, filters: [] }, workspace, context.asOf);
    const inline = plan.values.filter(
      ({ selection }) => selection.kind !== "over_members" && !needsWindow(selection, plan),
    );
    const values = inline.map((value) => ({ column: value.column, ...fragmentOf(plan, value) }));
    const { start = null, end = null } = query.periods[0] ?? {};
    const block = baseBlock(plan, values, { start, end });
    const filters = rowConditions({ ...plan, query }, { start: null, end: null });
    const joins = joined([...block.groups, ...block.values, ...block.conditions, ...filters]);
    const neutral = new Set<JoinNode>(
      [...joins].flatMap(chainOf).filter((node) => manyJoins([node]).length === 0),
    );
    const conditions = block.conditions
      .filter((condition) => condition.joins.size === 0)
      .map(({ sql }) => sql);
    if (neutral.size === 0) return null;
    const count = (lines: string[]) => ["SELECT COUNT(*)", ...lines, ...whereLines(conditions)].join("\n");
    const counts = [count(fromLines(plan, new Set())), count(fromLines(plan, neutral))];
    const columns = counts.map(
      (sql, i) => `  (\n${indent(indent(sql))}\n  ) AS ${i === 0 ? "rows_before" : "rows_after"}`,
    );
    return { sql: `SELECT\n${columns.join(",\n")}`, parameters: plan.parameters.toParameters() };
  } catch (fault) {
    if (!(fault instanceof CompileFault)) throw fault;
    return null;
  }
}
