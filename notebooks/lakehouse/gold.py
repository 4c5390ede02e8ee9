"""Gold tables from the SQL files that the embedded engine builds too. Only what changed in silver is computed again."""

from __future__ import annotations

import json
from dataclasses import dataclass

from pyspark.sql import DataFrame, SparkSession

from . import silver
from .conflicts import retried
from .package_files import read_text
from .session import with_settings
from .sql_files import description, statement
from .tables import Column, Lakehouse, create_table, one_of, replace_where, version

PROGRESS = "silver.gold_progress"
# A longer list of days or months costs more than it saves.
MOST_PARTS = 1000


@dataclass(frozen=True)
class GoldTable:
    name: str
    # Relation that its SQL reads, and the column of it by which parts of the table are computed again.
    source: str
    source_part: str | None = None
    # The column of the table itself that says the part.
    part: str | None = None
    kind: str = "days"
    month: Column | None = None
    zorder: tuple[str, ...] = ()


GOLD = [
    GoldTable(
        "gold.order_lines", "silver.orders", "order_date", "order_date", month=silver.MONTH,
        zorder=("order_date", "category", "region"),
    ),
    GoldTable("gold.orders", "silver.orders", "order_id", "order_id", kind="keys"),
    GoldTable("gold.customers", "silver.orders", "customer_id", "customer_id", kind="keys"),
    GoldTable(
        "gold.daily_sales", "gold.order_lines", "order_date", "txn_date", zorder=("txn_date", "category", "region"),
        month=Column("txn_month", "DATE", generated="trunc(txn_date, 'MONTH')"),
    ),
    GoldTable("gold.category_kpis", "gold.order_lines", "order_month", "month", kind="months"),
    # Months of one year stand in rows of the next, so it is computed as a whole from daily_sales.
    GoldTable("gold.sales_yoy", "gold.daily_sales", kind="whole"),
]


def create_tables(spark: SparkSession, lake: Lakehouse) -> None:
    """The tables of gold as they are, or empty and to be filled by the next refresh. silver's must be there."""
    created = [_create(spark, lake, table) for table in GOLD]
    progress = [Column("silver_version", "BIGINT")]
    create_table(spark, lake, PROGRESS, progress, "Version of silver.orders that gold was computed from")
    if any(created):
        spark.sql(f"DELETE FROM {lake.table(PROGRESS)}")


def refresh(spark: SparkSession, lake: Lakehouse) -> list[dict]:
    """
    Brings gold up to what silver.orders is now: by the days, months, orders and customers of the rows that have
    changed since the last time, or as a whole where that isn't known. Nothing changed: nothing is written. Several jobs
    may do so at once: Delta keeps the version of silver with each commit and drops what comes of an earlier one.
    """
    create_tables(spark, lake)
    before = spark.table(lake.table(PROGRESS)).first()
    now = version(spark, lake, silver.ORDERS)
    if before is not None and before.silver_version == now:
        return [{"table": table.name, "changed": 0} for table in GOLD]
    changes = None if before is None else _changes(spark, lake, before.silver_version + 1, now)
    silver_id = spark.sql(f"DESCRIBE DETAIL {lake.table(silver.ORDERS)}").first()["id"]
    # Without known progress all of gold is made anew, whatever a commit says.
    mark = {} if before is None else {"txnAppId": f"gold of {silver_id}", "txnVersion": str(now)}
    report = [{"table": table.name, "changed": _bring_up(spark, lake, table, changes, mark)} for table in GOLD]
    replace_where(lake, PROGRESS, spark.createDataFrame([(now,)], "silver_version BIGINT"), "true")
    return report


def _changes(spark: SparkSession, lake: Lakehouse, first: int, last: int) -> DataFrame | None:
    """Old and new images of the rows that changed; None = not known any more."""
    feed = spark.read.option("readChangeFeed", "true").option("startingVersion", first).option("endingVersion", last)
    changes = feed.table(lake.table(silver.ORDERS)).select("order_date", "order_month", "order_id", "customer_id")
    try:
        days = changes.select("order_date").distinct().count()
    except Exception:  # Its files were removed by VACUUM, or its log entries have expired.
        return None
    return changes if days <= MOST_PARTS else None


def _bring_up(
    spark: SparkSession, lake: Lakehouse, table: GoldTable, changes: DataFrame | None, mark: dict[str, str]
) -> int | str:
    """How many days, months or keys were written; "all" = the whole table."""
    if table.kind == "whole" or changes is None:
        return _replace_whole(spark, lake, table, mark)
    if table.kind == "keys":
        return _merge_keys(spark, lake, table, changes, mark)
    column = "order_month" if table.kind == "months" else "order_date"
    parts = [row.part for row in changes.selectExpr(f"CAST({column} AS STRING) AS part").distinct().orderBy("part").collect()]
    if not parts:
        return 0
    restricted = f"(SELECT * FROM {lake.table(table.source)} WHERE {one_of(table.source_part, parts)}) AS changed"
    rows = spark.sql(statement(lake, table.name, {table.source: restricted}))
    replace_where(lake, table.name, rows, one_of(table.part, parts), mark)
    return len(parts)


def _merge_keys(
    spark: SparkSession, lake: Lakehouse, table: GoldTable, changes: DataFrame, mark: dict[str, str]
) -> int:
    key = table.part
    changes.select(key).distinct().createOrReplaceTempView("changed_keys")
    restricted = f"(SELECT * FROM {lake.table(table.source)} LEFT SEMI JOIN changed_keys USING ({key})) AS changed"
    rows = statement(lake, table.name, {table.source: restricted})
    names = spark.sql(rows).columns
    merge = f"""MERGE INTO {lake.table(table.name)} AS old USING (
          SELECT changed_keys.{key} AS changed_key, computed.* FROM changed_keys
          LEFT JOIN ({rows}) AS computed ON computed.{key} = changed_keys.{key}
        ) AS new ON old.{key} = new.changed_key
        WHEN MATCHED AND new.{key} IS NULL THEN DELETE
        WHEN MATCHED THEN UPDATE SET {', '.join(f'old.{name} = new.{name}' for name in names)}
        WHEN NOT MATCHED AND new.{key} IS NOT NULL
          THEN INSERT ({', '.join(names)}) VALUES ({', '.join(f'new.{name}' for name in names)})"""
    with with_settings(spark, {f"spark.databricks.delta.write.{name}": value for name, value in mark.items()}):
        retried(lambda: spark.sql(merge))
    return spark.table("changed_keys").count()


def _replace_whole(spark: SparkSession, lake: Lakehouse, table: GoldTable, mark: dict[str, str]) -> int | str:
    rows = spark.sql(statement(lake, table.name))
    if table.kind == "whole":
        stored = spark.table(lake.table(table.name))
        if rows.exceptAll(stored).isEmpty() and stored.exceptAll(rows).isEmpty():
            return 0
    replace_where(lake, table.name, rows, "true", mark)
    return "all"


def _create(spark: SparkSession, lake: Lakehouse, table: GoldTable) -> bool:
    comments = json.loads(read_text("gold/columns.json"))
    columns = []
    for field in spark.sql(statement(lake, table.name)).schema.fields:
        generated = table.month.generated if table.month and table.month.name == field.name else None
        columns.append(Column(field.name, field.dataType.simpleString(), comments[field.name], generated))
    if table.month and all(column.name != table.month.name for column in columns):
        columns.append(table.month)
    partitions = (table.month.name,) if table.month else ()
    return create_table(spark, lake, table.name, columns, description(table.name), partitions)
