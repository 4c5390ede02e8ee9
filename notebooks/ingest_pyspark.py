# Databricks notebook source
# MAGIC %md
# MAGIC # Raw order files to gold
# MAGIC Reads the CSV files that were not read before into bronze, cleans them into silver and brings gold up to date.
# MAGIC Running it twice changes nothing the second time. Parameters: `source`, `catalog`, `base_uri`.

# COMMAND ----------

import json

from lakehouse import bronze, sql_tables
from lakehouse.session import session
from lakehouse.settings import from_arguments, from_widgets

spark = session()
settings = from_widgets(dbutils) if "dbutils" in globals() else from_arguments()  # noqa: F821

# COMMAND ----------

bronze.create_tables(spark, settings)
report = bronze.ingest_new_files(spark, settings)
print(json.dumps(report))

# COMMAND ----------

for name in [*sql_tables.SILVER, *sql_tables.GOLD]:
    print(json.dumps(sql_tables.refresh(spark, settings, name)))

# COMMAND ----------

for name in sql_tables.ZORDER:
    sql_tables.optimize(spark, settings, name)
