-- Bronze rows that silver.orders does not hold, each with its reason and, where bronze knows it, where it came from.
-- Bronze = silver.orders + this table.
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
  profit_text AS profit,
  * EXCEPT (
    row_id_text, order_date_text, ship_date_text, sales_text, quantity_text, discount_text, profit_text,
    row_id, order_id, order_date, ship_date, ship_mode, customer_id, customer_name, segment, country, city, state,
    postal_code, region, product_id, category, sub_category, product_name, sales, quantity, discount, profit,
    reject_reason, version_rank
  )
FROM main.silver.orders_checked
WHERE reject_reason IS NOT NULL OR version_rank > 1
