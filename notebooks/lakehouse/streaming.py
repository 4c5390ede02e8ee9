"""Two streams: Kafka to bronze.order_events, and from there to silver.orders. Each keeps a checkpoint of its own."""

from __future__ import annotations

import json

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.streaming import StreamingQuery

from . import events, silver
from .checked_rows import checked_sql
from .conflicts import retried
from .tables import Lakehouse

_PLACE = ", ".join(f"`{column.name}`" for column in events.PLACE)


def start_bronze(spark: SparkSession, lake: Lakehouse, given: dict[str, str]) -> StreamingQuery:
    """
    Appends every message once: Delta commits the number of the batch together with its rows, so that a batch which
    is repeated after a crash is known. Messages that Kafka has dropped before they were read stop the stream. A new
    checkpoint starts at the beginning of the topic; messages that bronze holds already are left out.
    """
    source = (
        spark.readStream.format("kafka")
        .option("kafka.bootstrap.servers", given["bootstrap_servers"])
        .option("subscribe", given["topic"])
        .option("startingOffsets", "earliest")
        .option("failOnDataLoss", "true")
        .option("maxOffsetsPerTrigger", given["max_offsets"])
        .options(**json.loads(given["kafka_options"]))
        .load()
    )
    messages, checkpoint = source.selectExpr(*_PLACE.split(", ")), _checkpoint(given, "bronze")
    if not _exists(spark, f"{checkpoint}/offsets") and not spark.table(lake.table(events.EVENTS)).isEmpty():
        messages = unknown_messages(spark, lake, messages)
    writer = messages.writeStream.queryName("bronze").format("delta").option("checkpointLocation", checkpoint)
    return writer.trigger(**_trigger(given)).toTable(lake.table(events.EVENTS))


def start_silver(spark: SparkSession, lake: Lakehouse, given: dict[str, str]) -> StreamingQuery:
    """
    Merges each event into silver.orders where it is later, by event_time and then offset, than what stands there; what
    is no order line goes to the quarantine. Both may be repeated, so a crash between them and the checkpoint is harmless.
    """
    source = spark.readStream.format("delta").option("maxFilesPerTrigger", given["max_files"])
    source = source.table(lake.table(events.EVENTS))
    writer = source.writeStream.queryName("silver").foreachBatch(lambda rows, _: take(lake, rows))
    return writer.option("checkpointLocation", _checkpoint(given, "silver")).trigger(**_trigger(given)).start()


def take(lake: Lakehouse, messages: DataFrame) -> None:
    """Brings messages of bronze.order_events into silver.orders or the quarantine."""
    spark = messages.sparkSession
    messages.createOrReplaceTempView("taken_messages")
    read = events.event_sql("taken_messages")
    checked = checked_sql(lake, f"({read})", arrival=None)
    poison = f"""SELECT {_PLACE}, coalesce(poison, reject_reason) AS reason
    FROM ({checked}) AS checked WHERE coalesce(poison, reject_reason) IS NOT NULL"""
    if spark.sql(poison).limit(1).count() > 0:
        place = " AND ".join(f"old.`{name}` = new.`{name}`" for name in ("topic", "partition", "offset"))
        retried(
            lambda: spark.sql(
                f"""MERGE INTO {lake.table(events.POISON)} AS old USING ({poison}) AS new ON {place}
                WHEN NOT MATCHED THEN INSERT *"""
            )
        )
    silver.merge_latest(spark, lake, f"(SELECT * FROM ({read}) AS events WHERE poison IS NULL)")


def unknown_messages(spark: SparkSession, lake: Lakehouse, messages: DataFrame) -> DataFrame:
    """Those of the messages that bronze.order_events does not hold. The time tells a topic from its successor."""
    place = ["topic", "partition", "offset", "timestamp"]
    return messages.join(spark.table(lake.table(events.EVENTS)).select(place), place, "left_anti").select(messages.columns)


def _exists(spark: SparkSession, folder: str) -> bool:
    try:
        return not spark.read.format("binaryFile").load(folder).isEmpty()
    except Exception as cause:
        if "PATH_NOT_FOUND" not in str(cause):
            raise
        return False


def _trigger(given: dict[str, str]) -> dict:
    if given["trigger"] == "available-now":
        return {"availableNow": True}
    return {"processingTime": given["trigger"]}


def _checkpoint(given: dict[str, str], stream: str) -> str:
    return f"{given['checkpoint_uri'].rstrip('/')}/{stream}"
