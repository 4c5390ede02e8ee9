import type { DataType, Expr } from "../ast.js";
import type { Resolution } from "../resolution.js";
import type { OutputColumn } from "../scope.js";

/** Coarse type of a value, as far as it is known without asking an engine. */
export type ValueKind =
  | "int"
  | "decimal"
  | "double"
  | "string"
  | "date"
  | "timestamp"
  | "boolean"
  | "interval"
  | "array"
  | "map"
  | "struct";

/** Kind of a Databricks type text. */
function kindOfText(text: string): ValueKind | null {
  const name = /^[a-z_]+/.exec(text.trim().toLowerCase())?.[0] ?? "";
  return KINDS[name] ?? null;
}

const KINDS: Record<string, ValueKind> = {
  tinyint: "int",
  byte: "int",
  smallint: "int",
  short: "int",
  int: "int",
  integer: "int",
  bigint: "int",
  long: "int",
  hugeint: "int",
  decimal: "decimal",
  dec: "decimal",
  numeric: "decimal",
  float: "double",
  real: "double",
  double: "double",
  string: "string",
  varchar: "string",
  char: "string",
  date: "date",
  timestamp: "timestamp",
  timestamp_ntz: "timestamp",
  timestamp_ltz: "timestamp",
  boolean: "boolean",
  interval: "interval",
  array: "array",
  map: "map",
  struct: "struct",
};

const BY_FUNCTION: [RegExp, ValueKind][] = [
  [
    /^(count|count_if|length|len|char_length|character_length|year|month|day|dayofmonth|dayofweek|weekday|dayofyear|weekofyear|quarter|hour|minute|second|datediff|date_diff|timestampdiff|size|cardinality|array_size|instr|locate|position|row_number|rank|dense_rank|ntile|extract|date_part|datepart|unix_timestamp|unix_date|sign|find_in_set|ascii|levenshtein|grouping|grouping_id|approx_count_distinct|bigint|int|smallint|tinyint|array_position|width_bucket|charindex)$/,
    "int",
  ],
  [
    /^(double|float|percent_rank|cume_dist|stddev|stddev_samp|stddev_pop|std|variance|var_samp|var_pop|sqrt|exp|ln|log|log10|log2|power|pow|corr|covar_pop|covar_samp|months_between|percentile|median|percentile_cont|skewness|kurtosis|rand|random|pi|e|radians|degrees|sin|cos|tan)$/,
    "double",
  ],
  [
    /^(to_date|date|make_date|trunc|add_months|date_sub|last_day|next_day|current_date|curdate|date_from_unix_date)$/,
    "date",
  ],
  [
    /^(to_timestamp|timestamp|date_trunc|current_timestamp|now|getdate|from_utc_timestamp|to_utc_timestamp|make_timestamp|timestamp_seconds|timestamp_millis|timestamp_micros)$/,
    "timestamp",
  ],
  [
    /^(concat_ws|upper|lower|ucase|lcase|trim|ltrim|rtrim|btrim|substring|substr|left|right|lpad|rpad|replace|initcap|date_format|format_number|format_string|printf|regexp_replace|regexp_extract|substring_index|translate|repeat|space|dayname|monthname|md5|sha2|get_json_object|array_join|split_part|string|listagg|string_agg|overlay|chr|char|regexp_substr)$/,
    "string",
  ],
  [
    /^(isnull|isnotnull|isnan|contains|startswith|endswith|array_contains|exists|forall|bool_and|bool_or|every|some|any|boolean|like|rlike|regexp_like|equal_null|arrays_overlap)$/,
    "boolean",
  ],
  [
    /^(array|collect_list|collect_set|array_agg|split|sequence|sort_array|array_sort|array_distinct|flatten|slice|map_keys|map_values|transform|filter|array_repeat|regexp_extract_all|array_union|array_except|array_intersect)$/,
    "array",
  ],
  [/^(map|map_from_arrays|map_from_entries|str_to_map)$/, "map"],
  [/^(struct|named_struct)$/, "struct"],
];
/** Functions whose value is of the kind of one of their arguments. */
const LIKE_ARGUMENT: Record<string, number> = {
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
  nth_value: 0,
  lag: 0,
  lead: 0,
  max_by: 0,
  min_by: 0,
  mode: 0,
  if: 1,
  iff: 1,
  nvl2: 1,
  abs: 0,
  sum: 0,
  round: 0,
  bround: 0,
  mod: 0,
  pmod: 0,
  try_sum: 0,
  nullifzero: 0,
  zeroifnull: 0,
  negative: 0,
  percentile_approx: 0,
  approx_percentile: 0,
  percentile_disc: 0,
  try_add: 0,
  try_subtract: 0,
  try_multiply: 0,
};

/** Works kinds out over a resolved statement; null where nothing tells. */
export class ValueKinds {
  private readonly resolution: Resolution;
  private readonly known = new Map<Expr, ValueKind | null>();

