# Databricks notebook source
# MAGIC %md
# MAGIC # What gold holds, without its rows
# MAGIC Statistics of tables and columns for `gold.metadata_index`; tables whose version is known are not read again.

# COMMAND ----------

import json
from pathlib import Path

from lakehouse import gold, silver
from lakehouse.metadata_index import index_tables
from lakehouse.parameters import parameters
from lakehouse.session import session
from lakehouse.tables import Lakehouse

given = parameters("index_metadata", globals())
spark = session()
lake = Lakehouse(given["catalog"], given["base_uri"])

# COMMAND ----------

silver.create_tables(spark, lake)
gold.create_tables(spark, lake)
denied = [name.strip() for name in given["denied_columns"].split(",") if name.strip()]
index = index_tables(spark, lake, [table.name for table in gold.GOLD], denied)
print(json.dumps({"profiled": index["profiled"], "tables": len(index["tables"])}))

# COMMAND ----------

if given["json_path"]:
    Path(given["json_path"]).write_text(json.dumps(index, indent=2), encoding="utf-8")
