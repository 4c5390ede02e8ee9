"""Raw CSV files to main.bronze.orders, every column as text. A file is read once; what can't be read goes to a quarantine."""

from __future__ import annotations

import csv
import io
import re

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql import types as T
from pyspark.sql.window import Window

from .settings import Settings

COLUMNS = [
    "row_id", "order_id", "order_date", "ship_date", "ship_mode", "customer_id", "customer_name", "segment",
    "country", "city", "state", "postal_code", "region", "product_id", "category", "sub_category",
    "product_name", "sales", "quantity", "discount", "profit",
]
CORRUPT = "corrupt_record"
BRONZE = "bronze.orders"
QUARANTINE = "bronze.orders_quarantine"
FILES = "bronze.ingested_files"


class SchemaRefused(Exception):
    """A raw file lacks a column that silver needs."""


def create_tables(spark: SparkSession, settings: Settings) -> None:
    text = ", ".join(f"{name} STRING" for name in COLUMNS)
    _create(spark, settings, BRONZE, f"{text}, source_file STRING, loaded_at TIMESTAMP")
    _create(spark, settings, QUARANTINE, "source_file STRING, line BIGINT, reason STRING, text STRING, loaded_at TIMESTAMP")
    _create(spark, settings, FILES, "source_file STRING, size BIGINT, modified TIMESTAMP, rows BIGINT, rejected BIGINT")


def ingest_new_files(spark: SparkSession, settings: Settings) -> dict:
    """Appends the files that were not read before. Returns what it did; nothing is dropped without a count."""
    known = spark.table(settings.table(FILES)).select("source_file", "size", "modified")
    found = (
        spark.read.format("binaryFile")
        .option("recursiveFileLookup", "true")
        .option("pathGlobFilter", "*.csv*")
        .load(settings.source)
        .select(F.col("path").alias("source_file"), F.col("length").alias("size"), F.col("modificationTime").alias("modified"))
    )
    new = found.join(known, ["source_file", "size", "modified"], "left_anti").orderBy("source_file").collect()
    report = {"files": len(new), "rows": 0, "rejected": 0, "new_columns": []}
    for file in new:
        rows, rejected, added = _ingest_file(spark, settings, file)
        report["rows"] += rows
        report["rejected"] += rejected
        report["new_columns"] = sorted({*report["new_columns"], *added})
    return report


def _ingest_file(spark: SparkSession, settings: Settings, file) -> tuple[int, int, list[str]]:
    header = _header(spark, file.source_file)
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise SchemaRefused(f"{file.source_file} lacks the columns {', '.join(missing)}; it has {', '.join(header)}")
    added = [name for name in header if name not in COLUMNS]
    schema = T.StructType([T.StructField(name, T.StringType()) for name in [*header, CORRUPT]])
    raw = (
        spark.read.schema(schema)
        .option("header", "true")
        .option("quote", '"')
        .option("escape", '"')
        .option("mode", "PERMISSIVE")
        .option("enforceSchema", "true")
        .option("columnNameOfCorruptRecord", CORRUPT)
        .csv(file.source_file)
        .withColumn("source_file", F.lit(file.source_file))
        .withColumn("loaded_at", F.current_timestamp())
        .cache()
    )
    try:
        rejected = _quarantine(spark, settings, raw, file.source_file)
        good = raw.where(F.col(CORRUPT).isNull()).drop(CORRUPT)
        rows = good.count()
        # A run that died half way appended some of the file: they go before it is read again.
        spark.sql(f"DELETE FROM {settings.table(BRONZE)} WHERE source_file = :file", {"file": file.source_file})
        good.write.format("delta").mode("append").option("mergeSchema", "true").saveAsTable(settings.table(BRONZE))
        spark.sql(f"DELETE FROM {settings.table(FILES)} WHERE source_file = :file", {"file": file.source_file})
        spark.createDataFrame(
            [(file.source_file, file.size, file.modified, rows, rejected)],
            spark.table(settings.table(FILES)).schema,
        ).write.format("delta").mode("append").saveAsTable(settings.table(FILES))
        return rows, rejected, added
    finally:
        raw.unpersist()


def _quarantine(spark: SparkSession, settings: Settings, raw: DataFrame, source_file: str) -> int:
    bad = raw.where(F.col(CORRUPT).isNotNull()).select(F.col(CORRUPT).alias("text"), "loaded_at")
    count = bad.count()
    spark.sql(f"DELETE FROM {settings.table(QUARANTINE)} WHERE source_file = :file", {"file": source_file})
    if count == 0:
        return 0
    # Line numbers cost a pass over the file, so only files with bad rows pay for them.
    ordered = Window.orderBy(F.monotonically_increasing_id())
    lines = spark.read.text(source_file).select(F.row_number().over(ordered).alias("line"), F.col("value").alias("text"))
    numbered = lines.groupBy("text").agg(F.min("line").cast("bigint").alias("line"))
    (
        bad.join(numbered, "text", "left")
        .select(F.lit(source_file).alias("source_file"), "line", F.lit("wrong number of columns").alias("reason"), "text", "loaded_at")
        .write.format("delta")
        .mode("append")
        .saveAsTable(settings.table(QUARANTINE))
    )
    return count


def _header(spark: SparkSession, source_file: str) -> list[str]:
    first = spark.read.text(source_file).first()
    names = next(csv.reader(io.StringIO(first.value.lstrip("\ufeff")))) if first else []
    return [re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_") for name in names]


def _create(spark: SparkSession, settings: Settings, name: str, columns: str) -> None:
    schema = name.split(".")[0]
    spark.sql(f"CREATE SCHEMA IF NOT EXISTS {settings.table(schema)}")
    location = settings.location(name)
    at = f" LOCATION '{location}'" if location else ""
    spark.sql(f"CREATE TABLE IF NOT EXISTS {settings.table(name)} ({columns}) USING delta{at}")