  constructor(resolution: Resolution) {
    this.resolution = resolution;
  }

  of(expr: Expr): ValueKind | null {
    const known = this.known.get(expr);
    if (known !== undefined) return known;
    this.known.set(expr, null);
    const kind = this.infer(expr);
    this.known.set(expr, kind);
    return kind;
  }

  ofColumn(column: OutputColumn): ValueKind | null {
    if (column.type !== null) return kindOfText(column.type);
    return column.expr === null ? null : this.of(column.expr);
  }

  private infer(e: Expr): ValueKind | null {
    switch (e.kind) {
      case "string":
      case "json_path":
      case "collate":
        return "string";
      case "number":
        return /D|F/.test(e.suffix) || /e/i.test(e.text)
          ? "double"
          : e.text.includes(".") || e.suffix === "BD"
            ? "decimal"
            : "int";
      case "boolean":
      case "is":
      case "distinct_from":
      case "between":
      case "in_list":
      case "in_query":
      case "like":
      case "exists":
        return "boolean";
      case "typed":
        return e.type === "DATE" ? "date" : e.type === "X" ? null : "timestamp";
      case "interval":
        return "interval";
      case "cast":
        return kindOfType(e.type);
      case "unary":
        return e.op === "NOT" ? "boolean" : this.of(e.operand);
      case "binary":
        return this.binary(e);
      case "case":
        return this.first([...e.branches.map((b) => b.result), ...(e.otherwise ? [e.otherwise] : [])]);
      case "column": {
        const meaning = this.resolution.columns.get(e);
        if (meaning?.kind !== "column" && meaning?.kind !== "alias") return null;
        return meaning.fields.length > 0 ? null : this.ofColumn(meaning.column);
      }
      case "call":
        return this.call(e);
      case "subquery": {
        const { body } = e.query;
        const item = body.kind === "select" ? body.items[0] : undefined;
        return item ? this.of(item.expr) : null;
      }
      default:
        return null;
    }
  }

  private first(exprs: Expr[]): ValueKind | null {
    const kinds = exprs.map((x) => this.of(x)).filter((k) => k !== null);
    if (kinds.includes("double")) return "double";
    if (kinds.includes("decimal")) return "decimal";
    return kinds[0] ?? null;
  }

  private call(e: Extract<Expr, { kind: "call" }>): ValueKind | null {
    const args = e.args.map((a) => a.value);
    const index = LIKE_ARGUMENT[e.name];
    if (index !== undefined)
      return args[index]
        ? this.first(
            args.slice(index, e.name === "coalesce" || /^iff?$/.test(e.name) ? undefined : index + 1),
          )
        : null;
    if (e.name === "date_add" || e.name === "dateadd") return e.args.length === 2 ? "date" : "timestamp";
    if (e.name === "concat") return this.first(args) === "array" ? "array" : "string";
    if (e.name === "avg" || e.name === "mean" || e.name === "try_divide")
      return args[0] && this.of(args[0]) === "decimal" ? "decimal" : "double";
    if (e.name === "ceil" || e.name === "floor" || e.name === "ceiling") return "int";
    return BY_FUNCTION.find(([names]) => names.test(e.name))?.[1] ?? null;
  }

  private binary(e: Extract<Expr, { kind: "binary" }>): ValueKind | null {
    if (/^(=|<=>|<>|<|<=|>|>=|AND|OR)$/.test(e.op)) return "boolean";
    if (e.op === "DIV") return "int";
    const [left, right] = [this.of(e.left), this.of(e.right)];
    if (e.op === "||") return left === "array" ? "array" : "string";
    if (left === "date" || left === "timestamp") {
      if (right === "date" || right === "timestamp") return "interval";
      return left === "date" && right === "interval" && hasTime(e.right) ? "timestamp" : left;
    }
    if (right === "date" || right === "timestamp" || left === "interval")
      return e.op === "+" ? (right ?? left) : left;
    if (left === "double" || right === "double") return "double";
    if (e.op === "/")
      return left === "decimal" || right === "decimal"
        ? "decimal"
        : left === null || right === null
          ? null
          : "double";
    if (left === "decimal" || right === "decimal") return left !== null && right !== null ? "decimal" : null;
    return left === "int" && right === "int" ? "int" : null;
  }
}

/** Has an interval parts below a day? */
export function hasTime(e: Expr): boolean {
  if (e.kind === "unary") return hasTime(e.operand);
  if (e.kind !== "interval") return true;
  return e.parts.some((p) => {
    if (p.unit === "") return p.value.kind !== "string" || /hour|minute|second|:/i.test(p.value.value);
    return /HOUR|MINUTE|SECOND/.test(p.to ?? p.unit);
  });
}

function kindOfType(type: DataType): ValueKind | null {
  return type.kind === "simple" ? kindOfText(type.name) : type.kind;
}
