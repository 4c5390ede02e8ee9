"""Raw CSV files to bronze.orders, every column as text. A file is read once; what can't be read goes to a quarantine."""

from __future__ import annotations

import re
from collections import Counter

from pyspark.sql import Column as SqlColumn
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from .file_guard import JUDGED_LINES, content_problems, header_problem
from .quoted_lines import ends_quoted, join_quoted
from .raw_files import FileShape, RawFile, list_files, measure, read_lines
from .tables import Column, Lakehouse, add_columns, create_table, one_of, replace_where

COLUMNS = [
    "row_id", "order_id", "order_date", "ship_date", "ship_mode", "customer_id", "customer_name", "segment",
    "country", "city", "state", "postal_code", "region", "product_id", "category", "sub_category",
    "product_name", "sales", "quantity", "discount", "profit",
]
SOURCE = ["source_file", "source_line", "source_modified", "loaded_at"]
BRONZE = "bronze.orders"
QUARANTINE = "bronze.orders_quarantine"
FILES = "bronze.ingested_files"
UNREADABLE = "the file can't be read"
CORRUPT = "corrupt_record"
# Why a line can't be read; null = it can.
UNREAD = "unread_reason"


def create_tables(spark: SparkSession, lake: Lakehouse) -> None:
    created = [
        Column("source_file", "STRING", "Raw file"),
        Column("source_line", "BIGINT", "Line of the raw file, from 1; null where the whole file is meant"),
        Column("source_modified", "TIMESTAMP", "When the raw file was last changed"),
        Column("loaded_at", "TIMESTAMP", "When the row was loaded"),
    ]
    create_table(
        spark, lake, BRONZE, [*(Column(name, "STRING") for name in COLUMNS), *created], "Lines of raw order files as they came"
    )
    create_table(
        spark, lake, QUARANTINE,
        [*created, Column("reason", "STRING", "Why it could not be read"), Column("text", "STRING", "What stood there")],
        "Raw files and lines that bronze.orders does not hold",
    )
    create_table(
        spark, lake, FILES,
        [
            Column("source_file", "STRING"), Column("size", "BIGINT", "Bytes"), Column("modified", "TIMESTAMP"),
            Column("rows", "BIGINT", "Lines in bronze.orders"), Column("rejected", "BIGINT", "Lines in the quarantine"),
            Column("refused", "STRING", "Why nothing of the file was taken; null = it was"),
            Column("replaced", "BOOLEAN", "An earlier content of the file had been loaded"),
            Column("in_silver", "BOOLEAN"),
        ],
        "Raw files that were read, as they were at the time",
    )


def ingest_new_files(spark: SparkSession, lake: Lakehouse, source: str) -> dict:
    """
    Loads files that were not read before, or have changed since. Nothing is dropped without a count: `rows`,
    `rejected` (lines in the quarantine), `refused` (file -> reason), `new_columns`.
    """
    known = {row.source_file: row for row in spark.table(lake.table(FILES)).collect()}
    new = [file for file in list_files(spark, source) if _is_new(file, known.get(file.uri))]
    shapes, refused = _shapes(spark, new)
    for uri, shape in shapes.items():
        problem = header_problem(shape.header, COLUMNS, [*SOURCE, CORRUPT, UNREAD])
        if problem:
            refused[uri] = problem
    for header, files in _by_header(new, shapes, refused).items():
        judged = parse(spark, files, shapes, header, JUDGED_LINES).select("source_file", UNREAD, *COLUMNS)
        refused |= content_problems(spark, lake, judged)
    loaded: Counter = Counter()
    added: set[str] = set()
    for header, files in _by_header(new, shapes, refused).items():
        loaded |= _load(spark, lake, parse(spark, files, shapes, header), header, files)
        added |= set(header) - set(COLUMNS)
    accepted = {file.uri for file in new} - set(refused)
    faulty = [uri for uri in accepted if shapes[uri].broken_quotes or shapes[uri].filled_lines - 1 > loaded[uri]]
    rejected = _quarantine(spark, lake, new, shapes, refused, faulty)
    _remember(spark, lake, new, known, refused, loaded, rejected)
    return {
        "files": len(accepted), "rows": sum(loaded.values()), "rejected": sum(rejected.values()),
        "refused": refused, "new_columns": sorted(added),
    }


def parse(
    spark: SparkSession,
    files: list[RawFile],
    shapes: dict[str, FileShape],
    header: tuple[str, ...],
    most: int | None = None,
) -> DataFrame:
    """
    Records with the columns of their header and `raw text`; `unread_reason` is null where all columns are there.
    `most`: about so many of each file.
    """
    schema = ", ".join(f"`{name}` STRING" for name in [*header, CORRUPT])
    options = {"mode": "PERMISSIVE", "columnNameOfCorruptRecord": CORRUPT, "quote": '"', "escape": '"'}
    # Positions hold within the set of files that was measured.
    measured = shapes if set(shapes) == {file.uri for file in files} else measure(spark, files)
    lines = read_lines(spark, files, measured, most)
    if any(measured[file.uri].broken_quotes for file in files):
        lines = join_quoted(lines, lambda text: F.from_csv(text, schema, options)[CORRUPT].isNull())
    lines = lines.where("trim(text) <> ''") if most is None else lines.where("source_line % step = 0 AND trim(text) <> ''")
    parsed = F.from_csv("text", schema, options)
    # No column of a file has a name with blanks: nothing here can meet one.
    return (
        lines.select("source_file", "source_line", "source_modified", F.col("text").alias("raw text"), parsed.alias("raw columns"))
        .withColumn(UNREAD, _reason(F.col("raw text"), F.col("raw columns")[CORRUPT], len(header)))
        .select("source_file", "source_line", "source_modified", "raw text", UNREAD, "raw columns.*")
        .drop(CORRUPT)
    )


