-- One row per customer.
SELECT
  customer_id,
  min(customer_name) AS customer_name,
  min(segment) AS segment,
  min(order_date) AS first_order_date,
  max(order_date) AS last_order_date,
  count(DISTINCT order_id) AS orders
FROM main.silver.orders
GROUP BY customer_id
