"""Silver and gold tables from the SQL files that the embedded engine builds too."""

from __future__ import annotations

import re

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from .settings import SQL_FOLDER, Settings

SILVER = ["silver.orders_checked", "silver.orders", "silver.orders_rejected"]
GOLD = ["gold.order_lines", "gold.orders", "gold.customers", "gold.daily_sales", "gold.category_kpis", "gold.sales_yoy"]
# Tables that are kept by day: changed days are replaced, the others stay as they are.
DAY_COLUMN = {"gold.daily_sales": "txn_date"}
GENERATED = {"gold.daily_sales": ("txn_month", "DATE", "CAST(date_trunc('MONTH', txn_date) AS DATE)")}
ZORDER = {"gold.daily_sales": ["txn_date", "category", "region"]}


def statement(settings: Settings, name: str) -> str:
    text = (SQL_FOLDER / f"{name.replace('.', '/')}.sql").read_text(encoding="utf-8")
    return re.sub(r"\bmain\.(?=\w+\.\w)", f"{settings.catalog}.", text)


def describe(settings: Settings, name: str) -> str:
    """The comment lines that open the file."""
    lines = statement(settings, name).splitlines()
    opening = [line for i, line in enumerate(lines) if line.startswith("--") and all(x.startswith("--") for x in lines[:i])]
    return " ".join(line.removeprefix("--").strip() for line in opening)


def refresh(spark: SparkSession, settings: Settings, name: str) -> dict:
    """Brings a table up to date with its SQL. The same input twice changes nothing the second time."""
    rows = spark.sql(statement(settings, name))
    _create(spark, settings, name, rows)
    changed = _replace_days(spark, settings, name, rows) if name in DAY_COLUMN else _replace_all(settings, name, rows)
    return {"table": name, "rows": spark.table(settings.table(name)).count(), "changed_days": changed}


def optimize(spark: SparkSession, settings: Settings, name: str) -> None:
    columns = ZORDER.get(name)
    order = f" ZORDER BY ({', '.join(columns)})" if columns else ""
    spark.sql(f"OPTIMIZE {settings.table(name)}{order}")


def vacuum(spark: SparkSession, settings: Settings, name: str) -> None:
    """Removes files that no version of the last seven days reads; receipts older than that can't be replayed."""
    spark.sql(f"VACUUM {settings.table(name)} RETAIN 168 HOURS")


def _create(spark: SparkSession, settings: Settings, name: str, rows: DataFrame) -> None:
    schema = name.split(".")[0]
    spark.sql(f"CREATE SCHEMA IF NOT EXISTS {settings.table(schema)}")
    if name in GENERATED:
        _create_generated(spark, settings, name, rows)
        return
    columns = ", ".join(f"`{field.name}` {field.dataType.simpleString()}" for field in rows.schema.fields)
    location = settings.location(name)
    at = f" LOCATION '{location}'" if location else ""
    comment = describe(settings, name).replace("\\", "\\\\").replace("'", "\\'")
    spark.sql(f"CREATE TABLE IF NOT EXISTS {settings.table(name)} ({columns}) USING delta{at} COMMENT '{comment}'")


def _create_generated(spark: SparkSession, settings: Settings, name: str, rows: DataFrame) -> None:
    """Open-source Delta takes generated columns through its builder only, and there no name of the session catalog."""
    from delta.tables import DeltaTable

    generated, kind, expression = GENERATED[name]
    known = name if settings.catalog == "spark_catalog" else settings.table(name)
    table = DeltaTable.createIfNotExists(spark).tableName(known).comment(describe(settings, name))
    for field in rows.schema.fields:
        if field.name == generated:
            table = table.addColumn(field.name, kind, generatedAlwaysAs=expression)
        else:
            table = table.addColumn(field.name, field.dataType)
    location = settings.location(name)
    table = table.partitionedBy(generated)
    (table.location(location) if location else table).execute()


def _replace_all(settings: Settings, name: str, rows: DataFrame) -> None:
    rows.write.format("delta").mode("overwrite").saveAsTable(settings.table(name))


def _replace_days(spark: SparkSession, settings: Settings, name: str, rows: DataFrame) -> int:
    day = DAY_COLUMN[name]
    kept = spark.table(settings.table(name)).select(*rows.columns)
    rows = rows.cache()
    try:
        differing = rows.exceptAll(kept).select(day).union(kept.exceptAll(rows).select(day)).distinct()
        days = [row[0].isoformat() for row in differing.orderBy(day).collect()]
        if not days:
            return 0
        condition = f"{day} IN ({', '.join(f'DATE{chr(39)}{text}{chr(39)}' for text in days)})"
        (
            rows.where(F.expr(condition))
            .write.format("delta")
            .mode("overwrite")
            .option("replaceWhere", condition)
            .saveAsTable(settings.table(name))
        )
        return len(days)
    finally:
        rows.unpersist()
