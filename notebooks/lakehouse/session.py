"""A Spark session with Delta Lake. Databricks brings its own; this one is for everywhere else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from pyspark.sql import SparkSession

REQUIRED = {
    "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
    "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.ui.showConsoleProgress": "false",
}
# The optimizer's time grows exponentially with the columns that the checks of a row derive from each other: minutes
# for a statement that runs in a second.
SETTINGS = {"spark.sql.constraintPropagation.enabled": "false"}
# For one small machine: no web page, nothing that listens beyond it, few tasks where the defaults are for clusters.
LOCAL = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
    "spark.databricks.delta.snapshotPartitions": "2",
    "spark.sql.sources.parallelPartitionDiscovery.parallelism": "2",
    # Compiling takes longer than what it saves on small data.
    "spark.sql.codegen.wholeStage": "false",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m -XX:+UseSerialGC",
}


def session(warehouse_folder: str | None = None) -> SparkSession:
    """
    The active session, or a new one, with the jars that the variable DELTA_JARS names. `warehouse_folder`: a local
    session that keeps managed tables there; without it `spark-submit` decides on everything but what is required.
    """
    running = SparkSession.getActiveSession() or _new_session(warehouse_folder)
    for name, value in SETTINGS.items():
        _prefer(running, name, value)
    return running


@contextmanager
def with_settings(spark: SparkSession, settings: dict[str, str]) -> Iterator[None]:
    """Settings for what runs inside; afterwards they are what they were."""
    before: dict[str, str | None] = {}
    for name, value in settings.items():
        old = spark.conf.get(name, None)
        if _prefer(spark, name, value):
            before[name] = old
    try:
        yield
    finally:
        for name, old in before.items():
            spark.conf.unset(name) if old is None else spark.conf.set(name, old)


def _prefer(spark: SparkSession, name: str, value: str) -> bool:
    """Sets what may be set: serverless compute decides on some settings itself, and results are the same without them."""
    try:
        spark.conf.set(name, value)
    except Exception as cause:
        if "CONFIG_NOT_AVAILABLE" not in str(cause):
            raise
        return False
    return True


def _new_session(warehouse_folder: str | None) -> SparkSession:
    builder = SparkSession.builder
    for name, value in REQUIRED.items():
        builder = builder.config(name, value)
    if os.environ.get("DELTA_JARS"):
        builder = builder.config("spark.jars", os.environ["DELTA_JARS"])
    if warehouse_folder is not None:
        builder = builder.master("local[2]").config("spark.sql.warehouse.dir", warehouse_folder)
        for name, value in LOCAL.items():
            builder = builder.config(name, value)
    return builder.getOrCreate()
