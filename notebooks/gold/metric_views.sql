USE CATALOG main;

CREATE OR REPLACE VIEW main.gold.sales WITH METRICS LANGUAGE YAML AS $$
version: 1.1
comment: Sales, profit, orders and customers, from one row per order line
source: main.gold.order_lines
fields:
  - name: Order Date
    expr: order_date
    comment: Day on which the order was placed
    synonyms: [date, day, order day, purchase date, ordered on]
    format: { type: date, date_format: year_month_day }
  - name: Ship Date
    expr: ship_date
    comment: Day on which the order left the warehouse
    synonyms: [shipping date, dispatch date, shipped on]
    format: { type: date, date_format: year_month_day }
  - name: Region
    expr: region
    comment: "Sales region of the delivery address: Central, East, South or West"
    synonyms: [sales region, territory, area]
  - name: State
    expr: state
    comment: US state of the delivery address
    synonyms: [us state, province]
  - name: City
    expr: city
    comment: City of the delivery address; the same name may stand in several states
    synonyms: [town]
  - name: Country
    expr: country
    comment: Country of the delivery address
    synonyms: [nation]
  - name: Postal Code
    expr: postal_code
    comment: Five-digit ZIP code of the delivery address
    synonyms: [zip code, zip, postcode]
  - name: Segment
    expr: segment
    comment: "Kind of customer: Consumer, Corporate or Home Office"
    synonyms: [customer segment, customer type, market segment]
  - name: Category
    expr: category
    comment: "Product category: Furniture, Office Supplies or Technology"
    synonyms: [product category, department]
  - name: Sub-Category
    expr: sub_category
    comment: One of 17 groups of products within the categories
    synonyms: [subcategory, sub category, product group, product type]
  - name: Product
    expr: product_name
    comment: Name of the product
    synonyms: [product name, item, article]
  - name: SKU
    expr: product_id
    comment: Number of the product; some numbers stand for two products
    synonyms: [product number, product code, item number, product id]
  - name: Ship Mode
    expr: ship_mode
    comment: "How the order was sent: Same Day, First Class, Second Class or Standard Class"
    synonyms: [shipping mode, shipping method, delivery method, delivery mode, shipping class]
  - name: Customer
    expr: customer_id
    comment: Number of the customer; names are not shown
    synonyms: [customer id, customer number, client, buyer]
  - name: Order
    expr: order_id
    comment: Number of the order
    synonyms: [order id, order number]
  - name: Discount Level
    expr: discount
    comment: Discount on the order line, from 0 to 0.8
    synonyms: [line discount, discount percentage]
    format: { type: percentage, decimal_places: { type: exact, places: 0 } }
measures:
  - name: Sales
    expr: SUM(sales)
    comment: What customers paid for products after discount
    synonyms: [revenue, turnover, sales amount, net sales]
    format: { type: currency, currency_code: USD, decimal_places: { type: exact, places: 0 } }
  - name: Profit
    expr: SUM(profit)
    comment: Sales less the cost of the products; negative where a line sold below cost
    synonyms: [earnings, net profit, profits]
    format: { type: currency, currency_code: USD, decimal_places: { type: exact, places: 0 } }
  - name: Profit Margin
    expr: MEASURE(`Profit`) / MEASURE(`Sales`)
    comment: Profit divided by sales
    synonyms: [margin, profit ratio, return on sales]
    format: { type: percentage, decimal_places: { type: exact, places: 1 } }
  - name: Quantity
    expr: SUM(quantity)
    comment: Number of units sold
    synonyms: [units, units sold, items sold, quantity sold, sales volume]
    format: { type: number, decimal_places: { type: exact, places: 0 } }
  - name: Orders
    expr: COUNT(DISTINCT order_id)
    comment: Number of different orders; an order with lines in two categories counts once in each and once in the total
    synonyms: [number of orders, order count, purchases, transactions]
    format: { type: number, decimal_places: { type: exact, places: 0 } }
  - name: Customers
    expr: COUNT(DISTINCT customer_id)
    comment: Number of different customers with at least one order
    synonyms: [number of customers, customer count, active customers, buyers]
    format: { type: number, decimal_places: { type: exact, places: 0 } }
  - name: Order Lines
    expr: COUNT(*)
    comment: Number of order lines
    synonyms: [line items, number of lines, order line count]
    format: { type: number, decimal_places: { type: exact, places: 0 } }
  - name: Average Order Value
    expr: MEASURE(`Sales`) / MEASURE(`Orders`)
    comment: Sales divided by the number of orders
    synonyms: [aov, average order, average basket, basket value, sales per order, revenue per order]
    format: { type: currency, currency_code: USD, decimal_places: { type: exact, places: 2 } }
  - name: Sales per Customer
    expr: MEASURE(`Sales`) / MEASURE(`Customers`)
    comment: Sales divided by the number of customers
    synonyms: [revenue per customer, average customer value, spend per customer]
    format: { type: currency, currency_code: USD, decimal_places: { type: exact, places: 2 } }
  - name: Average Unit Price
    expr: MEASURE(`Sales`) / MEASURE(`Quantity`)
    comment: Sales divided by units sold, after discount
    synonyms: [average price, unit price, price per unit, average selling price]
    format: { type: currency, currency_code: USD, decimal_places: { type: exact, places: 2 } }
  - name: Units per Order
    expr: MEASURE(`Quantity`) / MEASURE(`Orders`)
    comment: Units sold divided by the number of orders
    synonyms: [items per order, basket size, units per transaction]
    format: { type: number, decimal_places: { type: exact, places: 2 } }
  - name: Discount Rate
    expr: AVG(discount)
    comment: Mean discount of the order lines, each line counted alike
    synonyms: [discount, average discount, mean discount, avg discount]
    format: { type: percentage, decimal_places: { type: exact, places: 1 } }
  - name: Discount Amount
    expr: SUM(list_sales) - SUM(sales)
    comment: What customers would have paid more at list price
    synonyms: [discount given, discounts given, discount value, total discount]
    format: { type: currency, currency_code: USD, decimal_places: { type: exact, places: 0 } }
  - name: Rolling 3-Month Sales
    expr: SUM(sales)
    comment: Sales of the three months that end with the day
    synonyms: [rolling three month sales, 3-month rolling sales, moving three month sales]
    format: { type: currency, currency_code: USD, decimal_places: { type: exact, places: 0 } }
    window:
      - order: Order Date
        range: trailing 3 month inclusive
        semiadditive: last
