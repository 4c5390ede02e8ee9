export type FunctionKind = "aggregate" | "window" | "scalar" | "generator";

/**
 * Every function that a question over data needs, by kind; lower case. What is not listed is unknown on purpose:
 * functions that read files, sessions, secrets, other systems or Java classes, that raise a chosen error, or that
 * carry state never appear here.
 */
const NAMES: Record<FunctionKind, string> = {
  aggregate: `any any_value approx_count_distinct approx_percentile approx_top_k approx_top_k_accumulate
    approx_top_k_combine array_agg avg bit_and bit_or bit_xor bitmap_and_agg bitmap_construct_agg
    bitmap_or_agg bool_and bool_or collect_list collect_set corr count count_if count_min_sketch covar_pop
    covar_samp every first first_value grouping grouping_id histogram_numeric hll_sketch_agg hll_union_agg
    kurtosis last last_value listagg max max_by mean measure median min min_by mode percentile
    percentile_approx percentile_cont percentile_disc regr_avgx regr_avgy regr_count regr_intercept regr_r2
    regr_slope regr_sxx regr_sxy regr_syy schema_of_json_agg schema_of_variant_agg skewness some
    st_envelope_agg st_union_agg std stddev stddev_pop stddev_samp string_agg sum try_avg try_sum var_pop
    var_samp variance`,
  window: "row_number rank dense_rank percent_rank cume_dist ntile lag lead nth_value",
  generator: "explode explode_outer posexplode posexplode_outer inline inline_outer stack json_tuple",
  scalar: `abs acos acosh add_months aggregate approx_top_k_estimate array array_append array_compact
    array_contains array_distinct array_except array_insert array_intersect array_join array_max array_min
    array_position array_prepend array_remove array_repeat array_size array_sort array_union arrays_overlap
    arrays_zip ascii asin asinh atan atan2 atanh base64 bigint bin binary bit_count bit_get bit_length
    bitmap_bit_position bitmap_bucket_number bitmap_count boolean bround btrim cardinality cbrt ceil ceiling
    char char_length character_length charindex chr coalesce collate collation concat concat_ws contains
    conv convert_timezone cos cosh cot crc32 csc curdate current_date current_time current_timestamp date
    date_add date_diff date_format date_from_unix_date date_part date_sub date_trunc dateadd datediff
    datepart day dayname dayofmonth dayofweek dayofyear decimal decode degrees div double e element_at elt
    encode endswith equal_null exists exp expm1 extract factorial filter find_in_set flatten float floor
    forall format_number format_string from_csv from_json from_unixtime from_utc_timestamp get
    get_json_object getbit getdate greatest h3_boundaryasgeojson h3_boundaryaswkb h3_boundaryaswkt
    h3_centerasgeojson h3_centeraswkb h3_centeraswkt h3_distance h3_h3tostring h3_ischildof h3_ispentagon
    h3_isvalid h3_longlatash3 h3_longlatash3string h3_maxchild h3_minchild h3_pointash3 h3_pointash3string
    h3_resolution h3_stringtoh3 h3_toparent h3_try_distance h3_try_toparent h3_try_validate h3_validate hash
    hex hll_sketch_estimate hll_union hour hypot if iff ifnull ilike initcap instr int is_valid_utf8
    is_variant_null isnan isnotnull isnull json_array_length json_object_keys last_day lcase least left len
    length levenshtein like ln localtimestamp locate log log10 log1p log2 lower lpad ltrim luhn_check
    make_date make_dt_interval make_interval make_time make_timestamp make_timestamp_ltz make_timestamp_ntz
    make_valid_utf8 make_ym_interval map map_concat map_contains_key map_entries map_filter map_from_arrays
    map_from_entries map_keys map_values map_zip_with mask md5 minute mod month monthname months_between
    named_struct nanvl negative next_day now nullif nullifzero nvl nvl2 octet_length overlay parse_json
    parse_url pi pmod position positive pow power printf quarter quote radians rand randn random randstr
    reduce regexp regexp_count regexp_extract regexp_extract_all regexp_instr regexp_like regexp_replace
    regexp_substr repeat replace reverse right rint rlike round rpad rtrim schema_of_csv schema_of_json
    schema_of_variant sec second sentences sequence session_window sha sha1 sha2 shiftleft shiftright
    shiftrightunsigned shuffle sign signum sin sinh size slice smallint sort_array soundex space split
    split_part sqrt st_area st_asbinary st_asgeojson st_astext st_aswkb st_aswkt st_buffer st_centroid
    st_contains st_convexhull st_covers st_difference st_dimension st_disjoint st_distance st_distancesphere
    st_distancespheroid st_dwithin st_envelope st_equals st_geogfromgeojson st_geogfromtext st_geogfromwkb
    st_geogfromwkt st_geohash st_geometrytype st_geomfromgeohash st_geomfromgeojson st_geomfromtext
    st_geomfromwkb st_geomfromwkt st_intersection st_intersects st_isempty st_isvalid st_length st_makeline
    st_makepolygon st_ndims st_npoints st_numgeometries st_perimeter st_point st_pointfromgeohash st_setsrid
    st_simplify st_srid st_touches st_transform st_union st_within st_x st_xmax st_xmin st_y st_ymax st_ymin
    st_z startswith str_to_map string struct substr substring substring_index tan tanh time_diff time_trunc
    timediff timestamp timestamp_micros timestamp_millis timestamp_seconds timestampadd timestampdiff
    tinyint to_binary to_char to_csv to_date to_json to_number to_time to_timestamp to_timestamp_ltz
    to_timestamp_ntz to_unix_timestamp to_utc_timestamp to_varchar to_variant_object to_xml transform
    transform_keys transform_values translate trim trunc try_add try_cast try_divide try_element_at
    try_make_interval try_make_timestamp try_mod try_multiply try_parse_json try_parse_url try_subtract
    try_to_binary try_to_date try_to_number try_to_time try_to_timestamp try_url_decode try_validate_utf8
    try_variant_get typeof ucase unbase64 unhex uniform unix_date unix_micros unix_millis unix_seconds
    unix_timestamp upper url_decode url_encode uuid validate_utf8 variant_get vector_cosine_similarity
    vector_inner_product vector_l2_distance vector_norm vector_normalize weekday weekofyear width_bucket
    window window_time xxhash64 year zeroifnull zip_with`,
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
