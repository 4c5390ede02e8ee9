# Databricks notebook source
# MAGIC %md
# MAGIC # Raw order files to gold
# MAGIC Reads the CSV files that were not read before into bronze, cleans them into silver and brings gold up to date.
# MAGIC Running it twice changes nothing the second time. Parameters: `source`, `catalog`, `base_uri`.

# COMMAND ----------

import json

from lakehouse import bronze, gold, silver
from lakehouse.parameters import parameters
from lakehouse.session import session
from lakehouse.tables import Lakehouse

given = parameters("ingest_pyspark", globals())
spark = session()
lake = Lakehouse(given["catalog"], given["base_uri"])

# COMMAND ----------

silver.create_tables(spark, lake)
report = bronze.ingest_new_files(spark, lake, given["source"])
print(json.dumps({"bronze": report}))

# COMMAND ----------

print(json.dumps({"silver": silver.load_files(spark, lake)}))

# COMMAND ----------

for changed in gold.refresh(spark, lake):
    print(json.dumps(changed))

# COMMAND ----------

# Everything else is up to date by now; that a file was refused must not go unseen.
if report["refused"]:
    raise RuntimeError("\n".join(["These files were refused:", *(f"{uri}: {why}" for uri, why in report["refused"].items())]))
