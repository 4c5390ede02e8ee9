import { addDays, isDay } from "../calendar/day.js";
import { assertUnreachable } from "../contracts/errors.js";
import type { FieldValue, Filter, LeafFilter } from "../contracts/metric-query.js";
import type { ModelField } from "../contracts/semantic-model.js";
import { CompileFault, lookUp } from "./compile-fault.js";
import { cycleFragment, dayFragment } from "./field-sql.js";
import type { ParameterBag } from "./parameter-bag.js";
import type { PlanContext } from "./plan-context.js";
import { enclosed, type Fragment, fieldFragment, joined } from "./sql-fragment.js";
import { termFragment } from "./term-sql.js";

export interface FilterContext extends PlanContext {
  parameters: ParameterBag;
}

/** A condition over base rows. A negated condition keeps every row for which the plain one does not hold, NULLs too. */
export function filterFragment(filter: Filter, context: FilterContext): Fragment {
  if (filter.kind !== "any") return leafFragment(filter, context);
  const parts = filter.filters.map((leaf) => leafFragment(leaf, context));
  return { sql: `(${parts.map((part) => part.sql).join(" OR ")})`, joins: joined(parts) };
}

function leafFragment(filter: LeafFilter, context: FilterContext): Fragment {
  if (filter.kind === "term") {
    const term = termFragment(filter.term, context);
    return { ...term, sql: filter.negated ? `(${term.sql}) IS NOT TRUE` : `(${term.sql})` };
  }
  const field = lookUp(context.scope.view.fields, filter.field, "field");
  switch (filter.kind) {
    case "values":
      return valuesFragment(field, filter.values, filter.negated, context);
    case "range":
      return rangeFragment(field, filter, context);
    case "contains": {
      const text = fieldFragment(context.scope, field);
      const value = field.type === "string" || field.type === null ? text.sql : `CAST(${text.sql} AS STRING)`;
      const sql = `contains(lower(${value}), lower(${context.parameters.add(filter.text)}))`;
      return { ...text, sql: negatedSql(sql, filter.negated) };
    }
    case "cycle": {
      const part = cycleFragment(field, filter.cycle, context);
      return { ...part, sql: negatedSql(`${part.sql} IN (${filter.values.join(", ")})`, filter.negated) };
    }
    default:
      return assertUnreachable(filter);
  }
}

function valuesFragment(
  field: ModelField,
  values: readonly FieldValue[],
  negated: boolean,
  context: FilterContext,
): Fragment {
  const key = enclosed(field.timestamp ? dayFragment(field, context) : fieldFragment(context.scope, field));
  return { ...key, sql: valuesCondition(key.sql, field, values, negated, context.parameters) };
}

/** `sql` equals one of the values; null among them means NULL. */
export function valuesCondition(
  sql: string,
  field: ModelField,
  values: readonly FieldValue[],
  negated: boolean,
  parameters: ParameterBag,
): string {
  const present = values.filter((value) => value !== null);
  const hasNull = present.length < values.length;
  const list = present.map((value) => boundValue(value, field, parameters)).join(", ");
  const equal = present.length === 1 ? `${sql} = ${list}` : `${sql} IN (${list})`;
  const different = present.length === 1 ? `${sql} <> ${list}` : `${sql} NOT IN (${list})`;
  if (present.length === 0) return negated ? `${sql} IS NOT NULL` : `${sql} IS NULL`;
  if (hasNull) return negated ? `(${sql} IS NOT NULL AND ${different})` : `(${equal} OR ${sql} IS NULL)`;
  return negated ? `(${different} OR ${sql} IS NULL)` : equal;
}

function rangeFragment(
  field: ModelField,
  filter: Extract<LeafFilter, { kind: "range" }>,
  context: FilterContext,
): Fragment {
  const key = enclosed(fieldFragment(context.scope, field));
  const bounds = [
    filter.min ? boundSql(key.sql, field, ">", filter.min, context) : null,
    filter.max ? boundSql(key.sql, field, "<", filter.max, context) : null,
  ].filter((bound) => bound !== null);
  const sql = bounds.length === 0 ? `${key.sql} IS NOT NULL` : bounds.join(" AND ");
  return { ...key, sql: bounds.length > 1 || filter.negated ? negatedSql(sql, filter.negated) : sql };
}

type Bound = { value: string | number; inclusive: boolean };

function boundSql(
  sql: string,
  field: ModelField,
  side: "<" | ">",
  bound: Bound,
  context: FilterContext,
): string {
  if (field.timestamp) {
    // "after 5 May" and "up to 5 May" both turn at the midnight that ends the day.
    const afterDay = side === ">" ? !bound.inclusive : bound.inclusive;
    const day = dayValue(bound.value, field);
    return momentCondition(sql, side === ">" ? ">=" : "<", afterDay ? addDays(day, 1) : day, context);
  }
  return `${sql} ${side}${bound.inclusive ? "=" : ""} ${boundValue(bound.value, field, context.parameters)}`;
}

/** Compares a timestamp with the midnight at which a day begins, on the wall clock of the session's time zone. */
export function momentCondition(
  sql: string,
  operator: ">=" | "<",
  day: string,
  context: FilterContext,
): string {
  return `${sql} ${operator} CAST(${context.parameters.add(`${day} 00:00:00`)} AS TIMESTAMP)`;
}

function boundValue(value: string | number | boolean, field: ModelField, parameters: ParameterBag): string {
  switch (field.type) {
    case "date":
      return parameters.addDate(dayValue(value, field));
    case "number": {
      const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
      if (typeof number === "number" && Number.isFinite(number)) return parameters.add(number);
      throw new CompileFault("bad_value", `\`${field.name}\` is a number; \`${value}\` is not.`);
    }
    case "boolean":
      return parameters.add(booleanValue(value, field));
    default:
      return parameters.add(field.type === "string" ? String(value) : value);
  }
}

function booleanValue(value: string | number | boolean, field: ModelField): boolean {
  const text = String(value).toLowerCase();
  if (["true", "yes", "1"].includes(text)) return true;
  if (["false", "no", "0"].includes(text)) return false;
  throw new CompileFault("bad_value", `\`${field.name}\` is true or false; \`${value}\` is neither.`);
}

function dayValue(value: string | number | boolean, field: ModelField): string {
  if (typeof value === "string" && isDay(value)) return value;
  throw new CompileFault("bad_value", `\`${field.name}\` is a date; \`${value}\` is not (YYYY-MM-DD).`);
}

function negatedSql(sql: string, negated: boolean): string {
  return negated ? `(${sql}) IS NOT TRUE` : sql;
}
