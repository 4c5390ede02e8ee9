import type { IsoDate } from "../contracts/dates.js";
import type { DayRange } from "./aggregate-block.js";
import { CompileFault } from "./compile-fault.js";
import { periodStage, ROW_COUNT } from "./period-stage.js";
import type { ValuePlan } from "./plan-value.js";
import type { GroupPlan, QueryPlan } from "./query-plan.js";
import { type Stage, type StatementBuilder, sameGroups, selectSql } from "./statement-builder.js";
import { axisGroup, axisSql, type TimeAxis, timeAxis } from "./time-axis.js";
import { bucketSql } from "./time-bucket.js";

export interface AlignOptions {
  range: DayRange;
  /** List every bucket of a trend. */
  isFilled: boolean;
  /** Buckets before this day are listed only from the first one with rows on: before it nothing was loaded. */
  askedFrom?: IsoDate;
  /** The earlier range of a comparison. */
  earlier: { range: DayRange; shift: { count: number; unit: "day" | "month" } | null } | null;
}

/**
 * Numbers of one range, laid out on the keys that the answer lists: the groups with rows, or every bucket of a trend,
 * or (in a comparison) the groups of either range. Adds `previous_n` for a comparison.
 */
export function alignedStage(plan: QueryPlan, builder: StatementBuilder, options: AlignOptions): Stage {
  const axis = options.isFilled ? timeAxis(plan, options.range) : null;
  const { earlier } = options;
  const isLaidOut = plan.groups.length > 0 && (axis !== null || earlier !== null);
  const withRowCount = isLaidOut && plan.values.some((value) => value.emptyIsZero);
  const grouped = periodStage(plan, builder, { name: "grouped", range: options.range, withRowCount });
  const before =
    earlier && periodStage(plan, builder, { name: "earlier", range: earlier.range, withRowCount });
  if (plan.groups.length === 0) return before === null ? grouped : sideBySide(plan, builder, grouped, before);
  if (axis === null && before === null) return grouped;
  const shift = earlier?.shift ?? null;
  if (axis !== null && options.askedFrom !== undefined) {
    const asked = `${axis.group.column} >= ${plan.parameters.addDate(options.askedFrom)}`;
    const loaded = `${axis.group.column} >= (SELECT MIN(${axis.group.column}) FROM ${grouped.name})`;
    axis.conditions.push(`(${asked} OR ${loaded})`);
  }
  const keys = keysStage(plan, builder, { axis, grouped, before });
  return layOut(plan, builder, { keys, grouped, before, shift });
}

function sideBySide(plan: QueryPlan, builder: StatementBuilder, now: Stage, before: Stage): Stage {
  const columns = plan.values.flatMap(({ index, column }) => [
    `${now.name}.${column}`,
    `${before.name}.${column} AS ${previousColumn(index)}`,
  ]);
  const names = plan.values.flatMap(({ index, column }) => [column, previousColumn(index)]);
  return builder.add(
    "compared",
    names,
    selectSql(columns, [`FROM ${now.name}`, `CROSS JOIN ${before.name}`]),
  );
}

interface Sides {
  grouped: Stage;
  before: Stage | null;
}

/** One row per key of the answer. */
function keysStage(
  plan: QueryPlan,
  builder: StatementBuilder,
  sides: Sides & { axis: TimeAxis | null },
): Stage {
  const columns = plan.groups.map((group) => group.column);
  const { axis, grouped, before } = sides;
  if (axis === null) {
    const onTime = plan.groups.some((group) => group.grouping.kind === "time");
    const both = before === null || onTime ? [grouped.name] : [grouped.name, before.name];
    return builder.add(
      "keys",
      columns,
      both.map((name) => `SELECT ${columns.join(", ")} FROM ${name}`).join("\nUNION\n"),
    );
  }
  const buckets = builder.add("buckets", [axis.group.column], axisSql(axis, grouped.name, plan));
  const others = columns.filter((column) => column !== axis.group.column).join(", ");
  if (others === "") return buckets;
  const members =
    before === null
      ? `SELECT DISTINCT ${others} FROM ${grouped.name}`
      : `SELECT ${others} FROM ${grouped.name} UNION SELECT ${others} FROM ${before.name}`;
  const list = columns.map((column) =>
    column === axis.group.column ? `buckets.${column}` : `members.${column}`,
  );
  const rest = [`FROM ${aliased(buckets, "buckets")}`, `CROSS JOIN (${members}) AS members`];
  return builder.add("keys", columns, selectSql(list, rest));
}

