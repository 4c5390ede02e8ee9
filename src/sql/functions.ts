export type FunctionKind = "aggregate" | "window" | "scalar" | "generator";

/**
 * Every function that a question over data needs, by kind; lower case. What is not listed is unknown on purpose:
 * functions that read files, sessions, secrets, other systems or Java classes, that raise a chosen error, or that
 * carry state never appear here.
 */
const NAMES: Record<FunctionKind, string> = {
  aggregate: `any any_value approx_count_distinct approx_percentile approx_top_k array_agg avg bit_and bit_or bit_xor
    bool_and bool_or collect_list collect_set corr count count_if covar_pop covar_samp every first first_value
    grouping grouping_id histogram_numeric hll_sketch_agg hll_union_agg kurtosis last last_value listagg max max_by mean measure median min min_by mode
    percentile percentile_approx percentile_cont percentile_disc regr_avgx regr_avgy regr_count regr_intercept regr_r2
    regr_slope regr_sxx regr_sxy regr_syy skewness some std stddev stddev_pop stddev_samp string_agg sum try_avg try_sum
    var_pop var_samp variance`,
  window: "row_number rank dense_rank percent_rank cume_dist ntile lag lead nth_value",
  generator: "explode explode_outer posexplode posexplode_outer inline inline_outer stack json_tuple",
  scalar: `abs acos acosh add_months aggregate array array_append array_compact array_contains array_distinct
    array_except array_insert array_intersect array_join array_max array_min array_position array_prepend array_remove
    array_repeat array_size array_sort array_union arrays_overlap arrays_zip ascii asin asinh atan atan2 atanh base64
    bigint bin binary bit_count bit_get bit_length boolean bround btrim cardinality cbrt ceil ceiling char char_length
    character_length charindex chr coalesce collation concat concat_ws contains conv convert_timezone cos cosh cot crc32 csc
    current_date current_timestamp curdate date date_add date_diff date_format date_from_unix_date
    date_part date_sub date_trunc dateadd datediff datepart day dayname dayofmonth dayofweek dayofyear decimal decode
    degrees div double e element_at elt encode endswith equal_null exists exp explode expm1 extract factorial filter find_in_set
    flatten float floor forall format_number format_string from_csv from_json from_unixtime from_utc_timestamp get
    get_json_object getbit greatest hash hex hll_sketch_estimate hll_union hour if ifnull ilike initcap instr int isnan isnotnull isnull
    json_array_length json_object_keys last_day lcase least left len length levenshtein like ln locate log log10 log1p
    log2 localtimestamp lower lpad ltrim luhn_check make_date make_dt_interval make_interval make_timestamp make_timestamp_ltz
    make_timestamp_ntz make_ym_interval map map_concat map_contains_key map_entries map_filter map_from_arrays
    map_from_entries map_keys map_values map_zip_with mask md5 minute mod month monthname months_between named_struct
    nanvl negative next_day now nullif nullifzero nvl nvl2 octet_length overlay parse_json parse_url percentile pi pmod
    position positive pow power printf quarter radians rand randn random reduce regexp regexp_count regexp_extract
    regexp_extract_all regexp_instr regexp_like regexp_replace regexp_substr repeat replace reverse right rint rlike
    round rpad rtrim schema_of_json sec second sentences sequence session_window sha sha1 sha2 shiftleft shiftright shiftrightunsigned
    sign signum sin sinh size slice smallint sort_array soundex space split split_part sqrt startswith str_to_map
    string struct substr substring substring_index tan tanh timediff timestamp timestamp_micros timestamp_millis
    timestamp_seconds timestampadd timestampdiff tinyint to_binary to_char to_csv to_date to_json to_number to_timestamp
    to_timestamp_ltz to_timestamp_ntz to_unix_timestamp to_utc_timestamp to_varchar to_xml transform transform_keys
    transform_values translate trim trunc try_add try_divide try_element_at try_mod try_multiply try_parse_json try_subtract
    try_to_binary try_to_date try_to_number try_to_timestamp try_url_decode try_variant_get try_cast typeof ucase unbase64 unhex unix_date
    unix_micros unix_millis unix_seconds unix_timestamp upper url_decode url_encode uuid variant_get weekday weekofyear
    width_bucket window window_time xxhash64 year zeroifnull zip_with`,
};

const KINDS = new Map<string, FunctionKind>();
for (const kind of ["scalar", "generator", "window", "aggregate"] as const) {
  for (const name of NAMES[kind].split(/\s+/)) KINDS.set(name, kind);
}

/** Kind of a Databricks function, or null for one that is not on the list. */
export function functionKind(name: string): FunctionKind | null {
  return KINDS.get(name) ?? null;
}

/** True for functions that fold rows into one value (MEASURE included). */
export function isAggregate(name: string): boolean {
  return KINDS.get(name) === "aggregate";
}
