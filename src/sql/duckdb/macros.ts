/**
 * Functions of Databricks SQL that DuckDB lacks or answers otherwise, as macros. They are created once, when the
 * database file is built; the translation calls them by these names. Faults carry Databricks' own condition names.
 */
export const DUCKDB_MACROS = `
CREATE OR REPLACE MACRO dbx_div(a, b) AS CASE WHEN b = 0 AND a IS NOT NULL THEN error('DIVIDE_BY_ZERO: division by zero; use try_divide to get NULL instead') ELSE a / b END;
CREATE OR REPLACE MACRO dbx_try_div(a, b) AS CASE WHEN b = 0 THEN NULL ELSE a / b END;
CREATE OR REPLACE MACRO dbx_mod(a, b) AS CASE WHEN b = 0 AND a IS NOT NULL THEN error('REMAINDER_BY_ZERO: remainder by zero; use try_mod to get NULL instead') ELSE a % b END;
CREATE OR REPLACE MACRO dbx_intdiv(a, b) AS CASE WHEN b = 0 AND a IS NOT NULL THEN error('DIVIDE_BY_ZERO: division by zero') ELSE CAST(trunc(a // b) AS BIGINT) END;
CREATE OR REPLACE MACRO dbx_pmod(a, b) AS CASE WHEN b = 0 AND a IS NOT NULL THEN error('REMAINDER_BY_ZERO: remainder by zero') ELSE ((a % b) + b) % b END;
CREATE OR REPLACE MACRO dbx_text_int(s) AS CASE WHEN s IS NULL THEN NULL WHEN regexp_full_match(trim(s), '[+-]?[0-9]+') THEN CAST(trim(s) AS HUGEINT) ELSE error('CAST_INVALID_INPUT: ' || s || ' is no whole number; use try_cast to get NULL instead') END;
CREATE OR REPLACE MACRO dbx_int(x) AS CASE typeof(x) WHEN 'VARCHAR' THEN dbx_text_int(CAST(x AS VARCHAR)) WHEN 'DOUBLE' THEN CAST(trunc(TRY_CAST(x AS DOUBLE)) AS HUGEINT) WHEN 'FLOAT' THEN CAST(trunc(TRY_CAST(x AS DOUBLE)) AS HUGEINT) WHEN 'BOOLEAN' THEN CAST(TRY_CAST(x AS BOOLEAN) AS HUGEINT) WHEN 'TIMESTAMP' THEN CAST(floor(epoch(TRY_CAST(x AS TIMESTAMP))) AS HUGEINT) ELSE TRY_CAST(split_part(CAST(x AS VARCHAR), '.', 1) AS HUGEINT) END;
CREATE OR REPLACE MACRO dbx_try_text_int(s) AS CASE WHEN regexp_full_match(trim(s), '[+-]?[0-9]+') THEN TRY_CAST(trim(s) AS HUGEINT) END;
CREATE OR REPLACE MACRO dbx_try_int(x) AS CASE typeof(x) WHEN 'VARCHAR' THEN dbx_try_text_int(CAST(x AS VARCHAR)) WHEN 'DOUBLE' THEN TRY_CAST(trunc(TRY_CAST(x AS DOUBLE)) AS HUGEINT) WHEN 'FLOAT' THEN TRY_CAST(trunc(TRY_CAST(x AS DOUBLE)) AS HUGEINT) WHEN 'BOOLEAN' THEN CAST(TRY_CAST(x AS BOOLEAN) AS HUGEINT) ELSE TRY_CAST(split_part(CAST(x AS VARCHAR), '.', 1) AS HUGEINT) END;
CREATE OR REPLACE MACRO dbx_double_text(x) AS CASE WHEN x IS NULL THEN NULL WHEN x = 0 OR (abs(x) >= 0.001 AND abs(x) < 10000000) THEN CAST(x AS VARCHAR) ELSE error('a number of this size is written in another way by Databricks; use format_number or a decimal') END;
CREATE OR REPLACE MACRO dbx_text(x) AS CASE WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN dbx_double_text(TRY_CAST(x AS DOUBLE)) ELSE CAST(x AS VARCHAR) END;
CREATE OR REPLACE MACRO dbx_round_double(x, n) AS CASE WHEN abs(x) < 1e15 THEN CAST(round(CAST(CAST(x AS VARCHAR) AS DECIMAL(38, 18)), n) AS DOUBLE) ELSE round(x, n) END;
CREATE OR REPLACE MACRO dbx_round(x, n) AS CASE WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN dbx_round_double(CAST(x AS DOUBLE), n) ELSE round(x, n) END;
CREATE OR REPLACE MACRO dbx_at(a, i) AS CASE WHEN i < 0 OR i >= len(a) THEN error('INVALID_ARRAY_INDEX: the index is outside the array') ELSE a[i + 1] END;
CREATE OR REPLACE MACRO dbx_element_at(a, i) AS CASE WHEN i = 0 OR abs(i) > len(a) THEN error('INVALID_ARRAY_INDEX_IN_ELEMENT_AT: the index is outside the array') ELSE a[i] END;
CREATE OR REPLACE MACRO dbx_add_months(d, n) AS CAST(CAST(d AS DATE) + to_months(CAST(n AS INTEGER)) AS DATE);
CREATE OR REPLACE MACRO dbx_months_between(a, b) AS CASE WHEN day(a) = day(b) OR (CAST(a AS DATE) = last_day(CAST(a AS DATE)) AND CAST(b AS DATE) = last_day(CAST(b AS DATE))) THEN CAST((year(a) - year(b)) * 12 + (month(a) - month(b)) AS DOUBLE) ELSE (year(a) - year(b)) * 12 + (month(a) - month(b)) + ((day(a) - day(b)) * 86400 + (epoch(a) - epoch(CAST(CAST(a AS DATE) AS TIMESTAMP))) - (epoch(b) - epoch(CAST(CAST(b AS DATE) AS TIMESTAMP)))) / 2678400.0 END;
CREATE OR REPLACE MACRO dbx_next_day(d, w) AS CAST(d AS DATE) + CAST(((list_position(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], upper(w)[1:2]) - isodow(CAST(d AS DATE)) + 6) % 7) + 1 AS INTEGER);
CREATE OR REPLACE MACRO dbx_initcap(s) AS array_to_string(list_transform(string_split(s, ' '), lambda w: upper(w[1:1]) || lower(w[2:])), ' ');
CREATE OR REPLACE MACRO dbx_locate(s, t, p) AS CASE WHEN p < 1 OR strpos(substring(t, p), s) = 0 THEN 0 ELSE strpos(substring(t, p), s) + p - 1 END;
CREATE OR REPLACE MACRO dbx_substring_index(s, d, n) AS CASE WHEN n = 0 OR d = '' THEN '' WHEN n > 0 THEN array_to_string(string_split(s, d)[1:n], d) ELSE array_to_string(string_split(s, d)[n:], d) END;
CREATE OR REPLACE MACRO dbx_substring(s, p) AS CASE WHEN p < 0 AND -p > length(s) THEN s ELSE substring(s, CASE WHEN p = 0 THEN 1 ELSE p END) END;
CREATE OR REPLACE MACRO dbx_substring3(s, p, n) AS CASE WHEN n <= 0 THEN '' WHEN p < 0 AND -p > length(s) THEN substring(s, 1, greatest(CAST(n + p + length(s) AS BIGINT), 0)) ELSE substring(s, CASE WHEN p = 0 THEN 1 ELSE p END, n) END;
CREATE OR REPLACE MACRO dbx_width_bucket(v, lo, hi, n) AS CASE WHEN v < lo THEN 0 WHEN v >= hi THEN n + 1 ELSE CAST(floor((v - lo) / (hi - lo) * n) AS BIGINT) + 1 END;
CREATE OR REPLACE MACRO dbx_skewness(x) AS CASE WHEN var_pop(x) = 0 THEN NULL ELSE (sum(CAST(x AS DOUBLE) ** 3) / count(x) - 3 * avg(x) * sum(CAST(x AS DOUBLE) ** 2) / count(x) + 2 * avg(x) ** 3) / var_pop(x) ** 1.5 END;
CREATE OR REPLACE MACRO dbx_json(j, p) AS CASE WHEN json_valid(j) THEN json_extract_string(j, p) END;
CREATE OR REPLACE MACRO dbx_months_series(a, b, n) AS list_filter(list_transform(range(0, CAST(abs(datediff('month', CAST(a AS DATE), CAST(b AS DATE))) // abs(n) + 2 AS BIGINT)), lambda i: CAST(CAST(a AS DATE) + to_months(CAST(i * n AS INTEGER)) AS DATE)), lambda x: CASE WHEN n > 0 THEN x <= CAST(b AS DATE) ELSE x >= CAST(b AS DATE) END);
CREATE OR REPLACE MACRO dbx_days_series(a, b, n) AS list_transform(generate_series(CAST(a AS TIMESTAMP), CAST(b AS TIMESTAMP), to_days(CAST(n AS INTEGER))), lambda x: CAST(x AS DATE));
CREATE OR REPLACE MACRO dbx_int_series(a, b) AS generate_series(CAST(a AS BIGINT), CAST(b AS BIGINT), CASE WHEN a <= b THEN 1 ELSE -1 END);
CREATE OR REPLACE MACRO dbx_array_contains(a, x) AS CASE WHEN a IS NULL OR x IS NULL THEN NULL WHEN list_contains(a, x) THEN true WHEN len(list_filter(a, lambda e: e IS NULL)) > 0 THEN NULL ELSE false END;
`;
