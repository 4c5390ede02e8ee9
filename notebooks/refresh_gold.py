# Databricks notebook source
# MAGIC %md
# MAGIC # Gold from what silver is now
# MAGIC For schedules between two batches, where events change silver. Parameters: `catalog`, `base_uri`.

# COMMAND ----------

import json

from lakehouse import gold, silver
from lakehouse.parameters import parameters
from lakehouse.session import session
from lakehouse.tables import Lakehouse

given = parameters("refresh_gold", globals())
spark = session()
lake = Lakehouse(given["catalog"], given["base_uri"])

# COMMAND ----------

silver.create_tables(spark, lake)
for changed in gold.refresh(spark, lake):
    print(json.dumps(changed))
