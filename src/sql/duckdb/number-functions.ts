import type { Expr } from "../ast.js";
import { refuse } from "./refusal.js";
import { byArity, type CallText, type FunctionWriter } from "./writer.js";

const one = (template: string) => byArity({ 1: template });
const two = (template: string) => byArity({ 2: template });

const round: FunctionWriter = (c) => {
  const places = c.exprs[1] ? plainInteger(c.exprs[1]) : 0;
  if (places === null) throw refuse("round", "the number of places must be plain.");
  const kind = c.exprs[0] ? c.w.kind(c.exprs[0]) : null;
  if (kind === "int" || kind === "decimal") return `round(${c.args[0]}, ${places})`;
  if (kind === "double") return `dbx_round_double(${c.args[0]}, ${places})`;
  return `dbx_round(${c.args[0]}, ${places})`;
};

function plainInteger(e: Expr): number | null {
  if (e.kind === "number" && /^\d+$/.test(e.text)) return Number(e.text);
  if (e.kind !== "unary" || e.op !== "-") return null;
  const value = plainInteger(e.operand);
  return value === null ? null : -value;
}

const whole =
  (name: string): FunctionWriter =>
  (c) => {
    if (c.args.length !== 1) throw refuse(name, "a number of places is not known to the embedded engine.");
    return c.exprs[0] && c.w.kind(c.exprs[0]) === "double"
      ? `CAST(${name}(${c.args[0]}) AS BIGINT)`
      : `${name}(${c.args[0]})`;
  };

/** An arithmetic function whose fault becomes NULL. */
const attempt = (op: string): FunctionWriter => two(`TRY({0} ${op} {1})`);

/** CASE over NULL-safe choice. */
const nvl2 = "CASE WHEN {0} IS NOT NULL THEN {1} ELSE {2} END";

const cast =
  (type: string): FunctionWriter =>
  (c: CallText) =>
    `CAST(dbx_int(${c.args[0]}) AS ${type})`;

export const NUMBER_FUNCTIONS: Record<string, FunctionWriter> = {
  abs: one("abs({0})"),
  negative: one("(-{0})"),
  positive: one("(+{0})"),
  sign: one("sign({0})"),
  signum: one("sign({0})"),
  round,
  bround: byArity({ 1: "round_even({0}, 0)", 2: "round_even({0}, {1})" }),
  ceil: whole("ceil"),
  ceiling: whole("ceil"),
  floor: whole("floor"),
  mod: two("dbx_mod({0}, {1})"),
  pmod: two("dbx_pmod({0}, {1})"),
  power: two("pow({0}, {1})"),
  pow: two("pow({0}, {1})"),
  sqrt: one("sqrt({0})"),
  cbrt: one("cbrt({0})"),
  exp: one("exp({0})"),
  ln: one("CASE WHEN {0} > 0 THEN ln({0}) END"),
  log: byArity({
    1: "CASE WHEN {0} > 0 THEN ln({0}) END",
    2: "CASE WHEN {1} > 0 AND {0} > 0 THEN ln({1}) / ln({0}) END",
  }),
  log10: one("CASE WHEN {0} > 0 THEN log10({0}) END"),
  log2: one("CASE WHEN {0} > 0 THEN log2({0}) END"),
  log1p: one("CASE WHEN {0} > -1 THEN ln(1 + {0}) END"),
  pi: () => "pi()",
  e: () => "exp(1)",
  degrees: one("degrees({0})"),
  radians: one("radians({0})"),
  sin: one("sin({0})"),
  cos: one("cos({0})"),
  tan: one("tan({0})"),
  asin: one("asin({0})"),
  acos: one("acos({0})"),
  atan: one("atan({0})"),
  atan2: two("atan2({0}, {1})"),
  factorial: one("factorial({0})"),
  width_bucket: byArity({ 4: "dbx_width_bucket({0}, {1}, {2}, {3})" }),
  try_divide: two("dbx_try_div({0}, {1})"),
  try_add: attempt("+"),
  try_subtract: attempt("-"),
  try_multiply: attempt("*"),
  try_mod: two("CASE WHEN {1} = 0 THEN NULL ELSE {0} % {1} END"),
  rand: byArity({ 0: "random()" }),
  random: byArity({ 0: "random()" }),
  coalesce: byArity({}, "coalesce({0*})"),
  nvl: two("coalesce({0}, {1})"),
  ifnull: two("coalesce({0}, {1})"),
  nvl2: byArity({ 3: nvl2 }),
  iff: byArity({ 3: "CASE WHEN {0} THEN {1} ELSE {2} END" }),
  if: byArity({ 3: "CASE WHEN {0} THEN {1} ELSE {2} END" }),
  nullif: two("nullif({0}, {1})"),
  nullifzero: one("nullif({0}, 0)"),
  zeroifnull: one("coalesce({0}, 0)"),
  nanvl: two("CASE WHEN isnan({0}) THEN {1} ELSE {0} END"),
  isnull: one("({0} IS NULL)"),
  isnotnull: one("({0} IS NOT NULL)"),
  isnan: one("coalesce(isnan(CAST({0} AS DOUBLE)), false)"),
  equal_null: two("({0} IS NOT DISTINCT FROM {1})"),
  greatest: byArity({}, "greatest({0*})"),
  least: byArity({}, "least({0*})"),
  int: cast("INTEGER"),
  bigint: cast("BIGINT"),
  smallint: cast("SMALLINT"),
  tinyint: cast("TINYINT"),
  double: one("CAST({0} AS DOUBLE)"),
  float: one("CAST({0} AS FLOAT)"),
  boolean: one("CAST({0} AS BOOLEAN)"),
};
