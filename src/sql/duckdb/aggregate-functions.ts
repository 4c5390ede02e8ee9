import { refuse } from "./refusal.js";
import type { CallText } from "./writer.js";

/** Pieces of an aggregate or window call; the writer puts DISTINCT, FILTER and OVER around them. */
export interface AggregateText {
  name: string;
  args: string[];
  /** ORDER BY inside the parentheses. */
  orderBy?: string;
  /** A further condition of FILTER. */
  where?: string;
  ignoreNulls?: boolean;
  /** Wraps the finished call. */
  wrap?: (call: string) => string;
}

export type AggregateWriter = (c: CallText & { order: string[] }) => AggregateText;

const same =
  (name: string): AggregateWriter =>
  ({ args }) => ({ name, args });

const count: AggregateWriter = ({ call, args, exprs }) => {
  if (exprs[0]?.kind === "star" || args.length === 0) return { name: "count", args: ["*"] };
  if (args.length === 1) return { name: "count", args };
  const allSet = args.map((a) => `${a} IS NOT NULL`).join(" AND ");
  if (!call.distinct) return { name: "count", args: ["*"], where: allSet };
  return { name: "count", args: [`row(${args.join(", ")})`], where: allSet };
};

/** first(x), first(x, true), first(x) IGNORE NULLS. */
const edge =
  (plain: string, windowed: string): AggregateWriter =>
  ({ call, args, exprs }) => {
    const flag = exprs[1];
    const ignoreNulls = call.nulls === "ignore" || (flag?.kind === "boolean" && flag.value);
    const value = args[0] as string;
    if (call.over !== null) return { name: windowed, args: [value], ignoreNulls };
    return ignoreNulls
      ? { name: plain, args: [value], where: `${value} IS NOT NULL` }
      : { name: plain, args: [value] };
  };

const collect: AggregateWriter = ({ args }) => ({
  name: "list",
  args: [args[0] as string],
  where: `${args[0]} IS NOT NULL`,
  wrap: (call) => `coalesce(${call}, [])`,
});

const collectSet: AggregateWriter = (c) => ({ ...collect(c), args: [`DISTINCT ${c.args[0]}`] });

/** `args` are the value and the share; WITHIN GROUP (ORDER BY x DESC) counts from the other end. */
const quantile =
  (name: string): AggregateWriter =>
  ({ args, order, call }) => {
    const [value, share, extra] = args;
    if (extra !== undefined && call.name === "percentile")
      throw refuse("percentile", "a frequency is not known.");
    const isDescending = order[0] !== undefined && / DESC( NULLS (FIRST|LAST))?$/.test(order[0]);
    return { name, args: [value as string, isDescending ? `1 - ${share}` : (share as string)] };
  };

const text: AggregateWriter = ({ args, order }) => {
  const [value, separator] = args;
  return {
    name: "string_agg",
    args: [value as string, separator ?? "''"],
    ...(order.length ? { orderBy: order.join(", ") } : {}),
  };
};

/** lag, lead and the like keep all arguments. */
const window =
  (name: string): AggregateWriter =>
  ({ call, args }) => ({ name, args, ignoreNulls: call.nulls === "ignore" });

export const AGGREGATES: Record<string, AggregateWriter> = {
  count,
  sum: same("sum"),
  try_sum: same("sum"),
  avg: same("avg"),
  mean: same("avg"),
  try_avg: same("avg"),
  min: same("min"),
  max: same("max"),
  count_if: same("count_if"),
  any_value: edge("first", "first_value"),
  first: edge("first", "first_value"),
  first_value: edge("first", "first_value"),
  last: edge("last", "last_value"),
  last_value: edge("last", "last_value"),
  max_by: same("arg_max_null"),
  min_by: same("arg_min_null"),
  mode: same("mode"),
  median: same("median"),
  stddev: same("stddev_samp"),
  std: same("stddev_samp"),
  stddev_samp: same("stddev_samp"),
  stddev_pop: same("stddev_pop"),
  variance: same("var_samp"),
  var_samp: same("var_samp"),
  var_pop: same("var_pop"),
  corr: same("corr"),
  covar_pop: same("covar_pop"),
  covar_samp: same("covar_samp"),
  kurtosis: same("kurtosis_pop"),
  skewness: ({ call, args }) => {
    if (call.over !== null || call.filter !== null) throw refuse("skewness", "windows are not known.");
    return { name: "dbx_skewness", args };
  },
  regr_slope: same("regr_slope"),
  regr_intercept: same("regr_intercept"),
  regr_r2: same("regr_r2"),
  regr_count: same("regr_count"),
  regr_avgx: same("regr_avgx"),
  regr_avgy: same("regr_avgy"),
  bool_and: same("bool_and"),
  every: same("bool_and"),
  bool_or: same("bool_or"),
  some: same("bool_or"),
  any: same("bool_or"),
  bit_and: same("bit_and"),
  bit_or: same("bit_or"),
  bit_xor: same("bit_xor"),
  collect_list: collect,
  array_agg: collect,
  collect_set: collectSet,
  approx_count_distinct: ({ args }) => ({ name: "count", args: [`DISTINCT ${args[0]}`] }),
  percentile: quantile("quantile_cont"),
  percentile_cont: quantile("quantile_cont"),
  percentile_disc: quantile("quantile_disc"),
  percentile_approx: quantile("quantile_disc"),
  approx_percentile: quantile("quantile_disc"),
  listagg: text,
  string_agg: text,
  grouping: same("grouping"),
  row_number: window("row_number"),
  rank: window("rank"),
  dense_rank: window("dense_rank"),
  percent_rank: window("percent_rank"),
  cume_dist: window("cume_dist"),
  ntile: window("ntile"),
  lag: window("lag"),
  lead: window("lead"),
  nth_value: window("nth_value"),
};
