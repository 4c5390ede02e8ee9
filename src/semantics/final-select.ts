import type { OutputColumn } from "../contracts/result.js";
import { quoteIdentifier } from "../sql/quote.js";
import { blockSql, whereLines } from "./aggregate-block.js";
import { baseBlock, fragmentOf } from "./block-text.js";
import { orderItems } from "./order-sql.js";
import { type FinalColumn, finalColumns } from "./output-columns.js";
import { needsWindow } from "./plan-value.js";
import type { QueryPlan } from "./query-plan.js";
import type { ResultStage } from "./result-stage.js";
import { type StatementBuilder, selectSql } from "./statement-builder.js";

/** The whole statement: steps, columns with their headers, order. One plain pass over the rows needs no steps. */
export function finalSelect(
  plan: QueryPlan,
  builder: StatementBuilder,
  { stage, conditions }: ResultStage,
): { sql: string; columns: OutputColumn[] } {
  const columns = finalColumns(plan);
  const isFlat = builder.count === 1 && conditions.length === 0 && isSinglePass(plan, columns);
  return {
    sql: isFlat ? flatSql(plan, columns) : builder.finish(stagedSql(plan, columns, stage.name, conditions)),
    columns: columns.map((column) => column.output),
  };
}

function stagedSql(plan: QueryPlan, columns: FinalColumn[], stage: string, conditions: string[]): string {
  const list = columns.map(({ sql, output }) => `${sql} AS ${quoteIdentifier(output.name)}`);
  return selectSql(list, [`FROM ${stage}`, ...whereLines(conditions), ...orderLine(orderItems(plan))]);
}

function isSinglePass(plan: QueryPlan, columns: FinalColumn[]): boolean {
  const own = [...plan.groups, ...plan.values].map((part) => part.column);
  return (
    columns.length === own.length &&
    columns.every((column, i) => column.sql === own[i]) &&
    plan.values.every(
      ({ selection }) =>
        selection.kind !== "over_members" && selection.kind !== "running" && !needsWindow(selection, plan),
    )
  );
}

function flatSql(plan: QueryPlan, columns: FinalColumn[]): string {
  const values = plan.values.map((value) => ({ column: value.column, ...fragmentOf(plan, value) }));
  const { start = null, end = null } = plan.query.periods[0] ?? {};
  const block = baseBlock(plan, values, { start, end });
  const headed = <T extends { column: string }>(parts: readonly T[], from: number): T[] =>
    parts.map((part, i) => ({ ...part, column: columns[from + i]?.output.name ?? part.column }));
  const sql = blockSql(plan, {
    ...block,
    groups: headed(block.groups, 0),
    values: headed(block.values, block.groups.length),
  });
  const order = orderItems(plan).map((item) => {
    const at = columns.findIndex((column) => item.startsWith(`${column.sql} `));
    return `${at + 1}${item.slice((columns[at]?.sql ?? "").length)}`;
  });
  return [sql, ...orderLine(order)].join("\n");
}

function orderLine(items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`ORDER BY ${items.join(", ")}`];
}
