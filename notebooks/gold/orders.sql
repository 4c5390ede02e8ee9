-- One row per order. In the source an order has one date, one customer, one address and one ship mode;
-- min() only states that.
SELECT
  order_id,
  min(order_date) AS order_date,
  max(ship_date) AS ship_date,
  CAST(datediff(max(ship_date), min(order_date)) AS INT) AS days_to_ship,
  min(ship_mode) AS ship_mode,
  min(customer_id) AS customer_id,
  min(segment) AS segment,
  min(country) AS country,
  min(region) AS region,
  min(state) AS state,
  min(city) AS city,
  count(*) AS order_lines,
  CAST(sum(quantity) AS BIGINT) AS quantity,
  CAST(sum(sales) AS DECIMAL(18, 4)) AS sales,
  CAST(sum(profit) AS DECIMAL(18, 4)) AS profit
FROM main.silver.orders
GROUP BY order_id
