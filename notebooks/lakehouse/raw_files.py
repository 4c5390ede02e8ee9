"""Raw text files as lines that know their file and number, without reading a file as a whole into one task."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from .quoted_lines import odd_quotes


@dataclass(frozen=True)
class RawFile:
    path: str
    # As `_metadata.file_path` writes it: the name under which tables know the file.
    uri: str
    size: int
    modified: datetime


@dataclass(frozen=True)
class Block:
    """A part of a file that one task reads: where it starts, and how many lines stand before it."""

    uri: str
    start: int
    first_position: int
    lines_before: int


@dataclass(frozen=True)
class FileShape:
    blocks: list[Block]
    # Lines that are not blank, the header among them.
    filled_lines: int
    header: list[str]
    # Whether there may be records of several lines.
    broken_quotes: bool


def list_files(spark: SparkSession, source: str) -> list[RawFile]:
    """CSV files under a file, folder or glob, in order of their names. Throws Spark's PATH_NOT_FOUND."""
    found = (
        spark.read.format("binaryFile")
        .option("recursiveFileLookup", "true")
        .option("pathGlobFilter", "*.{[cC][sS][vV],[cC][sS][vV].[gG][zZ]}")
        .load(source)
        .select("path", F.col("_metadata.file_path").alias("uri"), "length", "modificationTime")
    )
    files = [RawFile(row.path, row.uri, row.length, row.modificationTime) for row in found.collect()]
    return sorted(files, key=lambda file: file.uri)


def read_positions(spark: SparkSession, files: list[RawFile]) -> DataFrame:
    """source_file, start, position, text: positions grow within a block of a file, and are the same at every reading."""
    paths = [re.sub(r"([\[\]{}*?\\])", r"\\\1", file.path) for file in files]
    return spark.read.text(paths).select(
        F.col("_metadata.file_path").alias("source_file"),
        F.col("_metadata.file_block_start").alias("start"),
        F.monotonically_increasing_id().alias("position"),
        F.col("value").alias("text"),
    )


def measure(spark: SparkSession, files: list[RawFile]) -> dict[str, FileShape]:
    """Shape of each file by its uri; an empty file has no entry."""
    rows = (
        read_positions(spark, files)
        .groupBy("source_file", "start")
        .agg(
            F.count("*").alias("lines"),
            F.count_if(F.trim("text") != "").alias("filled"),
            F.bool_or(odd_quotes(F.col("text"))).alias("broken_quotes"),
            F.min("position").alias("first_position"),
            F.min_by(F.when(F.col("start") == 0, F.col("text")), "position").alias("opening"),
        )
        .orderBy("source_file", "start")
        .collect()
    )
    shapes: dict[str, FileShape] = {}
    for uri, group in groupby(rows, key=lambda row: row.source_file):
        blocks, before, own = [], 0, list(group)
        for row in own:
            blocks.append(Block(uri, row.start, row.first_position, before))
            before += row.lines
        filled, broken = sum(row.filled for row in own), any(row.broken_quotes for row in own)
        shapes[uri] = FileShape(blocks, filled, column_names(own[0].opening or ""), broken)
    return shapes


def read_lines(
    spark: SparkSession, files: list[RawFile], shapes: dict[str, FileShape], most: int | None = None
) -> DataFrame:
    """
    source_file, source_line (from 1), source_modified, text of every line, without headers. Lines whose number is a
    multiple of `step` are about `most` of each file, evenly spread.
    """
    known = [
        (block.uri, block.start, block.first_position, block.lines_before, file.modified, _step(shapes[file.uri], most))
        for file in files
        for block in shapes[file.uri].blocks
    ]
    blocks = spark.createDataFrame(
        known, "source_file STRING, start BIGINT, first_position BIGINT, before BIGINT, source_modified TIMESTAMP, step BIGINT"
    )
    return (
        read_positions(spark, files)
        .join(F.broadcast(blocks), ["source_file", "start"])
        .withColumn("source_line", F.col("before") + F.col("position") - F.col("first_position") + 1)
        .where("source_line > 1")
        .select("source_file", "source_line", "source_modified", "step", "text")
    )


def _step(shape: FileShape, most: int | None) -> int:
    return 1 if most is None else max(1, -(-shape.filled_lines // most))


def column_names(header: str) -> list[str]:
    """Names of a CSV header as tables write them: `Sub-Category` is sub_category."""
    names = next(csv.reader(io.StringIO(header.lstrip("\ufeff"))), [])
    return [re.sub(r"[\W_]+", "_", name.lower()).strip("_") for name in names]
