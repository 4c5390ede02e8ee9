# Databricks notebook source
# MAGIC %md
# MAGIC # Metric views of gold
# MAGIC Creates or replaces the metric views in `gold/metric_views.sql`. Needs Databricks Runtime 17.2 or a SQL warehouse.

# COMMAND ----------

from lakehouse.metric_views import statements
from lakehouse.parameters import parameters
from lakehouse.session import session

given = parameters("publish_metric_views", globals())
spark = session()
for statement in statements(given["catalog"]):
    spark.sql(statement)
    print(statement.splitlines()[0])
