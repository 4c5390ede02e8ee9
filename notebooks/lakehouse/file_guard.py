"""Which raw files may come in: all columns there, none twice, their lines readable, and their types as they were."""

from __future__ import annotations

from collections import Counter

from pyspark.sql import DataFrame, SparkSession

from .checked_rows import checked_sql
from .tables import Lakehouse

# Lines of a file that it is judged by, and how many there must be to tell a change from an accident.
JUDGED_LINES = 1000
LEAST_LINES = 10


def header_problem(header: list[str], needed: list[str], reserved: list[str]) -> str | None:
    """Why a file with this header is refused; null = it is taken. Columns beyond the needed ones are welcome."""
    missing = [name for name in needed if name not in header]
    if missing:
        return f"columns are missing: {', '.join(missing)}; the file has: {', '.join(header)}"
    double = [name for name, count in Counter(header).items() if count > 1]
    if double:
        return f"columns stand twice: {', '.join(double)}"
    taken = [name for name in header if name in reserved or name == ""]
    return f"columns have a name that can't be taken: {', '.join(repr(name) for name in taken)}" if taken else None


def content_problems(spark: SparkSession, lake: Lakehouse, rows: DataFrame) -> dict[str, str]:
    """
    Files in which most lines can't be read, or fail for the same reason about a type, and that reason. `rows`: lines of
    each file, by which it is judged, with `unread_reason`, and with the same SQL that makes silver.
    """
    rows.createOrReplaceTempView("judged_lines")
    counts = spark.sql(
        f"""SELECT source_file, unread, reason, failed, total FROM (
          SELECT source_file, unread_reason IS NOT NULL AS unread, coalesce(unread_reason, reject_reason) AS reason,
            count(*) AS failed, sum(count(*)) OVER (PARTITION BY source_file) AS total
          FROM ({checked_sql(lake, "judged_lines", arrival=None)}) AS checked GROUP BY ALL)
        WHERE (unread OR reason LIKE '% is not %') AND failed * 2 > total AND total >= {LEAST_LINES}"""
    ).collect()
    return {
        row.source_file: f"{row.reason} in {row.failed} of {row.total} lines looked at"
        + ("" if row.unread else ": the column has changed its type")
        for row in counts
    }
