"""Rows of the calls that list catalogs, schemas, tables and columns."""

from __future__ import annotations

import re

from databricks.sql.thrift_api.TCLIService import ttypes as t
from pyspark.sql import DataFrame, SparkSession

from metric_views import MetricViews


def catalogs(spark: SparkSession, catalog: str) -> DataFrame:
    return spark.createDataFrame([(catalog,)], "TABLE_CAT string")


def schemas(spark: SparkSession, catalog: str, pattern: str | None) -> DataFrame:
    rows = [(name, catalog) for name in _schema_names(spark, pattern)]
    return spark.createDataFrame(rows, "TABLE_SCHEM string, TABLE_CATALOG string")


def tables(spark: SparkSession, catalog: str, request: t.TGetTablesReq, views: MetricViews) -> DataFrame:
    rows = []
    for schema in _schema_names(spark, request.schemaName):
        for table in spark.catalog.listTables(schema):
            if not table.isTemporary and _matches(table.name, request.tableName):
                kind = "VIEW" if table.tableType == "VIEW" else "TABLE"
                rows.append((catalog, schema, table.name, kind, table.description or ""))
        for name in views.names(schema):
            if _matches(name, request.tableName):
                rows.append((catalog, schema, name, "METRIC_VIEW", ""))
    names = "TABLE_CAT string, TABLE_SCHEM string, TABLE_NAME string, TABLE_TYPE string, REMARKS string"
    return spark.createDataFrame(rows, names)


def with_information_schema(spark: SparkSession, statement: str, catalog: str, views: MetricViews) -> str:
    """A statement over <catalog>.information_schema.tables, which local Spark lacks, over a view with the same rows."""
    named = re.compile(rf"`?{re.escape(catalog)}`?\s*\.\s*information_schema\s*\.\s*tables\b", re.IGNORECASE)
    if not named.search(statement):
        return statement
    rows = []
    for schema in _schema_names(spark, None):
        seen = {row.viewName for row in spark.sql(f"SHOW VIEWS IN `{schema}`").collect()}
        for row in spark.sql(f"SHOW TABLES IN `{schema}`").collect():
            if not row.isTemporary:
                rows.append((catalog, schema, row.tableName, "VIEW" if row.tableName in seen else "MANAGED"))
        rows += [(catalog, schema, name, "METRIC_VIEW") for name in views.names(schema)]
    names = "table_catalog string, table_schema string, table_name string, table_type string"
    spark.createDataFrame(rows, names).createOrReplaceTempView("information_schema_tables")
    return named.sub("information_schema_tables", statement)


def columns(spark: SparkSession, catalog: str, request: t.TGetColumnsReq) -> DataFrame:
    rows = []
    for schema in _schema_names(spark, request.schemaName):
        for table in spark.catalog.listTables(schema):
            if table.isTemporary or not _matches(table.name, request.tableName):
                continue
            for position, column in enumerate(spark.catalog.listColumns(f"`{schema}`.`{table.name}`")):
                if _matches(column.name, request.columnName):
                    facts = (column.name, column.dataType, position + 1, column.description or "")
                    rows.append((catalog, schema, table.name, *facts))
    names = "TABLE_CAT string, TABLE_SCHEM string, TABLE_NAME string, COLUMN_NAME string, TYPE_NAME string"
    return spark.createDataFrame(rows, f"{names}, ORDINAL_POSITION int, REMARKS string")


def _schema_names(spark: SparkSession, pattern: str | None) -> list[str]:
    return [schema.name for schema in spark.catalog.listDatabases() if _matches(schema.name, pattern)]


def _matches(name: str, pattern: str | None) -> bool:
    """SQL's LIKE, with a backslash before a literal % or _."""
    if not pattern:
        return True
    translated = re.sub(r"\\(.)|(%)|(_)|(.)", _piece, pattern)
    return re.fullmatch(translated, name, re.IGNORECASE) is not None


def _piece(found: re.Match) -> str:
    if found[2]:
        return ".*"
    return "." if found[3] else re.escape(found[1] or found[4])
