"""What tables hold, without their rows: the same statistics as `assay index`, and the partitions of each table."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timezone
from decimal import Decimal

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from .gold import GOLD
from .tables import Column, Lakehouse, create_table, one_of, replace_where

INDEX = "gold.metadata_index"
FEW_VALUES = 60
LONGEST_VALUE = 200
EXACT_UP_TO_ROWS = 1_000_000
# Beyond this, an integer or decimal is text in JSON: readers would round it.
GREATEST_EXACT = 2**53


def index_tables(spark: SparkSession, lake: Lakehouse, names: list[str], denied: list[str]) -> dict:
    """
    Profiles the tables whose version is not the one that the index knows, stores their profiles in
    gold.metadata_index, and gives the whole index. Of denied columns (`column`, `table.column` or longer) no value is
    kept. `profiled` names the tables that were looked at. Throws where a denied column is in none of the tables.
    """
    create_table(
        spark, lake, INDEX,
        [
            Column("table_name", "STRING", "Three-part name"), Column("version", "STRING", "Delta version of the table"),
            Column("denied", "STRING", "Columns whose values were not kept"),
            Column("built_at", "TIMESTAMP"), Column("profile", "STRING", "JSON"),
        ],
        "Statistics of tables and columns, without rows",
    )
    wanted = {lake.table(name).lower(): name for name in names}
    hidden = {column.lower() for column in denied}
    every = [f"{name}.{column.lower()}" for name in wanted for column in spark.table(name).columns]
    unknown = sorted(column for column in hidden if not any(_is_denied(full, {column}) for full in every))
    if unknown:
        raise ValueError(f"No table of the index has the denied columns {', '.join(unknown)}.")
    known = {row.table_name: row for row in spark.table(lake.table(INDEX)).collect()}
    fresh = []
    for full_name, name in wanted.items():
        detail = _detail(spark, lake, name)
        before = known.get(full_name)
        if before and (before.version, before.denied) == (detail["version"], ",".join(sorted(hidden))):
            continue
        profile = _profile(spark, lake, name, detail, hidden)
        now = datetime.now(timezone.utc)
        fresh.append((full_name, detail["version"], ",".join(sorted(hidden)), now, json.dumps(profile)))
    gone = [name for name in known if name not in wanted]
    if fresh or gone:
        rows = spark.createDataFrame(fresh, spark.table(lake.table(INDEX)).schema)
        replace_where(lake, INDEX, rows, one_of("table_name", [*(row[0] for row in fresh), *gone]))
    stored = spark.table(lake.table(INDEX)).orderBy("table_name").collect()
    return {
        "builtAt": max((row.built_at for row in stored), default=datetime.now()).astimezone(timezone.utc).isoformat(),
        "tables": [json.loads(row.profile) for row in stored],
        "profiled": [row[0] for row in fresh],
    }


def _profile(spark: SparkSession, lake: Lakehouse, name: str, detail: dict, denied: set[str]) -> dict:
    table = spark.table(lake.table(name))
    rows = table.count()
    fields = table.schema.fields
    prefix = lake.table(name).lower()
    hidden_names = {field.name for field in fields if _is_denied(f"{prefix}.{field.name.lower()}", denied)}
    facts = table.agg(*[fact for field in fields for fact in _facts(field, rows, field.name in hidden_names)]).first()
    columns = []
    for index, field in enumerate(fields):
        filled, distinct, least, greatest = facts[index * 4 : index * 4 + 4]
        hidden = field.name in hidden_names
        few = _listable(field) and distinct <= FEW_VALUES * 1.5
        values = _values(table, field) if few else None
        columns.append(
            {
                "name": field.name,
                "type": field.dataType.simpleString(),
                "comment": field.metadata.get("comment"),
                "distinctCount": len(values) if values is not None and len(values) <= FEW_VALUES else distinct,
                "nullRate": None if rows == 0 else 1 - filled / rows,
                "min": _cell(least),
                "max": _cell(greatest),
                "values": values if values is not None and len(values) <= FEW_VALUES and not hidden else None,
            }
        )
    return {
        "name": lake.table(name).lower(),
        "comment": detail["comment"],
        "rowCount": rows,
        "bytes": detail["bytes"],
        "version": detail["version"],
        "partitionColumns": detail["partitions"],
        "generatedFrom": _generated_from(name, table.columns),
        "columns": columns,
        "partitions": _partitions(table, detail["partitions"], hidden_names),
    }


def _is_denied(full_name: str, denied: set[str]) -> bool:
    """The policy's rule: a denied column is named by any ending of its full name."""
    return any(f".{full_name}".endswith(f".{column}") for column in denied)


def _facts(field, rows: int, hidden: bool):
    column = F.col(f"`{field.name}`")
    countable = not field.dataType.typeName() in ("map", "variant")
    distinct = F.count_distinct(column) if rows <= EXACT_UP_TO_ROWS else F.approx_count_distinct(column)
    ordered = _ordered(field) and not hidden
    return [
        F.count(column),
        distinct if countable else F.lit(None),
        F.min(column) if ordered else F.lit(None),
        F.max(column) if ordered else F.lit(None),
    ]


def _values(table, field) -> list[dict]:
    """Distinct values and their rows, most frequent first; one more than are kept shows that there are too many."""
    column = F.col(f"`{field.name}`")
    counted = table.where(column.isNotNull()).groupBy(column.alias("value")).count()
    found = counted.orderBy(F.desc("count"), F.asc("value")).limit(FEW_VALUES + 1).collect()
    return [{"value": _cell(row["value"]), "count": row["count"]} for row in found]


def _partitions(table, partition_columns: list[str], hidden: set[str]) -> list[dict]:
    """Rows, files and bytes of each partition, but for hidden columns; a table without partitions is one."""
    columns = [column for column in partition_columns if column not in hidden]
    names = [F.col(f"`{column}`") for column in columns]
    files = table.groupBy(*names, F.col("_metadata.file_path").alias("file"), F.col("_metadata.file_size").alias("size"))
    parts = files.count().groupBy(*names).agg(F.sum("count"), F.count("*"), F.sum("size"))
    found = [
        {"values": {name: _cell(row[i]) for i, name in enumerate(columns)}, "rows": row[-3], "files": row[-2], "bytes": row[-1]}
        for row in parts.collect()
    ]
    return sorted(found, key=lambda part: [str(value) for value in part["values"].values()])


def _detail(spark: SparkSession, lake: Lakehouse, name: str) -> dict:
    detail = spark.sql(f"DESCRIBE DETAIL {lake.table(name)}").first()
    history = spark.sql(f"DESCRIBE HISTORY {lake.table(name)} LIMIT 1").first()
    return {
        "version": str(history["version"]),
        "comment": detail["description"],
        "bytes": detail["sizeInBytes"],
        "partitions": list(detail["partitionColumns"]),
    }


def _generated_from(name: str, columns: list[str]) -> dict[str, str]:
    """Partition column -> the column that it is computed from. Open-source Delta does not tell, the makers of gold do."""
    months = [table.month for table in GOLD if table.name == name and table.month]
    sources = {month.name: re.findall(r"\w+", month.generated or "") for month in months}
    return {month: next(word for word in words if word in columns) for month, words in sources.items()}


def _ordered(field) -> bool:
    return field.dataType.typeName() not in ("array", "struct", "map", "binary", "variant")


def _listable(field) -> bool:
    return _ordered(field) and not field.dataType.typeName().startswith("timestamp")


def _cell(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value) if len(value.normalize().as_tuple().digits) <= 15 else str(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value[:LONGEST_VALUE]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > GREATEST_EXACT:
        return str(value)
    return value
