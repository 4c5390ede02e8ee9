import { expect, it } from "vitest";
import { ValueKinds } from "./duckdb/value-kinds.js";
import { parseStatement } from "./parse.js";
import { resolveScopes } from "./scopes.js";

const COLUMNS = {
  i: "int",
  d: "decimal(10,2)",
  f: "double",
  s: "string",
  day: "date",
  ts: "timestamp",
  b: "boolean",
  list: "array<double>",
  open: "variant",
};

function kindOf(expression: string): string | null {
  const parsed = parseStatement(`SELECT ${expression} AS x FROM t`);
  if (!parsed.ok) throw new Error(parsed.message);
  const columns = Object.entries(COLUMNS).map(([name, type]) => ({ name, type }));
  const found = resolveScopes(parsed.query, () => ({ name: "m.g.t", columns }));
  const expr = found.output.columns[0]?.expr;
  return expr ? new ValueKinds(found).of(expr) : null;
}

/** Left the kind, right expressions of which PySpark 4.0.1 (ANSI) says that their type is of it. */
it.each([
  [
    "int",
    "i + i | i DIV d | i % i | ~i | -i | count(i) | sum(i) | mod(i, i) | ceil(f) | length(s) | nullif(i, d)",
  ],
  [
    "int",
    "row_number() OVER (ORDER BY i) | lag(i) OVER (ORDER BY i) | regr_count(f, f) | xxhash64(i) | year(day)",
  ],
  [
    "decimal",
    "d * d | i + d | d / i | sum(d) | avg(d) | try_avg(d) | ceil(d, 1) | round(d) | 1.5 | 1.5BD | mod(d, i)",
  ],
  [
    "decimal",
    "greatest(i, d) | nvl(i, d) | nvl2(b, i, d) | if(b, i, d) | coalesce(null, d) | zeroifnull(d) | try_add(i, d)",
  ],
  [
    "decimal",
    "CASE WHEN b THEN i ELSE d END | decimal(i) | to_number('1.5', '9.9') | percentile_approx(d, 0.5)",
  ],
  [
    "double",
    "i / i | f / d | avg(i) | median(d) | sign(i) | 1.5D | 1e3 | least(d, f) | ifnull(i, f) | try_divide(i, i)",
  ],
  [
    "double",
    "percentile_disc(0.5) WITHIN GROUP (ORDER BY i) | try_multiply(d, f) | power(i, i) | atan2(f, f) | log1p(f)",
  ],
  [
    "string",
    "s || s | i || i | concat(s, s) | reverse(s) | date_format(day, 'yyyy') | mode(s) | from_unixtime(1) | hex(i)",
  ],
  [
    "date",
    "day + 1 | day - INTERVAL 1 MONTH | INTERVAL 1 DAY + day | dateadd(day, 1) | date_add(ts, 1) | trunc(ts, 'MM')",
  ],
  [
    "date",
    "nvl(null, day) | nullif(day, ts) | max(day) | try_add(day, i) | day + make_interval(0, 1) | last_day(ts)",
  ],
  ["timestamp", "day + INTERVAL 1 HOUR | ts - INTERVAL 1 DAY | date_trunc('MONTH', day) | coalesce(day, ts)"],
  [
    "timestamp",
    "dateadd(DAY, 1, day) | timestampadd(HOUR, 1, day) | CASE WHEN b THEN day ELSE ts END | greatest(day, ts)",
  ],
  ["boolean", "i > 1 | NOT b | isnan(f) | exists(list, x -> x > 1) | s LIKE 'a' | bool_or(b) | i IS NULL"],
  [
    "interval",
    "day - day | ts - day | try_subtract(day, day) | INTERVAL 1 DAY * 2 | -INTERVAL 1 DAY | avg(day - day)",
  ],
  [
    "array",
    "list || list | concat(list, list) | reverse(list) | sequence(1, 2) | percentile_approx(i, array(0.1, 0.9))",
  ],
])("an expression is of kind %s: %s", (kind, expressions) => {
  for (const expression of expressions.split(" | "))
    expect([expression, kindOf(expression)]).toEqual([expression, kind]);
});

it("says nothing of a number whose width it does not know", () => {
  const vague = [
    "open",
    "open + 1",
    "coalesce(open, 0)",
    "CASE WHEN b THEN 1 ELSE open END",
    "sum(open)",
    "greatest(d, open)",
  ];
  expect(vague.map(kindOf)).toEqual(vague.map(() => null));
});
