"""Where tables live, how they are made and how they are known to the catalog."""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import DataFrame, SparkSession

from .conflicts import retried


@dataclass(frozen=True)
class Lakehouse:
    """`base_uri`: root of table locations; empty lets the catalog choose."""

    catalog: str = "main"
    base_uri: str = ""

    def table(self, name: str) -> str:
        """Three-part name of `schema.table`."""
        return f"{self.catalog}.{name}"

    def location(self, name: str) -> str | None:
        return f"{self.base_uri.rstrip('/')}/{name.replace('.', '/')}" if self.base_uri else None


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    comment: str = ""
    # Expression over the other columns of the row, where Delta fills the column by itself.
    generated: str | None = None


# Old files and the log stay long enough for receipts to be replayed; see `maintenance.py`.
PROPERTIES = {
    "delta.deletedFileRetentionDuration": "interval 7 days",
    "delta.logRetentionDuration": "interval 30 days",
}


def create_schemas(spark: SparkSession, lake: Lakehouse) -> None:
    for schema in ("bronze", "silver", "gold"):
        spark.sql(f"CREATE SCHEMA IF NOT EXISTS {lake.table(schema)}")


def create_table(
    spark: SparkSession,
    lake: Lakehouse,
    name: str,
    columns: list[Column],
    comment: str,
    partitioned_by: tuple[str, ...] = (),
    properties: dict[str, str] | None = None,
) -> bool:
    """
    Makes a Delta table, or registers the one at its location; whether it is a new one. Open-source Delta takes generated
    columns through its builder only, and there no name of the session catalog.
    """
    from delta.tables import DeltaTable

    location = lake.location(name)
    if location and DeltaTable.isDeltaTable(spark, location):
        spark.sql(f"CREATE TABLE IF NOT EXISTS {lake.table(name)} USING delta LOCATION '{quoted(location)}'")
        return False
    if not location and spark.catalog.tableExists(lake.table(name)):
        return False
    known = name if lake.catalog == "spark_catalog" else lake.table(name)
    table = DeltaTable.createIfNotExists(spark).tableName(known).comment(comment)
    for column in columns:
        table = table.addColumn(
            column.name, column.type, generatedAlwaysAs=column.generated, comment=column.comment or None
        )
    for key, value in {**PROPERTIES, **(properties or {})}.items():
        table = table.property(key, value)
    if partitioned_by:
        table = table.partitionedBy(*partitioned_by)
    retried((table.location(location) if location else table).execute)
    return True


def add_columns(spark: SparkSession, lake: Lakehouse, name: str, columns: list[str]) -> None:
    """Adds text columns that the table does not have yet."""

    def add() -> None:
        known = set(spark.table(lake.table(name)).columns)
        new = ", ".join(f"`{column}` STRING" for column in columns if column not in known)
        if new:
            spark.sql(f"ALTER TABLE {lake.table(name)} ADD COLUMNS ({new})")

    retried(add)


def replace_where(
    lake: Lakehouse, name: str, rows: DataFrame, condition: str, options: dict[str, str] | None = None
) -> None:
    """In one commit the rows of the table that meet the condition become `rows`, all of which must meet it."""
    writer = rows.write.format("delta").mode("overwrite").option("replaceWhere", condition).options(**(options or {}))
    retried(lambda: writer.saveAsTable(lake.table(name)))


def version(spark: SparkSession, lake: Lakehouse, name: str) -> int:
    return spark.sql(f"DESCRIBE HISTORY {lake.table(name)} LIMIT 1").first()["version"]


def quoted(text: str) -> str:
    """Inside of a SQL string in single quotes."""
    return text.replace("\\", "\\\\").replace("'", "\\'")


def one_of(column: str, values: list[str]) -> str:
    """SQL condition; false for no value."""
    return f"{column} IN ({', '.join(f'{chr(39)}{quoted(value)}{chr(39)}' for value in values)})" if values else "false"
