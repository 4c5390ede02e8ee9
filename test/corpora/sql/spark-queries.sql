-- One query a line; run by spark-values.py on real Spark in ANSI mode. Order matters where a query has ORDER BY.
SELECT region, sum(amount) AS s, count(*) AS n, avg(quantity) AS q FROM gold.orders GROUP BY region ORDER BY region
SELECT region, sum(amount) AS s FROM gold.orders GROUP BY region ORDER BY s DESC
SELECT region FROM gold.orders ORDER BY region DESC, order_id LIMIT 4
SELECT category, region, count(*) AS n FROM gold.orders GROUP BY ALL ORDER BY ALL
SELECT category, region, sum(quantity) AS q FROM gold.orders GROUP BY category, region WITH ROLLUP ORDER BY category, region, q
SELECT category, region, sum(quantity) AS q FROM gold.orders GROUP BY ROLLUP(category, region) ORDER BY category, region, q
SELECT category, region, sum(quantity) AS q, grouping_id() AS g FROM gold.orders GROUP BY CUBE(category, region) ORDER BY g, category, region
SELECT category, region, sum(quantity) AS q, grouping(region) AS g FROM gold.orders GROUP BY category, region GROUPING SETS ((category, region), (category), (region)) ORDER BY g, category, region
SELECT category, sum(quantity) AS q FROM gold.orders GROUP BY GROUPING SETS ((category), ()) ORDER BY category
SELECT date_trunc('MONTH', order_date) AS m, sum(amount) AS s FROM gold.orders GROUP BY 1 ORDER BY 1
SELECT date_trunc('quarter', ordered_at) AS m, count(*) AS n FROM gold.orders GROUP BY 1 ORDER BY 1
SELECT date_trunc('WEEK', order_date) AS w, count(*) AS n FROM gold.orders GROUP BY w ORDER BY w
SELECT trunc(order_date, 'MM') AS a, trunc(order_date, 'YEAR') AS b FROM gold.orders WHERE order_id = 5
SELECT trunc(order_date, 'QUARTER') AS a, trunc(order_date, 'WEEK') AS b FROM gold.orders ORDER BY order_id
SELECT order_id, year(order_date) AS y, quarter(order_date) AS q, month(order_date) AS m, day(order_date) AS d, dayofmonth(order_date) AS dm FROM gold.orders ORDER BY order_id
SELECT order_id, dayofweek(order_date) AS dw, weekday(order_date) AS wd, dayofyear(order_date) AS dy, weekofyear(order_date) AS wy FROM gold.orders ORDER BY order_id
SELECT order_id, extract(YEAR FROM order_date) AS y, extract(WEEK FROM order_date) AS w, extract(YEAROFWEEK FROM order_date) AS yw, extract(DOW FROM order_date) AS dow, extract(DAYOFWEEK_ISO FROM order_date) AS iso FROM gold.orders ORDER BY order_id
SELECT date_part('month', order_date) AS m, date_part('hour', ordered_at) AS h, extract(MINUTE FROM ordered_at) AS mi FROM gold.orders ORDER BY order_id
SELECT hour(ordered_at) AS h, minute(ordered_at) AS m, second(ordered_at) AS s FROM gold.orders ORDER BY order_id
SELECT date_add(order_date, 10) AS a, date_sub(order_date, 31) AS b, order_date + 1 AS c, order_date - 1 AS d FROM gold.orders ORDER BY order_id
SELECT add_months(order_date, 1) AS a, add_months(order_date, -12) AS b FROM gold.orders ORDER BY order_id
SELECT order_date + INTERVAL 1 MONTH AS a, order_date - INTERVAL '1' YEAR AS b, order_date + INTERVAL 3 DAYS AS c, order_date - INTERVAL 1 WEEK AS d FROM gold.orders ORDER BY order_id
SELECT ordered_at + INTERVAL 1 HOUR AS a, ordered_at - INTERVAL '1 02:03:04' DAY TO SECOND AS b, order_date + INTERVAL '1-2' YEAR TO MONTH AS c FROM gold.orders ORDER BY order_id
SELECT datediff(ship_date, order_date) AS a, date_diff(DAY, order_date, ship_date) AS b, datediff(MONTH, order_date, ship_date) AS c FROM gold.orders ORDER BY order_id
SELECT timestampdiff(HOUR, ordered_at, TIMESTAMP'2024-06-01 00:00:00') AS h, timestampdiff(MONTH, ordered_at, TIMESTAMP'2024-06-01 00:00:00') AS m, timestampdiff(YEAR, order_date, DATE'2025-06-01') AS y FROM gold.orders ORDER BY order_id
SELECT months_between(DATE'2024-03-31', order_date) AS a, months_between(ordered_at, DATE'2024-01-01') AS b FROM gold.orders ORDER BY order_id
SELECT last_day(order_date) AS a, next_day(order_date, 'Mon') AS b, next_day(order_date, 'SUNDAY') AS c FROM gold.orders ORDER BY order_id
SELECT make_date(2024, 2, 29) AS a, DATE'2024-01-05' AS b, to_date('2024-01-05') AS c, to_date('05/01/2024', 'dd/MM/yyyy') AS d, CAST('2024-01-05' AS DATE) AS e
SELECT to_timestamp('2024-01-05 10:11:12') AS a, to_timestamp('05.01.2024 10:11', 'dd.MM.yyyy HH:mm') AS b, CAST('2024-01-05 10:11:12' AS TIMESTAMP) AS c
SELECT date_format(order_date, 'yyyy-MM') AS a, date_format(order_date, 'MMM yyyy') AS b, date_format(order_date, 'EEEE') AS c, date_format(order_date, 'E') AS d, date_format(order_date, 'd/M/yy') AS e FROM gold.orders ORDER BY order_id
SELECT date_format(ordered_at, 'yyyy-MM-dd HH:mm:ss') AS a, date_format(ordered_at, 'hh:mm a') AS b, date_format(order_date, 'yyyy-\'Q\'q') AS c, date_format(order_date, 'QQQ yyyy') AS d, date_format(order_date, 'D') AS e FROM gold.orders ORDER BY order_id
SELECT dayname(order_date) AS a, monthname(order_date) AS b FROM gold.orders ORDER BY order_id
SELECT dateadd(MONTH, 1, order_date) AS a, dateadd(DAY, 5, ordered_at) AS b, timestampadd(QUARTER, 1, ordered_at) AS c FROM gold.orders ORDER BY order_id
SELECT unix_timestamp(ordered_at) AS a, unix_date(order_date) AS b, date_from_unix_date(19000) AS c, timestamp_seconds(1700000000) AS d FROM gold.orders WHERE order_id < 3 ORDER BY order_id
SELECT order_id FROM gold.orders WHERE order_date BETWEEN DATE'2024-01-01' AND DATE'2024-03-31' ORDER BY order_id
SELECT order_id FROM gold.orders WHERE order_date >= '2024-03-15' AND order_date < '2025-01-01' ORDER BY order_id
SELECT order_id FROM gold.orders WHERE ordered_at >= DATE'2025-01-01' ORDER BY order_id
SELECT CAST(amount AS INT) AS a, CAST(profit AS INT) AS b, CAST(quantity AS DOUBLE) AS c, CAST(discount AS DECIMAL(10,1)) AS d, INT(profit) AS e FROM gold.orders ORDER BY order_id
SELECT CAST('12' AS INT) AS a, CAST(' 7 ' AS BIGINT) AS b, CAST(true AS INT) AS c, TRY_CAST('x' AS INT) AS d, TRY_CAST('1.5' AS INT) AS e, CAST('1.5' AS DOUBLE) AS f, CAST(2.5 AS INT) AS g, CAST(-2.7D AS INT) AS h
SELECT '12'::INT AS a, quantity::STRING AS b, amount::STRING AS c, order_date::STRING AS d, ordered_at::STRING AS e, returned::STRING AS f, discount::STRING AS g FROM gold.orders ORDER BY order_id
SELECT 7 / 2 AS a, 7 DIV 2 AS b, -7 DIV 2 AS c, 7 % 3 AS d, -7 % 3 AS e, mod(7, 3) AS f, pmod(-7, 3) AS g
SELECT quantity / 4 AS a, quantity DIV 4 AS b, quantity % 4 AS c, amount / quantity AS d, profit / quantity AS e FROM gold.orders ORDER BY order_id
SELECT sum(amount) / count(*) AS a, sum(amount) / sum(quantity) AS b, avg(amount) AS c, sum(profit) / sum(amount) AS d FROM gold.orders
SELECT try_divide(profit, discount) AS a, try_divide(amount, 0) AS b, nullif(quantity, 2) AS c, try_add(quantity, 1) AS d FROM gold.orders ORDER BY order_id
SELECT round(profit, 2) AS a, round(amount, 1) AS b, round(profit) AS c, round(1234.5, -2) AS d, bround(2.5D) AS e, round(quantity, -1) AS f FROM gold.orders ORDER BY order_id
SELECT ceil(profit) AS a, floor(profit) AS b, abs(profit) AS c, sign(profit) AS d, sqrt(quantity) AS e, power(quantity, 2) AS f, exp(0) AS g, ln(1) AS h, log10(100) AS i, log(2, 8) AS j FROM gold.orders ORDER BY order_id
SELECT greatest(quantity, 5) AS a, least(quantity, 5, NULL) AS b, coalesce(region, 'none') AS c, nvl(note, '-') AS d, nvl2(note, 1, 0) AS e, ifnull(discount, -1) AS f, if(returned, 'y', 'n') AS g FROM gold.orders ORDER BY order_id
SELECT 'a' || region AS a, concat(region, '-', category) AS b, concat_ws('/', region, category) AS c, concat(quantity, 'x') AS d FROM gold.orders ORDER BY order_id
SELECT upper(region) AS a, lower(category) AS b, length(note) AS c, trim(note) AS d, ltrim(note) AS e, rtrim(note) AS f, initcap(note) AS g FROM gold.orders ORDER BY order_id
SELECT substring(category, 2, 3) AS a, substr(category, -3) AS b, substring(category, 0, 2) AS c, left(category, 2) AS d, right(category, 2) AS e, substring(category FROM 3) AS f, substring(category, -4, 2) AS g FROM gold.orders ORDER BY order_id
SELECT replace(category, 'a', 'A') AS a, lpad(region, 6, '*') AS b, rpad(region, 3, '*') AS c, reverse(region) AS d, repeat('ab', 2) AS e, translate(category, 'abc', '12') AS f, lpad(region, 6) AS g FROM gold.orders ORDER BY order_id
SELECT trim(BOTH ' ' FROM note) AS a, trim(LEADING 'C' FROM category) AS b, trim(TRAILING 's' FROM category) AS c, btrim(category, 'Cs') AS d FROM gold.orders ORDER BY order_id
SELECT split(note, ',') AS a, split(note, ',')[0] AS b, split_part(note, ',', 2) AS c, substring_index(note, ',', 2) AS d, substring_index(note, ',', -1) AS e FROM gold.orders WHERE order_id = 9
SELECT contains(note, 'x') AS a, startswith(category, 'Ch') AS b, endswith(category, 's') AS c FROM gold.orders ORDER BY order_id
SELECT order_id FROM gold.orders WHERE note LIKE 'a\\_b%' ORDER BY order_id
SELECT order_id FROM gold.orders WHERE note LIKE 'a_b%' ORDER BY order_id
SELECT order_id FROM gold.orders WHERE note LIKE '%\\%%' ORDER BY order_id
SELECT order_id FROM gold.orders WHERE note LIKE '%/%%' ESCAPE '/' ORDER BY order_id
SELECT order_id FROM gold.orders WHERE note ILIKE 'mixed%' ORDER BY order_id
SELECT order_id FROM gold.orders WHERE note RLIKE '^[a-z]' ORDER BY order_id
SELECT order_id FROM gold.orders WHERE category LIKE ANY ('Ch%', 'Ta%') AND region NOT LIKE 'W%' ORDER BY order_id
SELECT order_id FROM gold.orders WHERE category NOT LIKE ALL ('Ch%', 'Ta%') ORDER BY order_id
SELECT regexp_replace(note, '[aeiou]', '_') AS a, regexp_extract(note, '([a-z]+)', 1) AS b, regexp_replace(note, '(\\w)(\\w)', '$2$1') AS c, regexp_like(note, 'x') AS d FROM gold.orders ORDER BY order_id
SELECT order_id FROM gold.orders WHERE region IN ('East', 'West') AND category NOT IN ('Phones') ORDER BY order_id
SELECT order_id FROM gold.orders WHERE region <=> NULL ORDER BY order_id
SELECT order_id FROM gold.orders WHERE region IS DISTINCT FROM 'East' ORDER BY order_id
SELECT order_id, returned IS TRUE AS a, returned IS NOT FALSE AS b, NOT returned AS c, returned IS UNKNOWN AS d FROM gold.orders ORDER BY order_id
SELECT order_id, CASE WHEN quantity > 5 THEN 'big' WHEN quantity > 2 THEN 'mid' ELSE 'small' END AS a, CASE category WHEN 'Chairs' THEN 1 END AS b FROM gold.orders ORDER BY order_id
SELECT decode(category, 'Chairs', 'C', 'Phones', 'P', '?') AS a, decode(region, NULL, 'none', 'East', 'E') AS b FROM gold.orders ORDER BY order_id
SELECT count(DISTINCT customer) AS a, count(DISTINCT customer, region) AS b, count(region) AS c, count_if(quantity > 4) AS d, count(region, note) AS e FROM gold.orders
SELECT sum(amount) FILTER (WHERE region = 'East') AS a, count(*) FILTER (WHERE returned) AS b, sum(CASE WHEN returned THEN amount ELSE 0 END) AS c FROM gold.orders
SELECT min(order_date) AS a, max(region) AS b, max_by(customer, amount) AS c, min_by(customer, amount) AS d, any_value(1) AS e, bool_or(returned) AS f, bool_and(returned) AS g, every(returned) AS h FROM gold.orders
SELECT stddev(quantity) AS a, stddev_pop(quantity) AS b, variance(quantity) AS c, var_pop(quantity) AS d, skewness(quantity) AS e, kurtosis(quantity) AS f, corr(quantity, discount) AS g, covar_pop(quantity, discount) AS h FROM gold.orders
SELECT percentile(quantity, 0.5) AS a, percentile(quantity, 0.9) AS b, median(quantity) AS c, percentile_cont(0.25) WITHIN GROUP (ORDER BY quantity) AS d, percentile_disc(0.25) WITHIN GROUP (ORDER BY quantity) AS e, percentile_approx(quantity, 0.5) AS f, approx_percentile(quantity, 0.3) AS g, percentile_cont(0.25) WITHIN GROUP (ORDER BY quantity DESC) AS h FROM gold.orders
SELECT percentile(quantity, array(0.25, 0.75)) AS a, approx_count_distinct(category) AS b FROM gold.orders
SELECT region, sort_array(collect_set(category)) AS a, sort_array(collect_list(quantity)) AS b, array_join(sort_array(collect_set(category)), '+') AS c FROM gold.orders GROUP BY region ORDER BY region
SELECT region, listagg(category, ',') WITHIN GROUP (ORDER BY order_id) AS a FROM gold.orders GROUP BY region ORDER BY region
SELECT mode(category) AS a FROM gold.orders WHERE category <> 'Phones'
SELECT region, category, sum(quantity) AS q, rank() OVER (PARTITION BY region ORDER BY sum(quantity) DESC) AS r FROM gold.orders GROUP BY region, category ORDER BY region, r, category
SELECT region, category, sum(quantity) AS q, rank() OVER (ORDER BY sum(quantity) DESC) AS r FROM gold.orders GROUP BY ALL ORDER BY r, region
SELECT order_id, row_number() OVER (ORDER BY region) AS rn, rank() OVER (ORDER BY region) AS r, dense_rank() OVER (ORDER BY region DESC) AS d, ntile(3) OVER (ORDER BY order_id) AS t FROM gold.orders ORDER BY order_id
SELECT order_id, lag(quantity) OVER (ORDER BY order_id) AS a, lead(quantity, 2, 0) OVER (ORDER BY order_id) AS b, first_value(region) OVER (PARTITION BY category ORDER BY order_id) AS c, last_value(region) IGNORE NULLS OVER (ORDER BY order_id) AS d FROM gold.orders ORDER BY order_id
SELECT order_id, sum(quantity) OVER (ORDER BY order_id) AS a, avg(quantity) OVER (ORDER BY order_id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS b, sum(quantity) OVER w AS c, count(*) OVER (PARTITION BY category) AS d FROM gold.orders WINDOW w AS (PARTITION BY region ORDER BY order_date ROWS UNBOUNDED PRECEDING) ORDER BY order_id
SELECT order_id, percent_rank() OVER (ORDER BY quantity) AS a, cume_dist() OVER (ORDER BY quantity) AS b, nth_value(customer, 2) OVER (ORDER BY order_id) AS c FROM gold.orders ORDER BY order_id
SELECT order_id, sum(quantity) OVER (ORDER BY quantity RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS a FROM gold.orders ORDER BY order_id
SELECT category, sum(amount) AS s, sum(amount) / sum(sum(amount)) OVER () AS share FROM gold.orders GROUP BY category ORDER BY category
SELECT region, category, q FROM (SELECT region, category, sum(quantity) AS q, row_number() OVER (PARTITION BY region ORDER BY sum(quantity) DESC) AS rn FROM gold.orders GROUP BY region, category) WHERE rn = 1 ORDER BY region
SELECT o.order_id, c.segment FROM gold.orders o LEFT JOIN gold.customers c ON o.customer = c.customer ORDER BY o.order_id
SELECT c.customer, count(o.order_id) AS n FROM gold.customers c LEFT JOIN gold.orders o USING (customer) GROUP BY c.customer ORDER BY c.customer
SELECT customer FROM gold.customers LEFT ANTI JOIN gold.orders USING (customer) ORDER BY customer
SELECT c.customer FROM gold.customers c LEFT SEMI JOIN gold.orders o ON o.customer = c.customer AND o.returned ORDER BY 1
SELECT t.region, t.month, sum(o.amount) AS s FROM gold.targets t FULL OUTER JOIN gold.orders o ON o.region <=> t.region AND month(o.order_date) = t.month GROUP BY t.region, t.month ORDER BY t.region, t.month
SELECT customer FROM gold.customers c WHERE EXISTS (SELECT 1 FROM gold.orders o WHERE o.customer = c.customer AND o.quantity > 5) ORDER BY customer
SELECT customer FROM gold.customers WHERE customer NOT IN (SELECT customer FROM gold.orders WHERE customer IS NOT NULL) ORDER BY customer
SELECT order_id FROM gold.orders WHERE (region, category) IN (SELECT region, category FROM gold.orders WHERE returned) ORDER BY order_id
SELECT order_id, amount - (SELECT avg(amount) FROM gold.orders) AS d FROM gold.orders WHERE amount > (SELECT avg(amount) FROM gold.orders) ORDER BY order_id
WITH m AS (SELECT date_trunc('MONTH', order_date) AS month, sum(quantity) AS q FROM gold.orders GROUP BY 1), p AS (SELECT month, q, lag(q) OVER (ORDER BY month) AS prev FROM m) SELECT month, q, prev, q - prev AS change, try_divide(q - prev, prev) AS pct FROM p ORDER BY month
WITH a(x, y) AS (VALUES (1, 'a'), (2, 'b')) SELECT x, y FROM a ORDER BY x
SELECT * FROM VALUES (1, 'a'), (2, NULL) AS t(x, y) ORDER BY x
SELECT col1, col2 FROM (VALUES (1, 'a'), (2, 'b')) ORDER BY 1
SELECT region FROM gold.orders UNION SELECT region FROM gold.targets ORDER BY region
SELECT region FROM gold.orders UNION ALL SELECT region FROM gold.targets ORDER BY region
SELECT region FROM gold.orders EXCEPT SELECT region FROM gold.targets ORDER BY region
SELECT region FROM gold.orders MINUS SELECT region FROM gold.targets ORDER BY region
SELECT region FROM gold.orders INTERSECT SELECT region FROM gold.targets ORDER BY region
SELECT customer, explode(tags) AS tag FROM gold.customers ORDER BY customer, tag
SELECT customer, explode_outer(tags) AS tag FROM gold.customers ORDER BY customer, tag
SELECT customer, posexplode(tags) AS (p, tag) FROM gold.customers ORDER BY customer, p
SELECT customer, tag FROM gold.customers LATERAL VIEW explode(tags) t AS tag ORDER BY customer, tag
SELECT customer, tag FROM gold.customers LATERAL VIEW OUTER explode(tags) t AS tag ORDER BY customer, tag
SELECT tag, count(*) AS n FROM gold.customers LATERAL VIEW explode(tags) t AS tag GROUP BY tag ORDER BY tag
SELECT d FROM (SELECT explode(sequence(DATE'2024-01-30', DATE'2024-02-02')) AS d) ORDER BY d
SELECT explode(sequence(DATE'2024-01-31', DATE'2024-05-31', INTERVAL 1 MONTH)) AS d
SELECT explode(sequence(1, 5)) AS i
SELECT explode(sequence(5, 1, -2)) AS i
SELECT d, coalesce(sum(o.quantity), 0) AS q FROM (SELECT explode(sequence(DATE'2024-03-01', DATE'2024-03-31', INTERVAL 10 DAYS)) AS d) s LEFT JOIN gold.orders o ON o.order_date BETWEEN s.d AND s.d + INTERVAL 9 DAYS GROUP BY d ORDER BY d
SELECT month, coalesce(q, 0) AS q FROM (SELECT explode(sequence(min(trunc(order_date, 'MM')), max(trunc(order_date, 'MM')), INTERVAL 1 MONTH)) AS month FROM gold.orders) LEFT JOIN (SELECT trunc(order_date, 'MM') AS m, sum(quantity) AS q FROM gold.orders GROUP BY 1) ON m = month ORDER BY month
SELECT * FROM (SELECT region, category, quantity FROM gold.orders) PIVOT (sum(quantity) FOR category IN ('Chairs', 'Phones', 'Tables')) ORDER BY region
SELECT * FROM (SELECT region, category, quantity, order_id FROM gold.orders) PIVOT (sum(quantity) AS q, count(order_id) AS n FOR category IN ('Chairs' AS chairs, 'Phones' AS phones)) ORDER BY region
SELECT * FROM (SELECT order_id, quantity, discount FROM gold.orders WHERE order_id < 5) UNPIVOT (v FOR k IN (quantity AS `q`, discount)) ORDER BY order_id, k
SELECT order_id, k, v FROM gold.orders LATERAL VIEW stack(2, 'q', quantity, 'id', CAST(order_id AS INT)) s AS k, v WHERE order_id < 3 ORDER BY order_id, k
SELECT size(tags) AS a, array_contains(tags, 'vip') AS b, element_at(array(1, 2, 3), -1) AS c, array(10, 20)[1] AS d, array_max(array(1, 3, 2)) AS e, array_distinct(array(1, 1, 2)) AS f, slice(array(1, 2, 3, 4), 2, 2) AS g FROM gold.customers ORDER BY customer
SELECT transform(array(1, 2, 3), x -> x * 2) AS a, filter(array(1, 2, 3), x -> x > 1) AS b, exists(array(1, 2), x -> x > 1) AS c, forall(array(1, 2), x -> x > 1) AS d, flatten(array(array(1), array(2, 3))) AS e
SELECT map('a', 1, 'b', 2)['b'] AS a, map_keys(map('x', 1)) AS b, element_at(map('k', 5), 'k') AS c, struct(1 AS p, 'q' AS r).r AS d, named_struct('a', 7).a AS e
SELECT get_json_object(note, '$.k.v') AS a FROM gold.orders ORDER BY order_id
SELECT format_number(amount, 2) AS a, format_string('%s has %d', customer, quantity) AS b, ascii('A') AS c, chr(66) AS d, levenshtein('kitten', 'sitting') AS e, md5('a') AS f, find_in_set('b', 'a,b,c') AS g FROM gold.orders ORDER BY order_id
SELECT 5 & 3 AS a, 5 | 3 AS b, 5 ^ 3 AS c, ~5 AS d
SELECT "double quoted" AS a, 'it\'s' AS c, 'tab\tx' AS d, r'raw\n' AS e, '\u0041' AS f
SELECT 1L AS a, 1.5D AS b, 2S AS c, 10BD AS d, 1e2 AS e, .5 AS f, -3 AS g
SELECT quantity AS q, q * 2 AS twice, twice + 1 AS more FROM gold.orders ORDER BY order_id
SELECT upper(region) AS region, count(*) AS n FROM gold.orders GROUP BY region HAVING n > 1 ORDER BY n DESC, region
SELECT year(order_date) AS y, sum(quantity) AS q FROM gold.orders GROUP BY y ORDER BY y
SELECT DISTINCT region, category FROM gold.orders ORDER BY region, category
SELECT order_id FROM gold.orders ORDER BY quantity DESC LIMIT 3 OFFSET 2
SELECT * FROM (SELECT region, sum(quantity) AS q FROM gold.orders GROUP BY region) ORDER BY q DESC NULLS FIRST, region NULLS LAST LIMIT 2
SELECT a.order_id, b.order_id AS other FROM gold.orders a JOIN gold.orders b ON a.customer = b.customer AND a.order_id < b.order_id ORDER BY 1, 2
SELECT o.region, (SELECT max(t.target) FROM gold.targets t WHERE t.region = o.region) AS target FROM gold.orders o ORDER BY o.order_id
SELECT c.customer, t.n FROM gold.customers c, LATERAL (SELECT count(*) AS n FROM gold.orders o WHERE o.customer = c.customer) t ORDER BY c.customer
SELECT width_bucket(quantity, 0, 10, 5) AS a FROM gold.orders ORDER BY order_id
SELECT order_id, isnull(region) AS a, isnotnull(region) AS b, nvl(region, category) AS c, nullif(category, 'Chairs') AS d, equal_null(region, NULL) AS e FROM gold.orders ORDER BY order_id
SELECT sum(quantity * amount) AS a, sum(amount * (1 - discount)) AS b, sum(amount) - sum(profit) AS c, round(sum(amount * (1 - discount)), 2) AS d FROM gold.orders
SELECT round(avg(amount), 2) AS a, round(sum(amount) / sum(quantity), 4) AS b, round(100.0 * sum(profit) / sum(amount), 1) AS c FROM gold.orders
SELECT first(region) AS a, last(category) AS b, first(region, true) AS c FROM (SELECT * FROM gold.orders WHERE order_id = 4)
SELECT date_trunc('MONTH', ordered_at) = date_trunc('MONTH', order_date) AS same FROM gold.orders ORDER BY order_id
SELECT order_date - DATE'2024-01-01' > INTERVAL '10' DAY AS late FROM gold.orders ORDER BY order_id
SELECT count(*) AS n FROM gold.orders WHERE amount > 99.99 AND quantity BETWEEN 1 AND 5 OR returned = true
SELECT CAST(order_date AS TIMESTAMP) AS a, CAST(ordered_at AS DATE) AS b, CAST('2024-02-30' AS STRING) AS c, TRY_CAST('2024-02-30' AS DATE) AS d FROM gold.orders ORDER BY order_id
SELECT 1 / 0 AS e
SELECT CAST('x' AS INT) AS e
SELECT CAST('1.5' AS INT) AS e
SELECT 1 % 0 AS e
SELECT array(1, 2)[5] AS e
SELECT element_at(array(1, 2), 5) AS e
SELECT make_date(2023, 2, 29) AS e
SELECT CAST('abc' AS DOUBLE) AS e
SELECT CAST('2024-02-30' AS DATE) AS e
SELECT quantity / (quantity - quantity) AS e FROM gold.orders
SELECT (SELECT region FROM gold.orders) AS e
SELECT CAST(3000000000 AS INT) AS e
SELECT 2147483647 + 1 AS e
SELECT CAST(99999.99 AS DECIMAL(5,2)) AS e
SELECT order_id, CAST(greatest(quantity, amount) AS INT) AS a, CAST(nvl(quantity, discount) AS INT) AS b, CAST(least(5, amount) AS INT) AS c FROM gold.orders
SELECT CAST(greatest(1, 2.7) AS INT) AS a, CAST(ifnull(NULL, 2.7D) AS INT) AS b, CAST(nvl2(NULL, 1, 2.7) AS INT) AS c
SELECT CAST(sign(-3) AS STRING) AS a, CAST(sign(2.5) AS STRING) AS b
SELECT CAST(coalesce(element_at(array(2.7D, 3.9D), 1), 0) AS INT) AS a, CAST(coalesce(max(discount), 0) * 10 AS INT) AS b FROM gold.orders
SELECT CAST(try_add(1, 1.9) AS INT) AS a, CAST(try_multiply(2, 1.45D) AS INT) AS b, CAST(mod(7, 2.75) AS INT) AS c
SELECT DATE'2024-02-28' + make_interval(0, 1) AS a, CAST(DATE'2024-01-31' + make_interval(0, 1) AS STRING) AS b
SELECT CAST(percentile_disc(0.5) WITHIN GROUP (ORDER BY quantity) AS STRING) AS a FROM gold.orders
SELECT CAST(1.7BD AS INT) AS a, CAST(CASE WHEN order_id > 0 THEN quantity ELSE 2.7 END AS STRING) AS b FROM gold.orders
SELECT CAST(coalesce(order_date, ordered_at) AS STRING) AS a, CAST(greatest(order_date, ordered_at) AS STRING) AS b FROM gold.orders
