"""What keeps tables fast and small: files in an order that questions profit from, and no old ones."""

from __future__ import annotations

from pyspark.sql import SparkSession

from . import bronze, events, silver
from .gold import GOLD
from .tables import Lakehouse

# A file that a reader or an unfinished writer may still need must not go, and receipts are replayed for a week.
LEAST_HOURS = 168


def optimize(spark: SparkSession, lake: Lakehouse) -> list[dict]:
    """Joins small files; orders those of gold by what is filtered most. `removed` and `added` count files."""
    tables = {bronze.BRONZE: (), events.EVENTS: (), silver.ORDERS: (), **{table.name: table.zorder for table in GOLD}}
    report = []
    for name, columns in tables.items():
        order = f" ZORDER BY ({', '.join(columns)})" if columns else ""
        metrics = spark.sql(f"OPTIMIZE {lake.table(name)}{order}").select("metrics.*").first()
        report.append({"table": name, "removed": metrics.numFilesRemoved, "added": metrics.numFilesAdded})
    return report


def vacuum(spark: SparkSession, lake: Lakehouse, retain_hours: int = LEAST_HOURS) -> None:
    """Removes files that no version of the last hours reads; older receipts can't be replayed then."""
    if retain_hours < LEAST_HOURS:
        raise ValueError(f"retain_hours is {retain_hours}; files of the last {LEAST_HOURS} hours must stay.")
    names = [bronze.BRONZE, bronze.QUARANTINE, bronze.FILES, events.EVENTS, events.POISON, silver.ORDERS]
    for name in [*names, *(table.name for table in GOLD)]:
        spark.sql(f"VACUUM {lake.table(name)} RETAIN {retain_hours} HOURS")
