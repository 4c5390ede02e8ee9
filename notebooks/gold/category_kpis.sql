-- Key figures per month, region, category and sub-category. `orders` and `customers` are distinct within the row.
SELECT
  CAST(date_trunc('MONTH', order_date) AS DATE) AS month,
  region,
  category,
  sub_category,
  count(DISTINCT order_id) AS orders,
  count(DISTINCT customer_id) AS customers,
  CAST(sum(quantity) AS BIGINT) AS quantity,
  CAST(sum(sales) AS DECIMAL(18, 4)) AS sales,
  CAST(sum(profit) AS DECIMAL(18, 4)) AS profit,
  CASE WHEN sum(sales) <> 0 THEN CAST(sum(profit) AS DOUBLE) / CAST(sum(sales) AS DOUBLE) END AS profit_margin
FROM main.gold.order_lines
GROUP BY CAST(date_trunc('MONTH', order_date) AS DATE), region, category, sub_category
