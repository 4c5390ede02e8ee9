import type { ValueType } from "../contracts/semantic-model.js";
import type { DataType, Expr } from "../sql/ast.js";
import { measureName } from "./expression.js";

export interface InferredType {
  type: ValueType;
  /** Holds a time of day; only with type "date". */
  timestamp: boolean;
}

const STRING: InferredType = { type: "string", timestamp: false };
const NUMBER: InferredType = { type: "number", timestamp: false };
const BOOLEAN: InferredType = { type: "boolean", timestamp: false };
const DATE: InferredType = { type: "date", timestamp: false };
const TIMESTAMP: InferredType = { type: "date", timestamp: true };

const NUMERIC_TYPES =
  /^(tinyint|smallint|int|integer|bigint|long|short|byte|hugeint|float|real|double|decimal|dec|numeric|u?(tiny|small|big)?int(eger)?)\b/;

/** Value type of a Databricks type text such as `decimal(10,2)`. */
export function typeOfText(text: string): InferredType {
  const name = text.trim().toLowerCase();
  if (NUMERIC_TYPES.test(name)) return NUMBER;
  if (name === "date") return DATE;
  if (name.startsWith("timestamp") || name.startsWith("datetime")) return TIMESTAMP;
  if (name === "boolean" || name === "bool") return BOOLEAN;
  return STRING;
}

const DATES = new Set([
  "date",
  "to_date",
  "date_add",
  "date_sub",
  "add_months",
  "last_day",
  "next_day",
  "trunc",
  "make_date",
  "date_from_unix_date",
  "current_date",
  "curdate",
]);
const TIMESTAMPS = new Set([
  "to_timestamp",
  "timestamp",
  "from_utc_timestamp",
  "to_utc_timestamp",
  "convert_timezone",
  "current_timestamp",
  "now",
  "make_timestamp",
  "timestamp_seconds",
  "timestamp_millis",
  "timestamp_micros",
]);
const NUMBERS = new Set(
  (
    "abs acos ascii asin atan atan2 avg bigint bit_length bround cardinality cbrt ceil ceiling char_length " +
    "character_length cos count count_if crc32 datediff date_diff date_part datepart day dayofmonth dayofweek dayofyear " +
    "decimal degrees double exp extract factorial find_in_set float floor hash hour instr int isoweek length len " +
    "levenshtein ln locate log log10 log2 mean median minute mod month months_between pmod position pow power quarter radians rand " +
    "round second sign signum sin size sqrt stddev sum tan timestampdiff try_divide try_multiply try_subtract try_sum " +
    "unix_date unix_seconds unix_timestamp variance week weekday weekofyear width_bucket year yearofweek"
  ).split(" "),
);
const BOOLEANS = new Set(
  "array_contains boolean contains endswith isnan isnotnull isnull like rlike regexp regexp_like startswith bool_and bool_or every some any".split(
    " ",
  ),
);
/** The value is one of the arguments, starting with this one. */
const PASSES: Record<string, number> = {
  coalesce: 0,
  nvl: 0,
  ifnull: 0,
  nullif: 0,
  greatest: 0,
  least: 0,
  min: 0,
  max: 0,
  any_value: 0,
  first: 0,
  last: 0,
  first_value: 0,
  last_value: 0,
  max_by: 0,
  min_by: 0,
  if: 1,
  iff: 1,
  nvl2: 1,
  try_add: 0,
};

/** Value type of an expression, from its columns and functions; a text where nothing tells more. */
export function inferType(
  expr: Expr,
  typeOfColumn: (names: readonly string[]) => InferredType | null,
): InferredType {
  const infer = (node: Expr): InferredType | null => inferNode(node, typeOfColumn, infer);
  return infer(expr) ?? STRING;
}

type Infer = (node: Expr) => InferredType | null;

function inferNode(
  expr: Expr,
  typeOfColumn: (names: readonly string[]) => InferredType | null,
  infer: Infer,
): InferredType | null {
  switch (expr.kind) {
    case "column":
      return typeOfColumn(expr.parts.map((part) => part.name));
    case "string":
    case "json_path":
      return STRING;
    case "collate":
      return STRING;
    case "number":
      return NUMBER;
    case "typed":
      return expr.type === "DATE" ? DATE : expr.type === "X" ? STRING : TIMESTAMP;
    case "cast":
      return typeOfText(nameOfType(expr.type));
    case "unary":
      return expr.op === "NOT" ? BOOLEAN : (infer(expr.operand) ?? NUMBER);
    case "binary":
      return inferBinary(expr, infer);
    case "boolean":
    case "is":
    case "distinct_from":
    case "between":
    case "in_list":
    case "in_query":
    case "like":
    case "exists":
      return BOOLEAN;
    case "case":
      return firstKnown(
        [...expr.branches.map((branch) => branch.result), ...(expr.otherwise ? [expr.otherwise] : [])],
        infer,
      );
    case "call":
      return inferCall(expr, infer);
    default:
      return null;
  }
}

function inferBinary(expr: Extract<Expr, { kind: "binary" }>, infer: Infer): InferredType | null {
  switch (expr.op) {
    case "||":
      return STRING;
    case "+":
    case "-": {
      const [left, right] = [infer(expr.left), infer(expr.right)];
      const interval = expr.right.kind === "interval" || expr.left.kind === "interval";
      if (left?.type === "date" && right?.type === "date" && !interval) return NUMBER;
      if (left?.type === "date") return left;
      return right?.type === "date" ? right : NUMBER;
    }
    case "=":
    case "<=>":
    case "<>":
    case "<":
    case "<=":
    case ">":
    case ">=":
    case "AND":
    case "OR":
      return BOOLEAN;
    default:
      return NUMBER;
  }
}

function inferCall(expr: Extract<Expr, { kind: "call" }>, infer: Infer): InferredType | null {
  const { name } = expr;
  if (measureName(expr) !== null) return NUMBER;
  if (name === "date_trunc") {
    const unit = expr.args[0]?.value;
    const fine = unit?.kind === "string" && /^(hour|minute|second|milli|micro)/i.test(unit.value);
    return fine ? TIMESTAMP : DATE;
  }
  if (name === "dateadd" || name === "timestampadd") return infer(expr.args.at(-1)?.value ?? expr) ?? DATE;
  if (DATES.has(name)) return DATE;
  if (TIMESTAMPS.has(name)) return TIMESTAMP;
  if (NUMBERS.has(name)) return NUMBER;
  if (BOOLEANS.has(name)) return BOOLEAN;
  const from = PASSES[name];
  if (from === undefined) return STRING;
  return firstKnown(
    expr.args.slice(from).map((argument) => argument.value),
    infer,
  );
}

function firstKnown(exprs: readonly Expr[], infer: Infer): InferredType | null {
  for (const expr of exprs) {
    const type = expr.kind === "null" ? null : infer(expr);
    if (type !== null) return type;
  }
  return null;
}

function nameOfType(type: DataType): string {
  return type.kind === "simple" ? type.name : type.kind;
}
