import type { Call } from "../ast.js";
import { AGGREGATES } from "./aggregate-functions.js";
import { DATE_FUNCTIONS } from "./date-functions.js";
import { LIST_FUNCTIONS } from "./list-functions.js";
import { NUMBER_FUNCTIONS } from "./number-functions.js";
import { refuse } from "./refusal.js";
import { TEXT_FUNCTIONS } from "./text-functions.js";
import { writeOrderItem, writeWindow } from "./write-order.js";
import type { CallText, FunctionWriter, SqlWriter } from "./writer.js";

const SCALARS: Record<string, FunctionWriter> = {
  ...TEXT_FUNCTIONS,
  ...DATE_FUNCTIONS,
  ...NUMBER_FUNCTIONS,
  ...LIST_FUNCTIONS,
};

/** DuckDB text of a call; a function that no table names is refused. */
export function writeCall(w: SqlWriter, call: Call): string {
  if (call.name === "grouping_id") return writeGroupingId(w, call);
  if (Object.hasOwn(AGGREGATES, call.name)) return writeAggregate(w, call);
  const writer = Object.hasOwn(SCALARS, call.name) ? SCALARS[call.name] : undefined;
  if (writer === undefined) throw refuse(call.name, "this function is not known to the embedded engine.");
  if (call.over !== null || call.filter !== null || call.distinct)
    throw refuse(call.name, "it is no aggregate.");
  return writer(textOf(w, call));
}

function textOf(w: SqlWriter, call: Call): CallText {
  if (call.name !== "struct" && call.args.some((a) => a.name !== null)) {
    throw refuse(call.name, "named arguments are not known to the embedded engine.");
  }
  const exprs = call.args.map((a) => a.value);
  return { w, call, exprs, args: exprs.map((e) => w.expr(e)) };
}

function writeGroupingId(w: SqlWriter, call: Call): string {
  const args = call.args.length > 0 ? call.args.map((a) => w.expr(a.value)) : w.groupExprs;
  return `grouping_id(${args.join(", ")})`;
}

function writeAggregate(w: SqlWriter, call: Call): string {
  const order = (call.withinGroup ?? []).map((item) => writeOrderItem(w, item));
  const text = textOf(w, call);
  const [ordered] = call.withinGroup ?? [];
  const isList = /^(listagg|string_agg)$/.test(call.name);
  const args = ordered && !isList ? [w.expr(ordered.expr), ...text.args] : text.args;
  const shape = AGGREGATES[call.name]?.({ ...text, args, order });
  if (shape === undefined) throw refuse(call.name, "this aggregate is not known to the embedded engine.");
  const isDistinct = call.distinct && !shape.args[0]?.startsWith("DISTINCT ");
  const inner = [
    `${isDistinct ? "DISTINCT " : ""}${shape.args.join(", ")}`,
    shape.ignoreNulls ? "IGNORE NULLS" : "",
    shape.orderBy ? `ORDER BY ${shape.orderBy}` : "",
  ];
  const conditions = [
    ...(call.filter ? [w.expr(call.filter)] : []),
    ...(shape.where ? [shape.where] : []),
    ...(w.filter !== null && call.over === null ? [w.filter] : []),
  ];
  const filter = conditions.length > 0 ? ` FILTER (WHERE ${conditions.join(" AND ")})` : "";
  const over = call.over ? ` OVER ${writeWindow(w, call.over)}` : "";
  const written = `${shape.name}(${inner.filter(Boolean).join(" ")})${filter}${over}`;
  return shape.wrap ? shape.wrap(written) : written;
}