function layOut(
  plan: QueryPlan,
  builder: StatementBuilder,
  sides: Sides & { keys: Stage; shift: Shift },
): Stage {
  const { keys, grouped, before, shift } = sides;
  const groups = plan.groups.map((group) => group.column);
  const columns = groups.map((column) => `keys.${column}`);
  const names = [...groups];
  const rest = [
    `FROM ${aliased(keys, "keys")}`,
    `LEFT JOIN ${aliased(grouped, "grouped")} ON ${sameGroups("grouped", "keys", groups)}`,
  ];
  for (const value of plan.values) {
    columns.push(`${presentValue(value)} AS ${value.column}`);
    names.push(value.column);
  }
  if (before !== null) {
    rest.push(`LEFT JOIN ${aliased(before, "earlier")} ON ${shiftedMatch(plan, shift)}`);
    for (const value of plan.values) {
      columns.push(`${earlierValue(plan, value, before, shift)} AS ${previousColumn(value.index)}`);
      names.push(previousColumn(value.index));
    }
  }
  return builder.add(before === null ? "filled" : "compared", names, selectSql(columns, rest));
}

function presentValue(value: ValuePlan): string {
  if (!value.emptyIsZero) return `grouped.${value.column}`;
  return `CASE WHEN grouped.${ROW_COUNT} IS NULL THEN 0 ELSE grouped.${value.column} END`;
}

type Shift = { count: number; unit: "day" | "month" } | null;

/** 0 for a group without rows, but NULL where the earlier range has no rows at all or none yet: nothing was loaded then. */
function earlierValue(plan: QueryPlan, value: ValuePlan, before: Stage, shift: Shift): string {
  const column = `earlier.${value.column}`;
  if (!value.emptyIsZero) return column;
  const time = timeGroup(plan);
  const loaded =
    time === null
      ? `(SELECT COUNT(*) FROM ${before.name}) > 0`
      : `${shiftedBucket(plan, time, shift)} >= (SELECT MIN(${time.column}) FROM ${before.name})`;
  return `CASE WHEN earlier.${ROW_COUNT} IS NULL THEN CASE WHEN ${loaded} THEN 0 END ELSE ${column} END`;
}

function shiftedMatch(plan: QueryPlan, shift: Shift): string {
  const time = timeGroup(plan);
  return plan.groups
    .map((group) => {
      const now = group === time ? shiftedBucket(plan, group, shift) : `keys.${group.column}`;
      return `earlier.${group.column} <=> ${now}`;
    })
    .join(" AND ");
}

/** The bucket that lies `shift` before the key's. */
function shiftedBucket(plan: QueryPlan, group: GroupPlan, shift: Shift): string {
  if (shift === null) {
    throw new CompileFault(
      "bad_query",
      "The change from bucket to bucket can't be shown for several periods at once: ask for one of them, or for the change without the buckets.",
    );
  }
  const key = `keys.${group.column}`;
  if (shift.unit === "day") return `date_sub(${key}, ${shift.count})`;
  const moved = `add_months(${key}, -${shift.count})`;
  const isWeek = group.grouping.kind === "time" && group.grouping.grain === "week";
  return isWeek ? bucketSql(moved, "week", plan.workspace.calendar) : moved;
}

function timeGroup(plan: QueryPlan): GroupPlan | null {
  return axisGroup(plan) ?? plan.groups.find((group) => group.grouping.kind === "time") ?? null;
}

export function previousColumn(index: number): string {
  return `previous_${index + 1}`;
}

function aliased(stage: Stage, alias: string): string {
  return stage.name === alias ? alias : `${stage.name} AS ${alias}`;
}
