import type { Expr } from "../ast.js";
import { hasTime } from "../infer-kind.js";
import { literal } from "./quoting.js";
import { refuse } from "./refusal.js";
import { byArity, type CallText, type FunctionWriter } from "./writer.js";

const one = (template: string) => byArity({ 1: template });
const two = (template: string) => byArity({ 2: template });

/** Arrays of numbers, days or months between two ends, as Spark's `sequence` makes them. */
const sequence: FunctionWriter = (c) => {
  const [first, last, step] = c.exprs;
  const [a, b, by] = c.args;
  const kinds = [first, last].map((e) => (e ? c.w.kind(e) : null));
  const isTime =
    kinds.some((k) => k === "date" || k === "timestamp") || (step !== undefined && step.kind === "interval");
  if (!isTime) {
    if (by === undefined) return `dbx_int_series(${a}, ${b})`;
    return `generate_series(CAST(${a} AS BIGINT), CAST(${b} AS BIGINT), CAST(${by} AS BIGINT))`;
  }
  if (step === undefined) return `dbx_days_series(${a}, ${b}, 1)`;
  const part = plainStep(step);
  if (part === null) throw refuse("sequence", "the step must be a plain interval of one unit.");
  const isDate = !kinds.includes("timestamp");
  if (part.months !== 0 && isDate) return `dbx_months_series(${a}, ${b}, ${part.months})`;
  if (part.days !== 0 && isDate) return `dbx_days_series(${a}, ${b}, ${part.days})`;
  if (part.months !== 0)
    throw refuse("sequence", "months between timestamps are not known to the embedded engine.");
  return `generate_series(CAST(${a} AS TIMESTAMP), CAST(${b} AS TIMESTAMP), ${by})`;
};

const MONTHS: Record<string, number> = { MONTH: 1, QUARTER: 3, YEAR: 12 };
const DAYS: Record<string, number> = { DAY: 1, WEEK: 7 };

function plainStep(e: Expr): { months: number; days: number } | null {
  if (e.kind === "unary" && e.op === "-") {
    const part = plainStep(e.operand);
    return part && { months: -part.months, days: -part.days };
  }
  if (e.kind !== "interval" || e.parts.length !== 1) return null;
  const [part] = e.parts;
  const value = part?.value;
  const text =
    value?.kind === "string"
      ? value.value.trim()
      : value?.kind === "number"
        ? value.text
        : value
          ? signed(value)
          : null;
  const match = /^(-?\d+)\s*([a-z]*)$/i.exec(text ?? "");
  if (!match || !part || part.to !== null) return null;
  const unit = (part.unit || match[2] || "").toUpperCase().replace(/S$/, "");
  const n = Number(match[1]);
  if (MONTHS[unit]) return { months: n * MONTHS[unit], days: 0 };
  if (DAYS[unit]) return { months: 0, days: n * DAYS[unit] };
  return hasTime(e) ? { months: 0, days: 0 } : null;
}

function signed(e: Expr): string | null {
  return e.kind === "unary" && e.op === "-" && e.operand.kind === "number" ? `-${e.operand.text}` : null;
}

const struct: FunctionWriter = (c) => {
  const fields = c.call.args.map((a, i) => {
    const name =
      a.name ?? (a.value.kind === "column" ? a.value.parts.at(-1)?.name : undefined) ?? `col${i + 1}`;
    return `${literal(name)}: ${c.args[i]}`;
  });
  return `{${fields.join(", ")}}`;
};

const namedStruct: FunctionWriter = (c) => {
  const fields: string[] = [];
  for (let i = 0; i + 1 < c.exprs.length; i += 2) {
    const name = c.exprs[i];
    if (name?.kind !== "string") throw refuse("named_struct", "names must be plain texts.");
    fields.push(`${literal(name.value)}: ${c.args[i + 1]}`);
  }
  return `{${fields.join(", ")}}`;
};

const map: FunctionWriter = (c) => {
  const pairs: string[] = [];
  for (let i = 0; i + 1 < c.args.length; i += 2) pairs.push(`${c.args[i]}: ${c.args[i + 1]}`);
  return `MAP {${pairs.join(", ")}}`;
};

const lambda =
  (template: (list: string, fn: string) => string): FunctionWriter =>
  (c: CallText) => {
    const [, fn] = c.exprs;
    if (fn?.kind !== "lambda" || fn.params.length !== 1 || c.args.length !== 2) {
      throw refuse(c.call.name, "only a function of one element is known to the embedded engine.");
    }
    return template(c.args[0] as string, c.args[1] as string);
  };

const elementAt: FunctionWriter = (c) => {
  const kind = c.exprs[0] ? c.w.kind(c.exprs[0]) : null;
  const isText = c.exprs[1]?.kind === "string";
  if (kind === "map" || isText) return `(${c.args[0]})[${c.args[1]}]`;
  return `dbx_element_at(${c.args[0]}, ${c.args[1]})`;
};

export const LIST_FUNCTIONS: Record<string, FunctionWriter> = {
  array: byArity({}, "[{0*}]"),
  sequence,
  struct,
  named_struct: namedStruct,
  map,
  map_keys: one("map_keys({0})"),
  map_values: one("map_values({0})"),
  size: one("len({0})"),
  cardinality: one("len({0})"),
  array_size: one("len({0})"),
  element_at: elementAt,
  try_element_at: two("({0})[{1}]"),
  get: two("CASE WHEN {1} >= 0 THEN ({0})[{1} + 1] END"),
  array_contains: two("dbx_array_contains({0}, {1})"),
  array_distinct: one("list_filter({0}, lambda x, i: list_position({0}, x) = i)"),
  array_join: byArity({ 2: "array_to_string({0}, {1})" }),
  array_max: one("list_max({0})"),
  array_min: one("list_min({0})"),
  array_position: two("coalesce(list_position({0}, {1}), 0)"),
  array_append: two("list_append({0}, {1})"),
  array_prepend: two("list_prepend({1}, {0})"),
  array_remove: two("list_filter({0}, lambda x: x <> {1})"),
  array_compact: one("list_filter({0}, lambda x: x IS NOT NULL)"),
  array_repeat: two("list_transform(range({1}), lambda x: {0})"),
  arrays_overlap: two("list_has_any({0}, {1})"),
  sort_array: byArity({ 1: "list_sort({0}, 'ASC', 'NULLS FIRST')" }),
  array_sort: byArity({ 1: "list_sort({0}, 'ASC', 'NULLS LAST')" }),
  flatten: one("flatten({0})"),
  slice: byArity({ 3: "list_slice({0}, {1}, {1} + {2} - 1)" }),
  transform: lambda((list, fn) => `list_transform(${list}, ${fn})`),
  filter: lambda((list, fn) => `list_filter(${list}, ${fn})`),
  exists: lambda((list, fn) => `list_bool_or(list_transform(${list}, ${fn}))`),
  forall: lambda((list, fn) => `list_bool_and(list_transform(${list}, ${fn}))`),
};
