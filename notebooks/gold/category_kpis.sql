-- Key figures per month, region, category and sub-category. `orders` and `customers` are distinct within the row.
SELECT
  CAST(date_trunc('MONTH', order_date) AS DATE) AS month,
  region,
  category,
  sub_category,
  count(DISTINCT order_id) AS orders,
  count(DISTINCT customer_id) AS customers,
  sum(quantity) AS quantity,
  sum(sales) AS sales,
  sum(profit) AS profit,
  CASE WHEN sum(sales) <> 0 THEN CAST(sum(profit) AS DOUBLE) / CAST(sum(sales) AS DOUBLE) END AS profit_margin
FROM main.gold.order_lines
GROUP BY CAST(date_trunc('MONTH', order_date) AS DATE), region, category, sub_category
