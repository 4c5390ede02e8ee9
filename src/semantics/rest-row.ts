import { checkAdditivity } from "./additivity.js";
import { CompileFault } from "./compile-fault.js";
import { periodStage, ROW_COUNT } from "./period-stage.js";
import { needsWindow } from "./plan-value.js";
import type { GroupPlan, QueryPlan } from "./query-plan.js";
import { hasRunning } from "./running-stage.js";
import { REST } from "./stage-columns.js";
import { type Stage, type StatementBuilder, selectSql } from "./statement-builder.js";

/** Names the row of all groups that a top-N leaves out. */
export const REST_NAME = "Everything else";

/**
 * The rows that are shown, and one more for all other groups together. Its numbers are computed from their rows, so
 * a distinct count or a ratio is that of the whole rest. No other groups, no row.
 */
export function withRestRow(
  plan: QueryPlan,
  builder: StatementBuilder,
  ranked: Stage,
  conditions: readonly string[],
): Stage {
  const group = onlyGroup(plan);
  const columns = [group.column, ...plan.values.map(({ column }) => column)];
  const where = conditions.length === 0 ? [] : [`WHERE ${conditions.join(" AND ")}`];
  const shown = builder.add("shown", columns, selectSql(columns, [`FROM ${ranked.name}`, ...where]));
  const elsewhere = {
    sql: `NOT EXISTS (SELECT 1 FROM ${shown.name} WHERE ${shown.name}.${group.column} <=> (${group.key.sql}))`,
    joins: group.key.joins,
  };
  const [{ start = null, end = null } = {}] = plan.query.periods;
  const rest = periodStage(restPlan(plan, [elsewhere]), builder, {
    name: "rest",
    range: { start, end },
    withRowCount: true,
  });
  const values = plan.values.map(({ column }) => column);
  return builder.add(
    "with_rest",
    [...columns, REST],
    [
      selectSql([...columns, `0 AS ${REST}`], [`FROM ${shown.name}`]),
      "UNION ALL",
      selectSql(
        [`'${REST_NAME}' AS ${group.column}`, ...values, `1 AS ${REST}`],
        [`FROM ${rest.name}`, `WHERE ${ROW_COUNT} > 0`],
      ),
    ].join("\n"),
  );
}

/** Refuses what has no rest that could stand in one row. */
export function checkRest(plan: QueryPlan): void {
  const { query } = plan;
  const refuse = (message: string): never => {
    throw new CompileFault("not_supported", message);
  };
  if (query.groupBy.length !== 1 || onlyGroup(plan).type !== "string")
    refuse("Everything else fits in one row beside the names of one field only.");
  const extras = [
    query.comparison,
    query.share,
    query.rank,
    query.top?.from ?? null,
    query.top?.both ?? null,
  ];
  const windowed = hasRunning(plan) || plan.values.some(({ selection }) => needsWindow(selection, plan));
  if (query.apart && (query.top !== null || query.having.length > 0))
    refuse("Groups are set apart by name or by their place, not by both.");
  if (query.periods.length > 1 || windowed || extras.some((extra) => extra !== null))
    refuse("Everything else is shown beside the plain numbers of one period only.");
  checkAdditivity(restPlan(plan, []));
}

function restPlan(plan: QueryPlan, besides: NonNullable<QueryPlan["besides"]>): QueryPlan {
  return { ...plan, groups: [], besides };
}

function onlyGroup({ groups }: QueryPlan): GroupPlan {
  const [group] = groups;
  if (group === undefined) throw new CompileFault("bad_query", "A top-N needs a grouping.");
  return group;
}