def _shapes(spark: SparkSession, files: list[RawFile]) -> tuple[dict[str, FileShape], dict[str, str]]:
    """Shapes of the files, and the reasons of those that can't be read at all."""
    if not files:
        return {}, {}
    try:
        shapes, refused = measure(spark, files), {}
    except Exception as cause:  # Spark's reader does not say which file: the halves are tried by themselves.
        if len(files) == 1:
            return {}, {files[0].uri: f"{UNREADABLE}: {_said(cause)}"}
        half = len(files) // 2
        refused = _shapes(spark, files[:half])[1] | _shapes(spark, files[half:])[1]
        readable = [file for file in files if file.uri not in refused]
        shapes = measure(spark, readable) if readable else {}
    refused |= {file.uri: "the file is empty" for file in files if file.uri not in shapes and file.uri not in refused}
    return shapes, refused


def _said(cause: Exception) -> str:
    """What the innermost cause of a failure in Spark says."""
    text = str(cause)
    causes = re.findall(r"^(?:Caused by|): ([\w.$]+(?:Exception|Error)\b.*)$", text, re.MULTILINE)
    return causes[-1] if causes else text.splitlines()[0]


def _by_header(
    files: list[RawFile], shapes: dict[str, FileShape], refused: dict[str, str]
) -> dict[tuple[str, ...], list[RawFile]]:
    groups: dict[tuple[str, ...], list[RawFile]] = {}
    for file in files:
        if file.uri not in refused:
            groups.setdefault(tuple(shapes[file.uri].header), []).append(file)
    return groups


def _load(spark: SparkSession, lake: Lakehouse, lines: DataFrame, header: tuple[str, ...], files: list[RawFile]) -> Counter:
    """Rows of each file that bronze holds now. A run that died half way is repeated without doubles."""
    add_columns(spark, lake, BRONZE, [name for name in header if name not in COLUMNS])
    rows = lines.where(F.col(UNREAD).isNull()).drop(UNREAD, "raw text")
    condition = one_of("source_file", [file.uri for file in files])
    replace_where(lake, BRONZE, rows.withColumn("loaded_at", F.current_timestamp()), condition)
    counts = spark.table(lake.table(BRONZE)).where(condition).groupBy("source_file").count().collect()
    return Counter({row["source_file"]: row["count"] for row in counts})


def _quarantine(
    spark: SparkSession,
    lake: Lakehouse,
    files: list[RawFile],
    shapes: dict[str, FileShape],
    refused: dict[str, str],
    faulty: list[str],
) -> dict[str, int]:
    """Lines (or records of several lines) of each file that stand in the quarantine."""
    if not files:
        return {}
    whole = [(file.uri, None, file.modified, refused[file.uri], None) for file in files if file.uri in refused]
    rows = spark.createDataFrame(
        whole, "source_file STRING, source_line BIGINT, source_modified TIMESTAMP, reason STRING, text STRING"
    )
    for header, group in _by_header([file for file in files if file.uri in faulty], shapes, refused).items():
        wrong = parse(spark, group, shapes, header).where(F.col(UNREAD).isNotNull())
        rows = rows.union(wrong.select("source_file", "source_line", "source_modified", UNREAD, F.make_valid_utf8("raw text")))
    condition = one_of("source_file", [file.uri for file in files])
    replace_where(lake, QUARANTINE, rows.withColumn("loaded_at", F.current_timestamp()), condition)
    lines = spark.table(lake.table(QUARANTINE)).where(f"{condition} AND source_line IS NOT NULL")
    return {row["source_file"]: row["count"] for row in lines.groupBy("source_file").count().collect()}


def _reason(text: SqlColumn, corrupt: SqlColumn, columns: int) -> SqlColumn:
    return (
        F.when(~F.is_valid_utf8(text), F.lit("the line is not UTF-8"))
        .when(ends_quoted(text), F.lit("a quoted text does not end"))
        .when(corrupt.isNotNull(), F.lit(f"the line does not have {columns} columns"))
    )


def _remember(spark, lake: Lakehouse, files: list[RawFile], known: dict, refused: dict, loaded: Counter, rejected: dict) -> None:
    if not files:
        return
    rows = []
    for file in files:
        before = known.get(file.uri)
        reason = refused.get(file.uri)
        replaced = before is not None and (before.rows > 0 or before.replaced)
        # What an earlier content of a refused file gave stays loaded.
        count = loaded[file.uri] if reason is None else (before.rows if before is not None else 0)
        in_silver = reason is not None and (before is None or before.in_silver)
        # What could not be read today may be readable tomorrow: without its time of change it counts as new.
        modified = None if reason is not None and reason.startswith(UNREADABLE) else file.modified
        rows.append((file.uri, file.size, modified, count, rejected.get(file.uri, 0), reason, replaced, in_silver))
    schema = spark.table(lake.table(FILES)).schema
    condition = one_of("source_file", [file.uri for file in files])
    replace_where(lake, FILES, spark.createDataFrame(rows, schema), condition)


def _is_new(file: RawFile, known) -> bool:
    return known is None or known["size"] != file.size or known["modified"] != file.modified
