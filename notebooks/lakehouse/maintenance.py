"""What keeps tables fast and small: files in an order that questions profit from, and no old ones."""

from __future__ import annotations

import json
import math
from datetime import datetime

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from . import bronze, events, silver
from .conflicts import retried
from .gold import GOLD, PROGRESS, GoldTable
from .metadata_index import INDEX
from .session import with_settings
from .tables import Lakehouse

# A file that a reader or an unfinished writer may still need must not go, and receipts are replayed for a week.
LEAST_HOURS = 168
# With one file a month there is nothing that a filter on category or region could leave out.
FILES_A_MONTH = 16
# Opening a smaller file costs more than what is spared by not reading it.
LEAST_FILE_BYTES = 1 << 20
GREATEST_FILE_BYTES = 128 << 20


def optimize(spark: SparkSession, lake: Lakehouse, least_file_bytes: int = LEAST_FILE_BYTES) -> list[dict]:
    """
    Joins small files, and Z-orders those months of gold that changed since they were ordered. `removed` and `added`
    count files; where nothing has changed, nothing is written.
    """
    unordered = [bronze.BRONZE, events.EVENTS, silver.ORDERS, *(table.name for table in GOLD if not table.zorder)]
    report = [_rewrite(spark, lake, name, "") for name in unordered]
    return [*report, *(_order(spark, lake, table, least_file_bytes) for table in GOLD if table.zorder)]


def vacuum(spark: SparkSession, lake: Lakehouse, retain_hours: int = LEAST_HOURS) -> None:
    """Removes files that no version of the last hours reads; older receipts can't be replayed then."""
    if retain_hours < LEAST_HOURS:
        raise ValueError(f"retain_hours is {retain_hours}; files of the last {LEAST_HOURS} hours must stay.")
    names = [bronze.BRONZE, bronze.QUARANTINE, bronze.FILES, events.EVENTS, events.POISON, silver.ORDERS, PROGRESS]
    index = [INDEX] if spark.catalog.tableExists(lake.table(INDEX)) else []
    for name in [*names, *(table.name for table in GOLD), *index]:
        spark.sql(f"VACUUM {lake.table(name)} RETAIN {retain_hours} HOURS")


def _order(spark: SparkSession, lake: Lakehouse, table: GoldTable, least_file_bytes: int) -> dict:
    months = _months(spark, lake, table)
    ordered = _last_ordered(spark, lake, table)
    changed = [month for month, _, written in months if ordered is None or written > ordered]
    if not changed:
        return {"table": table.name, "removed": 0, "added": 0}
    largest = max(size for _, size, _ in months)
    file_bytes = min(max(largest // FILES_A_MONTH, least_file_bytes), GREATEST_FILE_BYTES)
    days = ", ".join(f"DATE'{month}'" for month in changed)
    order = f" WHERE {table.month.name} IN ({days}) ZORDER BY ({', '.join(table.zorder)})"
    with with_settings(spark, _ordering(math.ceil(largest / file_bytes), file_bytes, len(table.zorder))):
        return _rewrite(spark, lake, table.name, order)


def _ordering(files: int, file_bytes: int, columns: int) -> dict[str, str]:
    """
    Delta numbers the values of each column (up to a thousand) and interleaves the bits of the numbers, so thirty days
    alone decide on the first sixteen files, before three categories are looked at. No column gets more ranges than the
    files can tell apart, and rows of one cell stay together.
    """
    bits = max(2, math.ceil(math.log2(files) / columns))
    return {
        "spark.databricks.delta.optimize.maxFileSize": str(file_bytes),
        "spark.databricks.io.skipping.mdc.rangeId.max": str(2**bits),
        "spark.databricks.io.skipping.mdc.addNoise": "false",
    }


def _months(spark: SparkSession, lake: Lakehouse, table: GoldTable) -> list[tuple]:
    """Months of a table with their bytes and the time of their youngest file."""
    file = [F.col(f"_metadata.{name}").alias(name) for name in ("file_path", "file_size", "file_modification_time")]
    files = spark.table(lake.table(table.name)).groupBy(table.month.name, *file).count()
    rows = files.groupBy(table.month.name).agg(F.sum("file_size"), F.max("file_modification_time")).collect()
    return [tuple(row) for row in rows]


def _last_ordered(spark: SparkSession, lake: Lakehouse, table: GoldTable) -> datetime | None:
    history = spark.sql(f"DESCRIBE HISTORY {lake.table(table.name)}").where("operation = 'OPTIMIZE'")
    for commit in history.select("timestamp", "operationParameters").orderBy(F.desc("version")).collect():
        if json.loads(commit.operationParameters.get("zOrderBy") or "[]") == list(table.zorder):
            return commit.timestamp
    return None


def _rewrite(spark: SparkSession, lake: Lakehouse, name: str, order: str) -> dict:
    metrics = retried(lambda: spark.sql(f"OPTIMIZE {lake.table(name)}{order}").select("metrics.*").first())
    return {"table": name, "removed": metrics.numFilesRemoved, "added": metrics.numFilesAdded}
