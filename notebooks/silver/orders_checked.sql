-- Every bronze row with its typed columns, the reason why it is not usable (null = usable), and its
-- place among the rows of the same key (1 = the one that counts). Columns beyond those of an order line are kept.
-- The later row of a key wins: where the rows say when they came (the Spark pipeline), by that; here by the later
-- ship date, then order date, then the remaining columns, so that the choice is the same whatever the order of reading.
WITH trimmed AS (
  SELECT
    * EXCEPT (
      row_id, order_id, order_date, ship_date, ship_mode, customer_id, customer_name, segment, country, city, state,
      postal_code, region, product_id, category, sub_category, product_name, sales, quantity, discount, profit
    ),
    btrim(row_id, ' \t\u00a0') AS row_id,
    upper(btrim(order_id, ' \t\u00a0')) AS order_id,
    btrim(order_date, ' \t\u00a0') AS order_date,
    btrim(ship_date, ' \t\u00a0') AS ship_date,
    btrim(ship_mode, ' \t\u00a0') AS ship_mode,
    upper(btrim(customer_id, ' \t\u00a0')) AS customer_id,
    btrim(customer_name, ' \t\u00a0') AS customer_name,
    btrim(segment, ' \t\u00a0') AS segment,
    btrim(country, ' \t\u00a0') AS country,
    btrim(city, ' \t\u00a0') AS city,
    btrim(state, ' \t\u00a0') AS state,
    btrim(postal_code, ' \t\u00a0') AS postal_code,
    btrim(region, ' \t\u00a0') AS region,
    upper(btrim(product_id, ' \t\u00a0')) AS product_id,
    btrim(category, ' \t\u00a0') AS category,
    btrim(sub_category, ' \t\u00a0') AS sub_category,
    btrim(product_name, ' \t\u00a0') AS product_name,
    btrim(sales, ' \t\u00a0') AS sales,
    btrim(quantity, ' \t\u00a0') AS quantity,
    btrim(discount, ' \t\u00a0') AS discount,
    btrim(profit, ' \t\u00a0') AS profit
  FROM main.bronze.orders
),
typed AS (
  SELECT
    * EXCEPT (row_id, order_date, ship_date, postal_code, sales, quantity, discount, profit),
    row_id AS row_id_text,
    order_date AS order_date_text,
    ship_date AS ship_date_text,
    sales AS sales_text,
    quantity AS quantity_text,
    discount AS discount_text,
    profit AS profit_text,
    CASE WHEN row_id RLIKE '^[0-9]{1,18}$' THEN try_cast(row_id AS BIGINT) END AS row_id,
    CASE WHEN order_date RLIKE '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' AND order_date >= '0001' THEN try_cast(order_date AS DATE) END AS order_date,
    CASE WHEN ship_date RLIKE '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' AND ship_date >= '0001' THEN try_cast(ship_date AS DATE) END AS ship_date,
    CASE WHEN length(postal_code) BETWEEN 1 AND 5 THEN lpad(postal_code, 5, '0') ELSE postal_code END AS postal_code,
    CASE WHEN sales RLIKE '^-?[0-9]{1,9}([.][0-9]{1,4})?$' THEN try_cast(sales AS DECIMAL(14, 4)) END AS sales,
    CASE WHEN quantity RLIKE '^[0-9]{1,9}$' THEN try_cast(quantity AS INT) END AS quantity,
    CASE WHEN discount RLIKE '^[0-9]([.][0-9]{1,4})?$' THEN try_cast(discount AS DECIMAL(5, 4)) END AS discount,
    CASE WHEN profit RLIKE '^-?[0-9]{1,9}([.][0-9]{1,4})?$' THEN try_cast(profit AS DECIMAL(14, 4)) END AS profit
  FROM trimmed
),
judged AS (
  SELECT
    *,
    CASE
      WHEN row_id IS NULL THEN 'row_id is not a whole number'
      WHEN coalesce(order_id, '') = '' THEN 'order_id is missing'
      WHEN coalesce(customer_id, '') = '' THEN 'customer_id is missing'
      WHEN coalesce(product_id, '') = '' THEN 'product_id is missing'
      WHEN coalesce(region, '') = '' OR coalesce(state, '') = '' THEN 'region or state is missing'
      WHEN coalesce(category, '') = '' OR coalesce(sub_category, '') = '' THEN 'category or sub_category is missing'
      WHEN order_date IS NULL THEN 'order_date is not a date'
      WHEN ship_date IS NULL THEN 'ship_date is not a date'
      WHEN ship_date < order_date THEN 'ship_date is before order_date'
      WHEN sales IS NULL THEN 'sales is not a number'
      WHEN quantity IS NULL OR quantity < 1 THEN 'quantity is not a positive whole number'
      WHEN discount IS NULL OR discount > 1 THEN 'discount is not between 0 and 1'
      WHEN profit IS NULL THEN 'profit is not a number'
    END AS reject_reason
  FROM typed
)
SELECT
  *,
  CASE
    WHEN reject_reason IS NULL THEN row_number() OVER (
      PARTITION BY reject_reason, row_id
      ORDER BY
        ship_date DESC, order_date DESC, order_id DESC, product_id DESC, sales DESC, quantity DESC, discount DESC,
        profit DESC, customer_id DESC, ship_mode DESC, product_name DESC, postal_code DESC, city DESC, state DESC,
        region DESC, segment DESC, category DESC, sub_category DESC, country DESC, customer_name DESC
    )
  END AS version_rank
FROM judged
