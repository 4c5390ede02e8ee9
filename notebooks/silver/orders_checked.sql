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
    trim(row_id) AS row_id,
    upper(trim(order_id)) AS order_id,
    trim(order_date) AS order_date,
    trim(ship_date) AS ship_date,
    trim(ship_mode) AS ship_mode,
    upper(trim(customer_id)) AS customer_id,
    trim(customer_name) AS customer_name,
    trim(segment) AS segment,
    trim(country) AS country,
    trim(city) AS city,
    trim(state) AS state,
    trim(postal_code) AS postal_code,
    trim(region) AS region,
    upper(trim(product_id)) AS product_id,
    trim(category) AS category,
    trim(sub_category) AS sub_category,
    trim(product_name) AS product_name,
    trim(sales) AS sales,
    trim(quantity) AS quantity,
    trim(discount) AS discount,
    trim(profit) AS profit
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
    CASE WHEN order_date RLIKE '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN try_cast(order_date AS DATE) END AS order_date,
    CASE WHEN ship_date RLIKE '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN try_cast(ship_date AS DATE) END AS ship_date,
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
