import type { ValueKind } from "./value-kind.js";

/** Kind of what a function gives whatever it is given (Spark 4.0 with ANSI); null for all others. */
export function kindOfFunction(name: string): ValueKind | null {
  return BY_NAME.get(name) ?? null;
}

/** Functions whose value is one of their arguments from this one on, of the widest kind among them. */
export const ONE_OF_ARGUMENTS: Readonly<Record<string, number>> = {
  coalesce: 0,
  nvl: 0,
  ifnull: 0,
  greatest: 0,
  least: 0,
  zeroifnull: 0,
  if: 1,
  iff: 1,
  nvl2: 1,
};

/** Functions whose value is of the kind of their first argument. */
export const LIKE_FIRST =
  /^(nullifzero|min|max|any_value|first|last|first_value|last_value|nth_value|lag|lead|max_by|min_by|mode|reverse)$/;

/** Functions that give a number (or an interval) of the kind of their first argument. */
export const NUMBER_LIKE_FIRST =
  /^(abs|sum|try_sum|round|bround|negative|positive|percentile_approx|approx_percentile)$/;

/** Functions that compute as `+`, `-` and `*` do. */
export const AS_OPERATOR: Readonly<Record<string, "+" | "-" | "*">> = {
  try_add: "+",
  try_subtract: "-",
  try_multiply: "*",
  mod: "*",
  pmod: "*",
  try_mod: "*",
};

const NAMES: Partial<Record<ValueKind, string>> = {
  int: `approx_count_distinct array_position array_size ascii bigint bit_and bit_count bit_get bit_length bit_or bit_xor cardinality char_length
    character_length charindex count count_if crc32 date_diff date_part datediff datepart day dayofmonth dayofweek
    dayofyear dense_rank extract factorial find_in_set getbit grouping grouping_id hash hour instr int
    json_array_length len length levenshtein locate minute month ntile octet_length position quarter rank
    regexp_count regexp_instr regr_count row_number second shiftleft shiftright shiftrightunsigned size smallint
    timediff timestampdiff tinyint to_unix_timestamp unix_date unix_micros unix_millis unix_seconds unix_timestamp
    weekday weekofyear width_bucket xxhash64 year`,
  decimal: "decimal to_number try_to_number",
  double: `acos acosh asin asinh atan atan2 atanh cbrt corr cos cosh cot covar_pop covar_samp csc cume_dist degrees double
    e exp expm1 float hypot kurtosis ln log log10 log1p log2 median months_between nanvl percent_rank percentile
    percentile_cont percentile_disc pi pow power radians rand random regr_avgx regr_avgy regr_intercept regr_r2
    regr_slope regr_sxx regr_sxy regr_syy rint sec sign signum sin sinh skewness sqrt std stddev stddev_pop
    stddev_samp tan tanh var_pop var_samp variance`,
  number: "measure",
  string: `bin btrim char chr concat_ws conv date_format dayname elt format_number format_string from_unixtime
    get_json_object hex initcap lcase left listagg lower lpad ltrim md5 monthname overlay printf regexp_extract
    regexp_replace regexp_substr repeat replace right rpad rtrim sha2 space split_part string string_agg substr
    substring substring_index translate trim ucase upper array_join`,
  date: `add_months curdate current_date date date_from_unix_date date_sub last_day make_date next_day to_date trunc
    try_to_date`,
  timestamp: `convert_timezone current_timestamp date_trunc from_utc_timestamp getdate localtimestamp make_timestamp
    now timestamp timestamp_micros timestamp_millis timestamp_seconds timestampadd to_timestamp to_timestamp_ltz
    to_timestamp_ntz to_utc_timestamp try_to_timestamp`,
  boolean: `any array_contains arrays_overlap bool_and bool_or boolean contains endswith equal_null every exists forall
    isnan isnotnull isnull like regexp regexp_like rlike some startswith`,
  interval: "make_dt_interval make_interval make_ym_interval",
  array: `array array_agg array_distinct array_except array_intersect array_repeat array_sort array_union collect_list
    collect_set filter flatten map_keys map_values regexp_extract_all sequence slice sort_array split transform`,
  map: "map map_from_arrays map_from_entries str_to_map",
  struct: "named_struct struct",
};

const BY_NAME = new Map<string, ValueKind>();
for (const [kind, names] of Object.entries(NAMES))
  for (const name of names.split(/\s+/)) BY_NAME.set(name, kind as ValueKind);
