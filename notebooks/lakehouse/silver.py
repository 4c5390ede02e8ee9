"""silver.orders: the latest usable row of every key, from files and from events alike."""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import SparkSession

from . import bronze, events
from .checked_rows import ARRIVAL, CHECKED, checked_sql
from .conflicts import retried
from .sql_files import description, statement
from .tables import Column, Lakehouse, create_schemas, create_table, one_of

ORDERS = "silver.orders"
REJECTED = "silver.orders_rejected"
MONTH = Column("order_month", "DATE", "First day of the month of order_date", "trunc(order_date, 'MONTH')")
_ARRIVAL = [
    Column("arrived_at", "TIMESTAMP", "When the file was changed, or the event happened: the later word counts"),
    Column("arrived_seq", "BIGINT", "Line of the file, or offset in Kafka"),
    Column("arrived_from", "STRING", "File, or topic and partition"),
]


def create_tables(spark: SparkSession, lake: Lakehouse) -> None:
    """silver.orders, and the views that check every row of bronze and show what silver does not hold."""
    create_schemas(spark, lake)
    bronze.create_tables(spark, lake)
    create_table(spark, lake, events.EVENTS, events.PLACE, "Order events as they came from Kafka")
    create_table(
        spark, lake, events.POISON, [*events.PLACE, Column("reason", "STRING", "Why silver could not take it")],
        "Order events that silver.orders could not take",
    )
    spark.sql(f"CREATE OR REPLACE VIEW {lake.table(CHECKED)} AS {checked_sql(lake, f'({_all_rows(lake)})')}")
    spark.sql(f"CREATE OR REPLACE VIEW {lake.table(REJECTED)} AS {statement(lake, REJECTED)}")
    fields = spark.sql(statement(lake, ORDERS)).schema.fields
    columns = [*(Column(field.name, field.dataType.simpleString()) for field in fields), *_ARRIVAL, MONTH]
    # Gold asks this table which of its rows have changed.
    feed = {"delta.enableChangeDataFeed": "true"}
    create_table(spark, lake, ORDERS, columns, description(ORDERS), (MONTH.name,), feed)


def load_files(spark: SparkSession, lake: Lakehouse) -> dict:
    """
    Brings the rows of files that silver does not know yet. Where the content of a known file was replaced, every row of
    bronze is looked at again, and in the same commit what it gave before goes.
    """
    files = spark.table(lake.table(bronze.FILES)).where("NOT in_silver").collect()
    if not files:
        return {"files": 0, "malformed": {}}
    names = [file.source_file for file in files]
    replaced = [file.source_file for file in files if file.replaced]
    source = f"({_all_rows(lake)})" if replaced else f"({_file_rows(lake)} WHERE {one_of('source_file', names)})"
    merge_latest(spark, lake, source, replaced)
    failed = spark.sql(
        f"""SELECT reject_reason, count(*) AS rows FROM ({checked_sql(lake, source, arrival=None)}) AS checked
        WHERE reject_reason IS NOT NULL AND {one_of('arrived_from', names)} GROUP BY reject_reason ORDER BY reject_reason"""
    ).collect()
    retried(
        lambda: spark.sql(
            f"UPDATE {lake.table(bronze.FILES)} SET in_silver = true WHERE {one_of('source_file', names)}"
        )
    )
    return {"files": len(files), "malformed": {row.reject_reason: row.rows for row in failed}}


def merge_latest(spark: SparkSession, lake: Lakehouse, source: str, replaced: Sequence[str] = ()) -> None:
    """
    Takes rows (text columns and arrival) into silver.orders, where they are later than what stands there. The same
    rows again change nothing, so a repeated batch is harmless. What came from `replaced` files goes, whatever its time;
    then `source` must hold every row that there is.
    """
    latest = statement(lake, ORDERS, {CHECKED: f"({checked_sql(lake, source)}) AS checked"})
    latest = latest.replace("profit\nFROM", f"profit, {', '.join(ARRIVAL)}\nFROM")
    names = [field for field in spark.sql(latest).columns]
    arrival = [f"struct({', '.join(f'{side}.{name}' for name in ARRIVAL)})" for side in ("new", "old")]
    outdated = one_of("old.arrived_from", list(replaced))
    gone = f"WHEN NOT MATCHED BY SOURCE AND {outdated} THEN DELETE" if replaced else ""
    retried(
        lambda: spark.sql(
            f"""MERGE INTO {lake.table(ORDERS)} AS old USING ({latest}) AS new ON old.row_id = new.row_id
            WHEN MATCHED AND ({arrival[0]} > {arrival[1]} OR {outdated})
              THEN UPDATE SET {', '.join(f'old.{n} = new.{n}' for n in names)}
            WHEN NOT MATCHED THEN INSERT ({', '.join(names)}) VALUES ({', '.join(f'new.{n}' for n in names)})
            {gone}"""
        )
    )


def _file_rows(lake: Lakehouse) -> str:
    return f"""SELECT {', '.join(bronze.COLUMNS)},
      source_modified AS arrived_at, source_line AS arrived_seq, source_file AS arrived_from
    FROM {lake.table(bronze.BRONZE)}"""


def _all_rows(lake: Lakehouse) -> str:
    names = ", ".join([*bronze.COLUMNS, *ARRIVAL])
    return f"""{_file_rows(lake)}
    UNION ALL SELECT {names} FROM ({events.event_sql(lake.table(events.EVENTS))}) AS events WHERE poison IS NULL"""
