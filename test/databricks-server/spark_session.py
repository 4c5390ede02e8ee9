"""The Spark session, with Delta Lake, that every statement runs on; sized for a small machine."""

from __future__ import annotations

import os

from pyspark.sql import SparkSession

SETTINGS = {
    "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
    "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "2g",
    # Statements are many, small and each run once: code that is compiled lightly takes half the processor's time.
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m -XX:+UseSerialGC",
    "spark.scheduler.mode": "FAIR",
    "spark.sql.shuffle.partitions": "2",
    "spark.databricks.delta.snapshotPartitions": "2",
    "spark.sql.sources.parallelPartitionDiscovery.parallelism": "2",
    "spark.sql.optimizer.runtime.bloomFilter.enabled": "false",
}


def start(folder: str, jars: str) -> SparkSession:
    # Derby and Spark leave files in the working folder.
    os.makedirs(folder, exist_ok=True)
    os.chdir(folder)
    builder = SparkSession.builder.master("local[2]").appName("databricks-server")
    for key, value in SETTINGS.items():
        builder = builder.config(key, value)
    spark = builder.config("spark.sql.warehouse.dir", f"{folder}/warehouse").config("spark.jars", jars).getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    _warm_up(spark)
    return spark


def _warm_up(spark: SparkSession) -> None:
    """The first use of a part of Spark takes seconds: not in the middle of a test that measures patience."""
    spark.sql("CREATE TABLE default.warm USING delta AS SELECT 1 AS a, DATE'2024-01-01' AS b")
    spark.sql("SELECT a, COUNT(*) AS c FROM default.warm WHERE b >= :b GROUP BY a", args={"b": "2023-01-01"}).toArrow()
    spark.sql("DROP TABLE default.warm")


def activate(spark: SparkSession) -> None:
    """Makes `SparkSession.getActiveSession()` of this thread give `spark`, as in a notebook."""
    jvm = spark.sparkContext._jvm
    SparkSession._get_j_spark_session_class(jvm).setActiveSession(spark._jsparkSession)
