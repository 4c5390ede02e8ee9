"""A Spark session with Delta Lake. Databricks brings its own; this one is for everywhere else."""

from __future__ import annotations

from pyspark.sql import SparkSession


def session(warehouse_folder: str | None = None, jars: str | None = None) -> SparkSession:
    active = SparkSession.getActiveSession()
    if active is not None:
        return active
    builder = (
        SparkSession.builder.config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.ansi.enabled", "true")
        .config("spark.ui.showConsoleProgress", "false")
    )
    if warehouse_folder is not None:
        builder = (
            builder.master("local[2]")
            .config("spark.sql.warehouse.dir", warehouse_folder)
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.databricks.delta.snapshotPartitions", "2")
            .config("spark.sql.sources.parallelPartitionDiscovery.parallelism", "2")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
        )
    if jars is not None:
        builder = builder.config("spark.jars", jars)
    return builder.getOrCreate()
