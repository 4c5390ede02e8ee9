-- Sales and profit per month, region and category beside the same month a year before. Months of either year
-- are kept, so that a line which stopped selling still shows what it lost.
WITH monthly AS (
  SELECT
    CAST(date_trunc('MONTH', txn_date) AS DATE) AS month,
    region,
    category,
    CAST(sum(sales) AS DECIMAL(18, 4)) AS sales,
    CAST(sum(profit) AS DECIMAL(18, 4)) AS profit
  FROM main.gold.daily_sales
  GROUP BY CAST(date_trunc('MONTH', txn_date) AS DATE), region, category
),
loaded AS (
  SELECT max(month) AS last_month FROM monthly
),
months AS (
  SELECT month, region, category FROM monthly
  UNION
  SELECT CAST(add_months(monthly.month, 12) AS DATE), monthly.region, monthly.category
  FROM monthly CROSS JOIN loaded
  WHERE CAST(add_months(monthly.month, 12) AS DATE) <= loaded.last_month
)
SELECT
  months.month,
  months.region,
  months.category,
  CAST(coalesce(this_year.sales, 0) AS DECIMAL(18, 4)) AS sales,
  last_year.sales AS sales_previous_year,
  CAST(coalesce(this_year.sales, 0) - last_year.sales AS DECIMAL(18, 4)) AS sales_change,
  CASE WHEN last_year.sales <> 0
    THEN CAST(coalesce(this_year.sales, 0) - last_year.sales AS DOUBLE) / CAST(last_year.sales AS DOUBLE)
  END AS sales_change_ratio,
  CAST(coalesce(this_year.profit, 0) AS DECIMAL(18, 4)) AS profit,
  last_year.profit AS profit_previous_year
FROM months
LEFT JOIN monthly AS this_year
  ON this_year.month = months.month AND this_year.region = months.region AND this_year.category = months.category
LEFT JOIN monthly AS last_year
  ON last_year.month = CAST(add_months(months.month, -12) AS DATE)
  AND last_year.region = months.region AND last_year.category = months.category
