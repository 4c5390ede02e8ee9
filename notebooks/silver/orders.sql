-- Clean order lines: one row per row_id.
SELECT
  row_id, order_id, order_date, ship_date, ship_mode, customer_id, customer_name, segment, country, city, state,
  postal_code, region, product_id, category, sub_category, product_name, sales, quantity, discount, profit
FROM main.silver.orders_checked
WHERE reject_reason IS NULL AND version_rank = 1
