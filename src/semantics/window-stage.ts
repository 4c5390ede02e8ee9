import type { LeafFilter } from "../contracts/metric-query.js";
import type { MeasureWindow, ModelField, ModelMeasure } from "../contracts/semantic-model.js";
import { blockSql, type DayRange, fromLines, rowConditions, whereLines } from "./aggregate-block.js";
import { groupColumns } from "./block-text.js";
import { CompileFault, lookUp } from "./compile-fault.js";
import { columnsOf } from "./expression.js";
import { checkFanOut } from "./fan-out.js";
import { dayFragment } from "./field-sql.js";
import type { GroupPlan, QueryPlan } from "./query-plan.js";
import {
  aggregatesWithJoins,
  enclosed,
  type Fragment,
  fieldFragment,
  joined,
  measureFragment,
  parsed,
} from "./sql-fragment.js";
import { type Stage, type StatementBuilder, sameGroups, selectSql } from "./statement-builder.js";
import { termFields } from "./term-sql.js";
import { parseWindowInterval, parseWindowRange, type WindowInterval } from "./window-range.js";

/**
 * A window measure per group. Each group has an anchor, its first or last ordering value in the period; the measure is
 * then taken over the rows around the anchor, also those before the period. Everything else that the group and
 * the filters say holds for those rows too. Column `part`; NULL where no row lies in the window.
 */
export function windowStage(
  plan: QueryPlan,
  builder: StatementBuilder,
  measure: ModelMeasure,
  range: DayRange,
): Stage {
  const orders = measure.window.map((window) => orderOf(plan, measure, window));
  const groups = plan.groups.map((group) => group.column);
  const anchors = builder.add(
    "anchors",
    [...groups, ...orders.map((order) => order.anchor)],
    blockSql(plan, {
      groups: groupColumns(plan),
      values: orders.map(({ anchor, first, key }) => ({
        column: anchor,
        sql: `${first ? "MIN" : "MAX"}(${key.sql})`,
        joins: key.joins,
      })),
      conditions: rowConditions(plan, range),
    }),
  );
  const windowed = builder.add("windowed", [...groups, "part"], windowedSql(plan, measure, orders, anchors));
  const list = [...groups.map((column) => `${anchors.name}.${column}`), `${windowed.name}.part`];
  const match =
    groups.length === 0
      ? `CROSS JOIN ${windowed.name}`
      : `LEFT JOIN ${windowed.name} ON ${sameGroups(windowed.name, anchors.name, groups)}`;
  return builder.add("part", [...groups, "part"], selectSql(list, [`FROM ${anchors.name}`, match]));
}

interface WindowOrder {
  window: MeasureWindow;
  field: ModelField;
  key: Fragment;
  anchor: string;
  first: boolean;
}

function orderOf(plan: QueryPlan, measure: ModelMeasure, window: MeasureWindow): WindowOrder {
  const field = lookUp(plan.scope.view.fields, window.order, "field");
  const isGrouped = plan.groups.some(
    ({ field: grouped, grouping }) =>
      grouped.name === field.name &&
      (grouping.kind === "field" || (grouping.kind === "time" && grouping.grain === "day")),
  );
  if (window.semiadditive === null && !isGrouped) {
    throw new CompileFault(
      "not_supported",
      `\`${measure.name}\` has a value per \`${field.name}\` only, as its window says neither first nor last.`,
    );
  }
  const key = enclosed(field.timestamp ? dayFragment(field, plan) : fieldFragment(plan.scope, field));
  const anchor = `anchor_${measure.window.indexOf(window) + 1}`;
  return { window, field, key, anchor, first: window.semiadditive === "first" };
}

