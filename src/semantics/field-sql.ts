import type { Grouping } from "../contracts/metric-query.js";
import type { ModelField, ValueType } from "../contracts/semantic-model.js";
import { CompileFault } from "./compile-fault.js";
import type { PlanContext } from "./plan-context.js";
import { type Fragment, fieldFragment } from "./sql-fragment.js";
import { bucketSql, cycleSql } from "./time-bucket.js";

/** Key of a grouping over base rows, with the type of what is shown. */
export function fieldSql(
  field: ModelField,
  grouping: Grouping,
  context: PlanContext,
): Fragment & { type: ValueType } {
  if (grouping.kind === "field") {
    const type = field.type ?? "string";
    const key = field.timestamp ? dayFragment(field, context) : fieldFragment(context.scope, field);
    return { ...key, type };
  }
  if (grouping.kind === "time") {
    const day = dayFragment(field, context);
    return { ...day, sql: bucketSql(day.sql, grouping.grain, context.workspace.calendar), type: "date" };
  }
  return {
    ...cycleFragment(field, grouping.cycle, context),
    type: grouping.cycle === "hour" ? "number" : "string",
  };
}

export function cycleFragment(
  field: ModelField,
  cycle: Extract<Grouping, { kind: "cycle" }>["cycle"],
  context: PlanContext,
): Fragment {
  if (cycle !== "hour") {
    const day = dayFragment(field, context);
    return { ...day, sql: cycleSql(day.sql, cycle) };
  }
  if (!field.timestamp) {
    throw new CompileFault("not_a_date", `\`${field.name}\` holds no time of day.`);
  }
  const moment = fieldFragment(context.scope, field);
  return { ...moment, sql: cycleSql(moment.sql, cycle) };
}

/**
 * The calendar day of a date field. Every engine reads timestamps on the wall clock of the workspace's time zone: the
 * sessions of Databricks are set to it, and the embedded tables hold it.
 */
export function dayFragment(field: ModelField, context: PlanContext): Fragment {
  if (field.type !== null && field.type !== "date") {
    throw new CompileFault("not_a_date", `\`${field.name}\` is not a date.`);
  }
  const raw = fieldFragment(context.scope, field);
  return field.timestamp ? { ...raw, sql: `CAST(${raw.sql} AS DATE)` } : raw;
}
