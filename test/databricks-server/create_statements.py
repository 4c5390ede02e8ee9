"""SHOW CREATE TABLE of a Delta table, which open-source Delta Lake refuses, in the words of Databricks."""

from __future__ import annotations

import json
import re

from pyspark.sql import DataFrame, SparkSession

from catalog_names import localized

_SHOW = re.compile(r"\s*SHOW\s+CREATE\s+TABLE\s+(?P<name>[\w.`]+)\s*;?\s*", re.IGNORECASE)


def show_create_table(spark: SparkSession, statement: str, catalog: str) -> DataFrame | None:
    """Its one row; None for all other statements and tables."""
    asked = _SHOW.fullmatch(statement)
    if asked is None:
        return None
    detail = spark.sql(f"DESCRIBE DETAIL {localized(asked['name'], catalog)}").first()
    if detail["format"] != "delta":
        return None
    log = spark._jvm.org.apache.spark.sql.delta.DeltaLog.forTable(spark._jsparkSession, detail["location"])
    fields = json.loads(log.update().metadata().schemaString())["fields"]
    columns = ",\n".join(f"  {_column(field)}" for field in fields)
    stored = f"\nPARTITIONED BY ({', '.join(detail['partitionColumns'])})" if detail["partitionColumns"] else ""
    text = f"CREATE TABLE {asked['name']} (\n{columns})\nUSING delta{stored}"
    return spark.createDataFrame([(text,)], "createtab_stmt string")


def _column(field: dict) -> str:
    facts = field["metadata"]
    kind = field["type"].upper() if isinstance(field["type"], str) else "STRUCT"
    generated = facts.get("delta.generationExpression")
    made = f" GENERATED ALWAYS AS ( {generated} )" if generated else ""
    comment = f" COMMENT '{facts['comment']}'" if "comment" in facts else ""
    return f"{field['name']} {kind}{made}{comment}"
