# Databricks notebook source
# MAGIC %md
# MAGIC # Files in good order, and no old ones
# MAGIC OPTIMIZE (gold ordered by day, category and region) and VACUUM. Parameters: `catalog`, `base_uri`, `retain_hours`.

# COMMAND ----------

import json

from lakehouse import gold, maintenance, silver
from lakehouse.parameters import parameters
from lakehouse.session import session
from lakehouse.tables import Lakehouse

given = parameters("maintain", globals())
spark = session()
lake = Lakehouse(given["catalog"], given["base_uri"])

# COMMAND ----------

silver.create_tables(spark, lake)
gold.refresh(spark, lake)
for table in maintenance.optimize(spark, lake):
    print(json.dumps(table))

# COMMAND ----------

maintenance.vacuum(spark, lake, int(given["retain_hours"]))
