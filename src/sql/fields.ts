import type { Call, DataType, Expr } from "./ast.js";
import type { ColumnMeaning, OutputColumn, Shape } from "./scope.js";
import { parseTypeText } from "./type-text.js";

/** What the resolution knows of the columns inside an expression. */
export type MeaningOf = (node: Expr) => ColumnMeaning | undefined;

/** May `column.a.b` be read? False only where it is certain that there is no such field. */
export function mayHaveFields(column: OutputColumn, path: readonly string[], meaningOf: MeaningOf): boolean {
  return fits(shapeOfColumn(column, meaningOf), path);
}

/** The same for `expression.a`. */
export function mayHaveField(operand: Expr, name: string, meaningOf: MeaningOf): boolean {
  return fits(shapeOf(operand, meaningOf), [name]);
}

/** Does every step of the path exist in the shape? Names are compared in lower case. */
export function fits(shape: Shape, path: readonly string[]): boolean {
  let at = shape;
  for (const name of path) {
    if (at === "unknown") return true;
    at = step(at, name.toLowerCase());
    if (at === "plain") return false;
  }
  return true;
}

/** The shape of a field; `plain` stands for a field that is not there too, as both end the path. */
function step(shape: Shape, name: string): Shape {
  if (shape === "plain" || shape === "unknown") return shape;
  switch (shape.kind) {
    case "simple":
      return SCALAR.test(shape.name) ? "plain" : "unknown";
    case "map":
      return shape.value;
    case "array":
      return step(shape.element, name);
    case "struct": {
      const field = shape.fields.find((f) => f.name.toLowerCase() === name);
      return field ? field.type : "plain";
    }
  }
}

const SCALAR =
  /^(tinyint|byte|smallint|short|int|integer|bigint|long|float|real|double|decimal|dec|numeric|boolean|string|varchar|char|binary|date|timestamp|timestamp_ntz|timestamp_ltz|time|interval.*)$/;

/** What a column holds. */
export function shapeOfColumn(column: OutputColumn, meaningOf: MeaningOf): Shape {
  if (column.type !== null) return parseTypeText(column.type) ?? "unknown";
  return column.expr === null ? "unknown" : shapeOf(column.expr, meaningOf);
}

/** The shape of an element of an array or a value of a map. */
export function elementOf(shape: Shape): Shape {
  if (shape === "plain" || shape === "unknown") return "unknown";
  return shape.kind === "array" ? shape.element : shape.kind === "map" ? shape.value : "unknown";
}

/** What an expression gives, as far as its form says it. */
export function shapeOf(e: Expr, meaningOf: MeaningOf): Shape {
  switch (e.kind) {
    case "string":
    case "number":
    case "boolean":
    case "typed":
    case "interval":
    case "unary":
    case "binary":
    case "is":
    case "distinct_from":
    case "between":
    case "in_list":
    case "in_query":
    case "like":
    case "exists":
    case "collate":
      return "plain";
    case "cast":
      return e.type;
    case "case": {
      const results = [...e.branches.map((b) => b.result), ...(e.otherwise ? [e.otherwise] : [])];
      return firstKnown(results, meaningOf);
    }
    case "subscript":
      return elementOf(shapeOf(e.operand, meaningOf));
    case "row":
      return { kind: "struct", fields: e.items.map((_, i) => unknownField(e.names[i] ?? `col${i + 1}`)) };
    case "column": {
      const meaning = meaningOf(e);
      const isWhole = meaning !== undefined && "column" in meaning && meaning.fields.length === 0;
      return isWhole ? shapeOfColumn(meaning.column, meaningOf) : "unknown";
    }
    case "call":
      return shapeOfCall(e, meaningOf);
    default:
      return "unknown";
  }
}

const PLAIN_CALLS =
  /^(count|count_if|sum|avg|mean|stddev|variance|approx_count_distinct|row_number|rank|dense_rank|ntile|percent_rank|cume_dist|upper|lower|trim|concat|concat_ws|substr|substring|round|floor|ceil|abs|year|month|day|quarter|date_trunc|date_format|to_date|datediff|date_add|date_sub|length|size|current_date|current_timestamp|now|get_json_object|to_json|cardinality|grouping|grouping_id)$/;