$$;

CREATE OR REPLACE VIEW main.gold.shipping WITH METRICS LANGUAGE YAML AS $$
version: 1.1
comment: How fast orders ship and how customers come back, from one row per order
source: main.gold.orders
joins:
  - name: buyer
    source: main.gold.customers
    'on': source.customer_id = buyer.customer_id
    cardinality: many_to_one
    rely: { at_most_one_match: true }
fields:
  - name: Order Date
    expr: order_date
    comment: Day on which the order was placed
    synonyms: [date, day, order day, purchase date, ordered on]
    format: { type: date, date_format: year_month_day }
  - name: Ship Date
    expr: ship_date
    comment: Day on which the order left the warehouse
    synonyms: [shipping date, dispatch date, shipped on]
    format: { type: date, date_format: year_month_day }
  - name: First Order Date
    expr: buyer.first_order_date
    comment: Day of the customer's first order
    synonyms: [first purchase date, customer since]
    format: { type: date, date_format: year_month_day }
  - name: Region
    expr: region
    comment: "Sales region of the delivery address: Central, East, South or West"
    synonyms: [sales region, territory, area]
  - name: State
    expr: state
    comment: US state of the delivery address
    synonyms: [us state, province]
  - name: City
    expr: city
    comment: City of the delivery address; the same name may stand in several states
    synonyms: [town]
  - name: Segment
    expr: segment
    comment: "Kind of customer: Consumer, Corporate or Home Office"
    synonyms: [customer segment, customer type, market segment]
  - name: Ship Mode
    expr: ship_mode
    comment: "How the order was sent: Same Day, First Class, Second Class or Standard Class"
    synonyms: [shipping mode, shipping method, delivery method, delivery mode, shipping class]
  - name: Customer
    expr: customer_id
    comment: Number of the customer; names are not shown
    synonyms: [customer id, customer number, client, buyer]
measures:
  - name: Average Days to Ship
    expr: AVG(days_to_ship)
    comment: Mean number of days from order to dispatch, each order counted once
    synonyms: [days to ship, average ship time, shipping time, ship time, delivery time, lead time, fulfillment time]
    format: { type: number, decimal_places: { type: exact, places: 1 } }
  - name: Longest Days to Ship
    expr: MAX(days_to_ship)
    comment: Greatest number of days from order to dispatch
    synonyms: [slowest shipment, longest ship time, longest shipping time]
    format: { type: number, decimal_places: { type: exact, places: 0 } }
  - name: New Customers
    expr: COUNT(DISTINCT customer_id) FILTER (WHERE order_date = buyer.first_order_date)
    comment: Customers whose first order falls into the period
    synonyms: [first-time customers, first time buyers, acquired customers, customer acquisition]
    format: { type: number, decimal_places: { type: exact, places: 0 } }
  - name: Repeat Orders
    expr: COUNT(*) FILTER (WHERE order_date > buyer.first_order_date)
    comment: Orders of customers who had ordered on an earlier day
    synonyms: [repeat purchases, orders of returning customers]
    format: { type: number, decimal_places: { type: exact, places: 0 } }
  - name: Repeat Order Rate
    expr: COUNT(*) FILTER (WHERE order_date > buyer.first_order_date) / COUNT(*)
    comment: Share of orders that came from customers who had ordered on an earlier day
    synonyms: [repeat rate, repeat purchase rate]
    format: { type: percentage, decimal_places: { type: exact, places: 1 } }
$$;
