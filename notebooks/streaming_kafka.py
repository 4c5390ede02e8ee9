# Databricks notebook source
# MAGIC %md
# MAGIC # Order events from Kafka to bronze and silver
# MAGIC Every message is kept in bronze with its topic, partition and offset; the latest event of a row stands in silver;
# MAGIC what can't be read goes to a quarantine. It may be killed at any time and started again: nothing is lost or doubled.

# COMMAND ----------

import json

from lakehouse import silver, streaming
from lakehouse.parameters import parameters
from lakehouse.session import session
from lakehouse.tables import Lakehouse

given = parameters("streaming_kafka", globals())
spark = session()
lake = Lakehouse(given["catalog"], given["base_uri"])

# COMMAND ----------

silver.create_tables(spark, lake)
print(json.dumps({"streams": "starting"}), flush=True)
bronze_stream = streaming.start_bronze(spark, lake, given)
if given["trigger"] == "available-now":
    bronze_stream.awaitTermination()
silver_stream = streaming.start_silver(spark, lake, given)
if given["trigger"] != "available-now":
    spark.streams.awaitAnyTermination()
silver_stream.awaitTermination()