const SAME_AS_FIRST =
  /^(max|min|max_by|min_by|first|last|any_value|first_value|last_value|nth_value|lag|lead|coalesce|nvl|ifnull|nullif|mode|filter|array_sort|sort_array|slice|array_distinct|array_compact|reverse|shuffle)$/;
const LIST_OF_FIRST = /^(array|collect_list|collect_set|array_agg|array_repeat)$/;
/** Numbers, times or texts in a list, which have no fields. */
const LIST_OF_PLAIN = /^(sequence|split|regexp_extract_all)$/;
const ELEMENT_OF_FIRST = /^(element_at|try_element_at|get|explode|explode_outer|array_max|array_min)$/;

function shapeOfCall(call: Call, meaningOf: MeaningOf): Shape {
  const [first] = call.args;
  if (PLAIN_CALLS.test(call.name)) return "plain";
  if (LIST_OF_PLAIN.test(call.name)) return { kind: "array", element: PLAIN };
  if (call.name === "struct") {
    const name = (a: (typeof call.args)[number], i: number) =>
      a.name ?? (a.value.kind === "column" ? a.value.parts.at(-1)?.name : null) ?? `col${i + 1}`;
    if (call.args.some((a) => a.value.kind === "star")) return "unknown";
    return { kind: "struct", fields: call.args.map((a, i) => unknownField(name(a, i))) };
  }
  if (call.name === "named_struct") {
    const keys = call.args.filter((_, i) => i % 2 === 0).map((a) => a.value);
    if (!keys.every((k) => k.kind === "string")) return "unknown";
    return { kind: "struct", fields: keys.map((k) => unknownField(k.kind === "string" ? k.value : "")) };
  }
  if (call.name === "from_json" || call.name === "from_csv") {
    const schema = call.args[1]?.value;
    if (schema?.kind !== "string") return "unknown";
    return parseTypeText(schema.value) ?? parseTypeText(`struct<${schema.value}>`) ?? "unknown";
  }
  if (first === undefined) return "unknown";
  if (SAME_AS_FIRST.test(call.name)) return shapeOf(first.value, meaningOf);
  if (ELEMENT_OF_FIRST.test(call.name)) return elementOf(shapeOf(first.value, meaningOf));
  if (LIST_OF_FIRST.test(call.name)) {
    const element = shapeOf(first.value, meaningOf);
    if (element === "unknown") return "unknown";
    return { kind: "array", element: element === "plain" ? PLAIN : element };
  }
  return "unknown";
}

const PLAIN: DataType = { kind: "simple", name: "string", args: [] };

/** A field whose own type is not known: a name outside SCALAR lets any path follow. */
const unknownField = (name: string) => ({
  name,
  type: { kind: "simple", name: "unknown", args: [] } as DataType,
});

function firstKnown(results: readonly Expr[], meaningOf: MeaningOf): Shape {
  for (const result of results) {
    if (result.kind === "null") continue;
    return shapeOf(result, meaningOf);
  }
  return "unknown";
}

/** What the variables of a lambda hold, from the function that it is given to. */
export function lambdaShapes(lambda: Expr, call: Call | undefined, meaningOf: MeaningOf): Shape[] {
  const shapes = (call?.args ?? []).filter((a) => a.value !== lambda).map((a) => shapeOf(a.value, meaningOf));
  const element = (i: number): Shape => elementOf(shapes[i] ?? "unknown");
  switch (call?.name) {
    case "transform":
    case "filter":
    case "exists":
    case "forall":
      return [element(0), "plain"];
    case "aggregate":
    case "reduce":
      return [shapes[1] ?? "unknown", element(0)];
    case "map_filter":
    case "transform_keys":
    case "transform_values":
      return ["unknown", element(0)];
    case "zip_with":
      return [element(0), element(1)];
    default:
      return [];
  }
}