function windowedSql(plan: QueryPlan, measure: ModelMeasure, orders: WindowOrder[], anchors: Stage): string {
  const value = measureFragment(plan.scope, { ...measure, window: [] });
  const kept = plan.groups.filter((group) => !isOrdered(plan, [group.field.name], orders));
  const filters = plan.query.filters.filter((filter) => {
    const leaves: readonly LeafFilter[] = filter.kind === "any" ? filter.filters : [filter];
    const ordered = leaves.filter((leaf) => isOrdered(plan, fieldsOf(plan, leaf), orders));
    if (ordered.length > 0 && ordered.length < leaves.length) {
      throw new CompileFault(
        "not_supported",
        `\`${measure.name}\` has a window, which an "or" across its order would cut.`,
      );
    }
    return ordered.length === 0;
  });
  const conditions = rowConditions(
    { ...plan, query: { ...plan.query, filters } },
    { start: null, end: null },
  );
  const fragments = [
    ...groupColumns({ ...plan, groups: kept }),
    value,
    ...conditions,
    ...orders.map((order) => order.key),
  ];
  checkFanOut(measure.name, aggregatesWithJoins(plan.scope, measure), joined(fragments));
  const matches = [
    ...kept.map((group: GroupPlan) => `${enclosed(group.key).sql} <=> ${anchors.name}.${group.column}`),
    ...orders.flatMap((order) => frameConditions(order, `${anchors.name}.${order.anchor}`, measure)),
  ];
  const groups = plan.groups.map((group) => `${anchors.name}.${group.column}`);
  // A count over no rows is 0 where there is no group, though nothing is known of the window.
  const part = groups.length === 0 ? `CASE WHEN COUNT(*) > 0 THEN ${value.sql} END` : value.sql;
  return selectSql(
    [...groups, `${part} AS part`],
    [
      ...fromLines(plan, joined(fragments)),
      matches.length === 0
        ? `CROSS JOIN ${anchors.name}`
        : `INNER JOIN ${anchors.name} ON ${matches.join("\n  AND ")}`,
      ...whereLines(conditions.map((condition) => condition.sql)),
      ...(groups.length === 0 ? [] : [`GROUP BY ${groups.map((_, i) => i + 1).join(", ")}`]),
    ],
  );
}

/** Conditions that put a row's ordering value into the frame around the anchor. */
function frameConditions(
  { window, field, key }: WindowOrder,
  anchor: string,
  measure: ModelMeasure,
): string[] {
  const range = parseWindowRange(window.range);
  const offset = window.offset === null ? null : parseWindowInterval(window.offset);
  const isDated = field.type === "date" || field.type === null;
  if (
    range === null ||
    (!isDated && (offset !== null || range.kind === "trailing" || range.kind === "leading"))
  ) {
    throw new CompileFault(
      "not_supported",
      `The window of \`${measure.name}\` cannot be computed over \`${field.name}\`.`,
    );
  }
  const at = offset === null ? anchor : moved(anchor, offset);
  switch (range.kind) {
    case "current":
      return [`${key.sql} = ${at}`];
    case "cumulative":
      return [`${key.sql} <= ${at}`];
    case "all":
      return [];
    case "trailing": {
      const start = moved(at, { ...range.interval, count: -range.interval.count });
      return range.inclusive
        ? [`${key.sql} > ${start}`, `${key.sql} <= ${at}`]
        : [`${key.sql} >= ${start}`, `${key.sql} < ${at}`];
    }
    case "leading": {
      const end = moved(at, range.interval);
      return range.inclusive
        ? [`${key.sql} >= ${at}`, `${key.sql} < ${end}`]
        : [`${key.sql} > ${at}`, `${key.sql} <= ${end}`];
    }
  }
}

function moved(day: string, { count, unit }: WindowInterval): string {
  return unit === "month" ? `add_months(${day}, ${count})` : `date_add(${day}, ${count})`;
}

/** Do these fields say something about the window's order? Then they place the anchor and do not cut the window. */
function isOrdered(plan: QueryPlan, fields: readonly string[], orders: readonly WindowOrder[]): boolean {
  const ordered = orders.flatMap((order) => columnNames(order.field));
  return fields.some((name) => {
    const field = lookUp(plan.scope.view.fields, name, "field");
    return columnNames(field).some((column) => ordered.includes(column));
  });
}

function fieldsOf(plan: QueryPlan, filter: LeafFilter): string[] {
  return filter.kind === "term" ? termFields(filter.term, plan) : [filter.field];
}

function columnNames(field: ModelField): string[] {
  return columnsOf(parsed(field.expr)).map((column) =>
    column.parts.map((part) => part.name.toLowerCase()).join("."),
  );
}
