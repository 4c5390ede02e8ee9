import { CompileFault } from "./compile-fault.js";
import { quotientSql } from "./double-values.js";
import type { ValuePlan } from "./plan-value.js";
import type { QueryPlan } from "./query-plan.js";
import { type Stage, type StatementBuilder, sameGroups, selectSql } from "./statement-builder.js";

export function shareColumn(index: number): string {
  return `share_${index + 1}`;
}

/** Is the total over the groups that are summed over the sum of their values? */
export function isAdditiveOver(value: ValuePlan, fields: readonly string[]): boolean {
  if (value.additive === "all") return true;
  const allowed = value.additive.map((field) => field.toLowerCase());
  return fields.every((field) => allowed.includes(field.toLowerCase()));
}

/**
 * Adds `share_n`: each number as a part of the total over all groups, or over those that agree on `within`.
 * A total that is the sum of its parts is summed; any other (distinct counts) comes from `totals`.
 */
export function withShares(
  plan: QueryPlan,
  builder: StatementBuilder,
  rows: Stage,
  totals: Stage | null,
  within: readonly string[],
): Stage {
  const columns = [...rows.columns];
  const list = rows.columns.map((column) => (totals === null ? column : `${rows.name}.${column}`));
  for (const value of plan.values) {
    const name = shareColumn(value.index);
    const own = totals === null ? value.column : `${rows.name}.${value.column}`;
    const partition = within.length === 0 ? "" : `PARTITION BY ${within.join(", ")}`;
    const total =
      totals === null ? `SUM(${value.column}) OVER (${partition})` : `${totals.name}.${value.column}`;
    list.push(`${quotientSql(own, total)} AS ${name}`);
    columns.push(name);
  }
  const from = [`FROM ${rows.name}`];
  if (totals !== null) {
    from.push(
      within.length === 0
        ? `CROSS JOIN ${totals.name}`
        : `LEFT JOIN ${totals.name} ON ${sameGroups(totals.name, rows.name, within)}`,
    );
  }
  return builder.add("shared", columns, selectSql(list, from));
}

export function checkShare(plan: QueryPlan): void {
  for (const value of plan.values) {
    if (!value.ratio) continue;
    throw new CompileFault(
      "not_supported",
      `\`${value.name}\` is a ratio or an average; parts of it make no whole.`,
    );
  }
}
