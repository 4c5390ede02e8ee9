-- Bronze rows that silver.orders does not hold, each with its reason. Bronze = silver.orders + this table.
SELECT
  coalesce(reject_reason, 'a later row has the same row_id') AS reason,
  CASE WHEN reject_reason IS NULL THEN 'duplicate' ELSE 'malformed' END AS kind,
  row_id_text AS row_id,
  order_id,
  order_date_text AS order_date,
  ship_date_text AS ship_date,
  product_id,
  sales_text AS sales,
  quantity_text AS quantity,
  discount_text AS discount,
  profit_text AS profit
FROM main.silver.orders_checked
WHERE reject_reason IS NOT NULL OR version_rank > 1
