"""Records of a CSV file that stand on several lines, because a quoted text of theirs has line breaks."""

from __future__ import annotations

from collections.abc import Callable

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

# A quote that was forgotten must not take the rest of its file with it.
MOST_LINES = 1000


def odd_quotes(text: Column) -> Column:
    return (F.length(text) - F.length(F.replace(text, F.lit('"'), F.lit("")))) % 2 == 1


def ends_quoted(text: Column) -> Column:
    """
    Whether a text that starts outside of quotes ends inside of them. Doubled quotes stand for themselves or for an
    empty text; a quote that does not open its column is a character like any other.
    """
    bare = F.replace(text, F.lit('""'), F.lit(""))
    return F.contains(text, F.lit('"')) & F.regexp_replace(bare, '(^|,)"[^"]*"', "$1_").rlike('(^|,)"')


def join_quoted(lines: DataFrame, readable: Callable[[Column], Column]) -> DataFrame:
    """
    The same lines (source_file, source_line, source_modified, step, text), with those of a record as one, under the
    number of its first. Joined is only what is `readable` then; all other lines stay as they are.
    """
    order = Window.partitionBy("source_file").orderBy("first_line")
    odd = lines.where(odd_quotes(F.col("text"))).select("source_file", F.col("source_line").alias("first_line"), "text")
    spans = (
        odd.withColumn("last_line", F.lead("first_line").over(order))
        .where(ends_quoted(F.col("text")) & (F.col("last_line") - F.col("first_line") < MOST_LINES))
        .select("source_file", "first_line", "last_line")
    )
    joined = (
        lines.join(_each_line(spans), ["source_file", "source_line"])
        .groupBy("source_file", "first_line", "last_line", "source_modified", "step")
        .agg(F.sort_array(F.collect_list(F.struct("source_line", "text"))).alias("parts"))
        .withColumn("text", F.array_join(F.transform("parts", lambda part: part["text"]), "\n"))
        .where(~ends_quoted(F.col("text")) & readable(F.col("text")))
        .withColumn("before", F.lag("last_line").over(order))
        .where("before IS NULL OR before < first_line")
    )
    single = lines.join(_each_line(joined).select("source_file", "source_line"), ["source_file", "source_line"], "left_anti")
    records = joined.withColumn("source_line", F.col("first_line")).select(lines.columns)
    return single.select(lines.columns).unionByName(records)


def _each_line(spans: DataFrame) -> DataFrame:
    return spans.select(
        "source_file", "first_line", "last_line", F.explode(F.sequence("first_line", "last_line")).alias("source_line")
    )
