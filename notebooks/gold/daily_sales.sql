-- Sums per day and everything that a day is usually cut by. Partitioned by txn_month, ordered by
-- (txn_date, category, region). Distinct orders and customers don't add up over rows: count them in gold.order_lines.
SELECT
  order_date AS txn_date,
  CAST(date_trunc('MONTH', order_date) AS DATE) AS txn_month,
  region,
  state,
  segment,
  ship_mode,
  category,
  sub_category,
  count(*) AS order_lines,
  CAST(sum(quantity) AS BIGINT) AS quantity,
  CAST(sum(sales) AS DECIMAL(18, 4)) AS sales,
  CAST(sum(list_sales) AS DECIMAL(18, 4)) AS list_sales,
  CAST(sum(profit) AS DECIMAL(18, 4)) AS profit
FROM main.gold.order_lines
GROUP BY order_date, region, state, segment, ship_mode, category, sub_category
